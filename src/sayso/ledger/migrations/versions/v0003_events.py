"""Events with all that is found in them, and how voices call the actors."""

from alembic import op

revision = "0003"
down_revision = "0002"

# Each is JSON, NULL if empty and in rows of earlier versions.
COLUMNS = (
    "contexts",  # list, of PLOVER
    "counts",  # list of {what, low, high, text}; here and below, what is unknown is left out
    "parties",  # list of {name, country, sector}: actor and recipient as coded
    "location",  # {name, country, latitude, longitude, precision, others}
    "word",  # [[start, end]] of the word that tells of it
)

TABLES = (
    *(f"ALTER TABLE event ADD COLUMN {name} TEXT" for name in COLUMNS),
    "CREATE INDEX event_type ON event (type)",
    """
CREATE TABLE label (  -- how a voice calls an actor, or says what he is not
  reading INTEGER NOT NULL REFERENCES reading (id),
  number INTEGER NOT NULL,
  actor TEXT NOT NULL,
  label TEXT NOT NULL,
  called_by TEXT,  -- whose word it is
  polarity TEXT NOT NULL,
  attribution TEXT,  -- attribution.local; NULL for the document's own voice
  evidence TEXT,  -- JSON list of [start, end]
  PRIMARY KEY (reading, number)
) STRICT, WITHOUT ROWID""",
)


def upgrade() -> None:
    """Add the columns and the table."""
    dialect = op.get_bind().dialect.name
    for sql in TABLES:
        op.get_bind().exec_driver_sql(_in(dialect, sql))


def _in(dialect: str, sql: str) -> str:
    """Turn the types of SQLite into those of PostgreSQL; texts in order of their characters."""
    if dialect == "sqlite":
        return sql
    sql = sql.replace(" STRICT, WITHOUT ROWID", "").replace(" TEXT", ' TEXT COLLATE "C"')
    return sql.replace("INTEGER", "BIGINT")
