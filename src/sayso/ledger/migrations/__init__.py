"""Every form the ledger's tables have had, as alembic revisions; they travel in the wheel."""
