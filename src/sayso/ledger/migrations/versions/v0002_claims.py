"""Claims: what documents state clause by clause, and what of it is the same.

All of it is derived from readings and may be made again; see docs/ledger.md.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = (
    """
CREATE TABLE proposition (  -- what a document states clause by clause, for comparing
  reading INTEGER PRIMARY KEY NOT NULL REFERENCES reading (id),
  packed BLOB NOT NULL  -- zlib of a JSON list, one object per proposition
) STRICT""",
    """
CREATE TABLE resolved (  -- documents whose propositions have been compared
  document INTEGER PRIMARY KEY NOT NULL REFERENCES document (id),
  reading INTEGER NOT NULL REFERENCES reading (id)  -- the one that was compared
) STRICT""",
    """
CREATE TABLE telling (  -- the words a document is found by among others
  word TEXT NOT NULL,
  day INTEGER NOT NULL,  -- of its publication, days from 0001-01-01; 0 if unknown
  document INTEGER NOT NULL REFERENCES document (id),
  place INTEGER NOT NULL,  -- 0 for the most telling
  PRIMARY KEY (word, day, document)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX telling_document ON telling (document)",
    """
CREATE TABLE fingerprint (  -- numbers that documents with a passage in common share
  number INTEGER NOT NULL,
  document INTEGER NOT NULL REFERENCES document (id),
  PRIMARY KEY (number, document)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX fingerprint_document ON fingerprint (document)",
    """
CREATE TABLE syndication (  -- documents that share text
  first INTEGER NOT NULL REFERENCES document (id),
  second INTEGER NOT NULL REFERENCES document (id),
  found TEXT NOT NULL,  -- JSON: passages, kind, agency, reasons
  PRIMARY KEY (first, second)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX syndication_second ON syndication (second)",
    """
CREATE TABLE alike (  -- propositions that may state the same; each pair both ways
  document INTEGER NOT NULL REFERENCES document (id),
  proposition INTEGER NOT NULL,  -- its place in the document
  other INTEGER NOT NULL REFERENCES document (id),
  counterpart INTEGER NOT NULL,
  likeness REAL NOT NULL,  -- 0 to 1
  PRIMARY KEY (document, proposition, other, counterpart)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX alike_other ON alike (other)",
    """
CREATE TABLE claim (  -- what several places state, deny or doubt
  id INTEGER PRIMARY KEY NOT NULL,
  key TEXT NOT NULL UNIQUE,  -- hash of the place where it was first stated
  text TEXT NOT NULL,  -- a sentence that stands for it
  documents INTEGER NOT NULL,
  outlets INTEGER NOT NULL,
  origins INTEGER NOT NULL,  -- that state or doubt it
  denials INTEGER NOT NULL,  -- origins that deny it
  first TEXT,  -- when its first member was published
  last TEXT,
  found TEXT NOT NULL  -- JSON: members, origins with reasons, spreads, who has not denied it
) STRICT""",
    "CREATE INDEX claim_documents ON claim (documents, id)",
    """
CREATE TABLE claim_member (
  document INTEGER NOT NULL REFERENCES document (id),
  proposition INTEGER NOT NULL,
  claim INTEGER NOT NULL REFERENCES claim (id),
  PRIMARY KEY (document, proposition)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX claim_member_claim ON claim_member (claim)",
    """
CREATE TABLE claim_word (  -- words of its members' texts, and of its speakers' names
  kind TEXT NOT NULL,  -- "text" or "name"
  word TEXT NOT NULL,
  claim INTEGER NOT NULL REFERENCES claim (id),
  PRIMARY KEY (kind, word, claim)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX claim_word_claim ON claim_word (claim)",
)


def upgrade() -> None:
    """Make the tables."""
    dialect = op.get_bind().dialect.name
    for sql in TABLES:
        op.get_bind().exec_driver_sql(_in(dialect, sql))


def _in(dialect: str, sql: str) -> str:
    """Turn the types of SQLite into those of PostgreSQL; texts in order of their characters."""
    if dialect == "sqlite":
        return sql
    sql = sql.replace(" STRICT, WITHOUT ROWID", "").replace(" STRICT", "")
    sql = sql.replace(" TEXT", ' TEXT COLLATE "C"').replace("BLOB", "BYTEA")
    return sql.replace("INTEGER", "BIGINT").replace("REAL", "DOUBLE PRECISION")
