"""The first form: documents, readings, what stands in them, full text, judgements.

The SQL is that of SQLite; ``_in`` turns the few words that differ.
"""

from alembic import op

revision = "0001"
down_revision = None

TABLES = (
    """
CREATE TABLE run (  -- one per command that wrote here
  id INTEGER PRIMARY KEY NOT NULL,
  started TEXT NOT NULL,  -- UTC, ISO 8601
  finished TEXT,  -- NULL while it runs, or if it was killed
  version TEXT NOT NULL,  -- of sayso
  settings TEXT NOT NULL,  -- JSON
  command TEXT
) STRICT""",
    """
CREATE TABLE producer (  -- what made readings: version and model
  id INTEGER PRIMARY KEY NOT NULL,
  key TEXT NOT NULL UNIQUE,  -- hash of produced_by
  produced_by TEXT NOT NULL  -- JSON
) STRICT""",
    """
CREATE TABLE document (  -- one report; two versions of an article are two documents
  id INTEGER PRIMARY KEY NOT NULL,  -- in the order of taking in
  key TEXT NOT NULL UNIQUE,  -- hash of uri and text
  given_id TEXT,  -- the id its input gave, if that is another
  uri TEXT,
  outlet TEXT,  -- who published it
  title TEXT,
  byline TEXT,  -- JSON list
  credit TEXT,  -- the agency it credits
  dateline TEXT,
  published TEXT,  -- ISO 8601, as precise as the page tells
  language TEXT,
  sha256 TEXT NOT NULL,  -- of text
  article TEXT,  -- hash of the address: the same for all versions of one article
  run INTEGER NOT NULL REFERENCES run (id),
  reading INTEGER,  -- the newest reading; derived
  text TEXT NOT NULL  -- all spans are character offsets into it
) STRICT""",
    "CREATE INDEX document_given_id ON document (given_id) WHERE given_id IS NOT NULL",
    "CREATE INDEX document_article ON document (article)",
    "CREATE INDEX document_sha256 ON document (sha256)",
    "CREATE INDEX document_outlet ON document (outlet)",
    "CREATE INDEX document_published ON document (published)",
    """
CREATE TABLE reading (  -- everything one producer found in one document
  id INTEGER PRIMARY KEY NOT NULL,
  document INTEGER NOT NULL REFERENCES document (id),
  producer INTEGER NOT NULL REFERENCES producer (id),
  run INTEGER NOT NULL REFERENCES run (id),
  UNIQUE (document, producer)
) STRICT""",
    """
CREATE TABLE attribution (  -- one place where a report says that somebody said something
  id INTEGER PRIMARY KEY NOT NULL,  -- in the order of taking in
  reading INTEGER NOT NULL REFERENCES reading (id),
  mark TEXT NOT NULL,  -- hash of content and cue spans: document.key-mark is the key
  local TEXT NOT NULL,  -- its name within the reading: what parent and about point at
  speaker TEXT,
  identity TEXT,
  kind TEXT,
  act TEXT,
  mode TEXT NOT NULL,
  factuality TEXT,
  said TEXT,  -- EDTF
  parent TEXT,
  confidence REAL NOT NULL,
  source TEXT,  -- JSON list of [start, end], as are the next four; NULL if empty
  cue TEXT,
  content TEXT,
  addressee TEXT,
  verbatim TEXT,
  chain TEXT,  -- JSON list of {name, actor, evidence}, the outlet first
  why TEXT  -- JSON list of reasons
) STRICT""",
    "CREATE INDEX attribution_reading ON attribution (reading)",
    """
CREATE TABLE actor (  -- somebody a document speaks of
  reading INTEGER NOT NULL REFERENCES reading (id),
  number INTEGER NOT NULL,
  mark TEXT NOT NULL,  -- hash of name and first mention: document.key-mark is the key
  local TEXT NOT NULL,  -- its id within the reading
  name TEXT NOT NULL,
  kind TEXT,
  identity TEXT,
  country TEXT,
  mentions TEXT,  -- JSON list of [start, end]
  PRIMARY KEY (reading, number)
) STRICT, WITHOUT ROWID""",
    """
CREATE TABLE response (  -- what an actor did about a claim
  reading INTEGER NOT NULL REFERENCES reading (id),
  number INTEGER NOT NULL,
  actor TEXT NOT NULL,
  response TEXT NOT NULL,
  about TEXT,  -- attribution.local
  evidence TEXT,  -- JSON list of [start, end]
  PRIMARY KEY (reading, number)
) STRICT, WITHOUT ROWID""",
    """
CREATE TABLE event (  -- who did what to whom
  reading INTEGER NOT NULL REFERENCES reading (id),
  number INTEGER NOT NULL,
  type TEXT NOT NULL,  -- of PLOVER
  mode TEXT,
  actor TEXT,  -- JSON list, as are the next two
  recipient TEXT,
  items TEXT,
  place TEXT,
  date TEXT,  -- EDTF
  evidence TEXT,  -- JSON list of [start, end]
  attribution TEXT,  -- attribution.local
  polarity TEXT NOT NULL,
  modality TEXT NOT NULL,
  PRIMARY KEY (reading, number)
) STRICT, WITHOUT ROWID""",
    """
CREATE TABLE skipped (  -- inputs that gave no document
  id INTEGER PRIMARY KEY NOT NULL,
  key TEXT NOT NULL UNIQUE,  -- hash of uri and reason
  uri TEXT NOT NULL,
  reason TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES run (id),  -- the first that met it
  at TEXT NOT NULL
) STRICT""",
    """
CREATE TABLE judgement (  -- what a person decided; never changed, an undo is a row of its own
  id INTEGER PRIMARY KEY NOT NULL,
  key TEXT NOT NULL UNIQUE,  -- hash of all that follows
  verdict TEXT NOT NULL,  -- accept, reject, correct, same, different, undo
  kind TEXT NOT NULL,  -- of the target: attribution, actor, document, …
  target TEXT NOT NULL,  -- a key
  other TEXT,  -- the second key of same and different
  value TEXT,  -- JSON: the right values of correct
  undoes TEXT,  -- judgement.key, of undo only
  by TEXT NOT NULL,
  at TEXT NOT NULL  -- UTC, ISO 8601
) STRICT""",
    "CREATE INDEX judgement_target ON judgement (target)",
    "CREATE INDEX judgement_other ON judgement (other)",
    "CREATE INDEX judgement_undoes ON judgement (undoes)",
)

# The words of a part of an attribution, its pieces joined by " … ". In SQLite without
# json_each: FTS5 reads what it indexes by queries that may use no virtual table.
WORDS = {
    "sqlite": """(
    WITH RECURSIVE piece (n) AS (
      SELECT 0 WHERE a.{part} IS NOT NULL
      UNION ALL SELECT n + 1 FROM piece WHERE n + 1 < json_array_length(a.{part})
    ), stretch (first, behind) AS (
      SELECT max(a.{part}->>('$[' || n || '][0]'), 0), max(a.{part}->>('$[' || n || '][1]'), 0)
      FROM piece
    )
    SELECT group_concat(substr(d.text, first + 1, max(behind - first, 0)), ' … ')
    FROM stretch)""",
    "postgresql": """(
    SELECT string_agg(substr(d.text, greatest((p->>0)::int, 0) + 1,
      greatest((p->>1)::int - greatest((p->>0)::int, 0), 0)), ' … ')
    FROM jsonb_array_elements(a.{part}::jsonb) AS p)""",
}
# The responses to an attribution, as words.
RESPONSES = """(
    SELECT {joined}('response' || replace(s.response, '-', ''), ' ')
    FROM response AS s WHERE s.reading = a.reading AND s.about = a.local)"""
# Words for the year, month and day of a date: y2016 m201601 d20160114.
DATE = """
  || CASE WHEN {date} {like_year} THEN ' {y}y' || substr({date}, 1, 4) ELSE '' END
  || CASE WHEN {date} {like_month}
     THEN ' {y}m' || substr({date}, 1, 4) || substr({date}, 6, 2) ELSE '' END
  || CASE WHEN {date} {like_day}
     THEN ' {y}d' || replace(substr({date}, 1, 10), '-', '') ELSE '' END"""
LIKE = {
    "sqlite": {
        "like_year": "GLOB '[0-9][0-9][0-9][0-9]*'",
        "like_month": "GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]*'",
        "like_day": "GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'",
    },
    "postgresql": {
        "like_year": "~ '^[0-9]{4}'",
        "like_month": "~ '^[0-9]{4}-[0-9]{2}'",
        "like_day": "~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}'",
    },
}
# The attributions of the newest reading of each document, with their words. "marks" are words
# that stand for the other values, so that the full text index finds by them too.
STATEMENT = """
CREATE VIEW statement AS
SELECT a.id, d.key || '-' || a.mark AS key, d.key AS document, d.uri, d.title, d.outlet,
  d.published, d.language, a.said, a.speaker, a.identity, a.kind, a.act, a.mode, a.factuality,
  a.confidence, {source} AS source, {cue} AS cue, {content} AS content,
  {addressee} AS addressee,
  'mode' || a.mode || coalesce(' act' || a.act, '') || coalesce(' identity' || a.identity, '')
  || coalesce(' kind' || replace(a.kind, '-', ''), '') || coalesce(' ' || {responses}, '')
  {published} {said} AS marks,
  a.reading, d.id AS document_id
FROM attribution AS a
JOIN reading AS r ON r.id = a.reading
JOIN document AS d ON d.id = r.document AND d.reading = r.id"""

FULL_TEXT = {
    "sqlite": (
        """
CREATE VIRTUAL TABLE document_fts USING fts5 (
  title, text, content="document", content_rowid="id",
  tokenize="unicode61 remove_diacritics 2")""",
        """
CREATE VIRTUAL TABLE attribution_fts USING fts5 (
  content, source, speaker, outlet, marks, content="statement", content_rowid="id",
  columnsize=0, tokenize="unicode61 remove_diacritics 2")""",
        # A batch makes one segment, and eight segments are merged at a time: what a batch
        # costs then hardly grows with the ledger.
        "INSERT INTO document_fts (document_fts, rank) VALUES ('hashsize', 16777216)",
        "INSERT INTO document_fts (document_fts, rank) VALUES ('automerge', 8)",
        "INSERT INTO attribution_fts (attribution_fts, rank) VALUES ('hashsize', 16777216)",
        "INSERT INTO attribution_fts (attribution_fts, rank) VALUES ('automerge', 8)",
    ),
    "postgresql": (
        """
CREATE TABLE document_fts (  -- weights: A title, B text
  id BIGINT PRIMARY KEY NOT NULL REFERENCES document (id),
  words TSVECTOR NOT NULL
)""",
        "CREATE INDEX document_fts_words ON document_fts USING gin (words)",
        """
CREATE TABLE attribution_fts (  -- weights: A content, B source, C speaker, D outlet and marks
  id BIGINT PRIMARY KEY NOT NULL REFERENCES attribution (id),
  words TSVECTOR NOT NULL
)""",
        "CREATE INDEX attribution_fts_words ON attribution_fts USING gin (words)",
    ),
}


def upgrade() -> None:
    """Make everything."""
    dialect = op.get_bind().dialect.name
    for sql in (*TABLES, _statement(dialect), *FULL_TEXT[dialect]):
        op.get_bind().exec_driver_sql(_in(dialect, sql))


def _in(dialect: str, sql: str) -> str:
    """Turn the types of SQLite into those of PostgreSQL; texts in order of their characters."""
    if dialect == "sqlite":
        return sql
    sql = sql.replace(" STRICT, WITHOUT ROWID", "").replace(" STRICT", "")
    sql = sql.replace(" TEXT", ' TEXT COLLATE "C"')
    return sql.replace("INTEGER", "BIGINT").replace("REAL", "DOUBLE PRECISION")


def _statement(dialect: str) -> str:
    joined = {"sqlite": "group_concat", "postgresql": "string_agg"}[dialect]
    parts = ("source", "cue", "content", "addressee")
    return STATEMENT.format(
        **{part: WORDS[dialect].format(part=part) for part in parts},
        responses=RESPONSES.format(joined=joined),
        published=DATE.format(date="d.published", y="", **LIKE[dialect]),
        said=DATE.format(date="a.said", y="s", **LIKE[dialect]),
    )
