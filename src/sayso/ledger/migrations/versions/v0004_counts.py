"""Counts of actors, outlets and events, and what lists of claims and runs are narrowed by.

All of it is derived from the newest readings. Whoever changes what is counted
(``sayso.ledger.counting``) makes a migration that empties the tables and has all documents
counted anew, as this one does.
"""

from alembic import op

revision = "0004"
down_revision = "0003"

TABLES = (
    """
CREATE TABLE uncounted (  -- documents that are still to be counted
  document INTEGER PRIMARY KEY NOT NULL
) STRICT""",
    """
CREATE TABLE actor_count (  -- an actor across documents: a name and a kind
  id INTEGER PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,  -- empty if it is not known
  documents INTEGER NOT NULL,
  named INTEGER NOT NULL,  -- documents in which it is a proper name
  statements INTEGER NOT NULL,  -- that are attributed to it
  told INTEGER NOT NULL,  -- events and labels it stands in
  answers INTEGER NOT NULL,  -- its responses
  first TEXT,  -- day of publication of the earliest of its documents
  last TEXT,
  UNIQUE (name, kind)
) STRICT""",
    "CREATE INDEX actor_count_statements ON actor_count (statements, id, kind, named)",
    """
CREATE TABLE actor_word (  -- words of its name, and the initials of a name of several words
  word TEXT NOT NULL,
  actor INTEGER NOT NULL REFERENCES actor_count (id),
  PRIMARY KEY (word, actor)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX actor_word_actor ON actor_word (actor)",
    """
CREATE TABLE actor_document (
  actor INTEGER NOT NULL REFERENCES actor_count (id),
  document INTEGER NOT NULL,
  day TEXT NOT NULL,  -- of publication; empty if it is not known
  statements INTEGER NOT NULL,
  told INTEGER NOT NULL,
  answers INTEGER NOT NULL,
  PRIMARY KEY (actor, document)
) STRICT, WITHOUT ROWID""",
    """
CREATE TABLE outlet_count (  -- who published documents, or is a station of their chains
  id INTEGER PRIMARY KEY NOT NULL,
  given TEXT NOT NULL UNIQUE,  -- the name that documents give
  name TEXT NOT NULL,  -- the one name of all its names
  documents INTEGER NOT NULL,
  statements INTEGER NOT NULL,
  cited INTEGER NOT NULL,  -- statements of others that came through it
  first TEXT,
  last TEXT
) STRICT""",
    "CREATE INDEX outlet_count_name ON outlet_count (name)",
    """
CREATE TABLE outlet_document (
  outlet INTEGER NOT NULL REFERENCES outlet_count (id),
  document INTEGER NOT NULL,
  day TEXT NOT NULL,
  statements INTEGER NOT NULL,
  PRIMARY KEY (outlet, document)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX outlet_document_document ON outlet_document (document)",
    """
CREATE TABLE citing (  -- whom an outlet has what it reports from
  outlet INTEGER NOT NULL REFERENCES outlet_count (id),
  station INTEGER NOT NULL REFERENCES outlet_count (id),
  documents INTEGER NOT NULL,
  statements INTEGER NOT NULL,
  PRIMARY KEY (outlet, station)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX citing_station ON citing (station)",
    """
CREATE TABLE event_day (  -- events of the newest readings
  document INTEGER NOT NULL,
  number INTEGER NOT NULL,
  type TEXT NOT NULL,
  day TEXT NOT NULL,  -- of the event, else of the report; empty if neither is known
  PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX event_day_type ON event_day (type, document, number)",
    "CREATE INDEX event_day_day ON event_day (day, type)",
    "INSERT INTO uncounted (document) SELECT id FROM document WHERE reading IS NOT NULL",
    "CREATE INDEX document_run ON document (run)",
    "CREATE INDEX document_newest ON document (id, reading)",
    "CREATE INDEX reading_run ON reading (run)",
    "CREATE INDEX skipped_run ON skipped (run)",
    "DROP INDEX claim_documents",
    "CREATE INDEX claim_documents ON claim (documents, id, origins, denials, first, last)",
    "CREATE INDEX claim_origins ON claim (origins, id, documents, denials, first, last)",
    "CREATE INDEX claim_last ON claim (last, id, documents, origins, denials, first)",
)
# The outlets of the members of claims there are, as their documents name them.
OUTLETS = {
    "sqlite": """
INSERT INTO claim_word (kind, word, claim)
SELECT DISTINCT 'outlet', m.value->>'outlet', c.id
FROM claim AS c, json_each(c.found, '$.members') AS m WHERE m.value->>'outlet' IS NOT NULL""",
    "postgresql": """
INSERT INTO claim_word (kind, word, claim)
SELECT DISTINCT 'outlet', m->>'outlet', c.id
FROM claim AS c, jsonb_array_elements(c.found::jsonb->'members') AS m
WHERE m->>'outlet' IS NOT NULL""",
}


def upgrade() -> None:
    """Make the tables and indexes; ``open_ledger`` counts the documents afterwards."""
    dialect = op.get_bind().dialect.name
    for sql in (*TABLES, OUTLETS[dialect]):
        op.get_bind().exec_driver_sql(_in(dialect, sql))


def _in(dialect: str, sql: str) -> str:
    """Turn the types of SQLite into those of PostgreSQL; texts in order of their characters."""
    if dialect == "sqlite":
        return sql
    sql = sql.replace(" STRICT, WITHOUT ROWID", "").replace(" STRICT", "")
    sql = sql.replace(" TEXT", ' TEXT COLLATE "C"')
    return sql.replace("INTEGER", "BIGINT")
