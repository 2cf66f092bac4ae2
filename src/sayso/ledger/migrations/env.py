"""Run the revisions over the connection that ``sayso.ledger.upgrade`` hands in."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, version_table="sayso_version", transactional_ddl=False)
context.run_migrations()
