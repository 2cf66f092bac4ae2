"""The tables of a ledger, as SQLAlchemy Core knows them; docs/ledger.md explains each.

They are made by the migrations beside this file (a test holds the two together), which also
make what SQLAlchemy has no words for:

* ``statement``: a view of the current reading's attributions with their words, for people and
  for the index below; one row per attribution, same ``id``;
* ``document_fts`` and ``attribution_fts``: full text. FTS5 tables over ``document`` and
  ``statement`` in SQLite, tables with a ``tsvector`` and a GIN index in PostgreSQL.

Spans, lists and chains are JSON in a text column, NULL where there are none. Ids of rows are
integers in the order of taking in: they keep tables compact and new rows at their end. What
people and programs hold on to is ``key``, a hash of what the row is about (``keys``).
"""

from __future__ import annotations

import sqlalchemy as sa

VERSION = "0004"  # of the schema; the newest revision in migrations/versions

# STRICT tables know INTEGER, REAL and TEXT only; "Double" is REAL there.
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Ranges of keys and dates are asked for: by characters, not as a dictionary sorts.
Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
Real: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")

metadata = sa.MetaData()


def _table(name: str, *parts: sa.schema.SchemaItem) -> sa.Table:
    return sa.Table(name, metadata, *parts)


def _text(name: str, *, nullable: bool = True) -> sa.Column[str]:
    return sa.Column(name, Text, nullable=nullable)


def _id() -> sa.Column[int]:
    return sa.Column("id", Id, primary_key=True, autoincrement=False)


def _to(name: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, Id, sa.ForeignKey(target), nullable=nullable)


def _of_reading() -> tuple[sa.Column[int], sa.Column[int]]:
    """A row that stands at place ``number`` of a list of a reading."""
    return (
        sa.Column("reading", Id, sa.ForeignKey("reading.id"), primary_key=True),
        sa.Column("number", Id, primary_key=True),
    )


# One per `sayso add` and the like. finished: NULL while it runs, or if it was killed.
run = _table(
    "run",
    _id(),
    _text("started", nullable=False),
    _text("finished"),
    _text("version", nullable=False),
    _text("settings", nullable=False),
    _text("command"),
)

# What made readings: ``Reading.produced_by`` as it is, once. Same made_by, same words out.
producer = _table(
    "producer",
    _id(),
    sa.Column("key", Text, nullable=False, unique=True),
    _text("produced_by", nullable=False),
)

document = _table(
    "document",
    _id(),
    sa.Column("key", Text, nullable=False, unique=True),
    _text("given_id"),
    _text("uri"),
    _text("outlet"),
    _text("title"),
    _text("byline"),
    _text("credit"),
    _text("dateline"),
    _text("published"),
    _text("language"),
    _text("sha256", nullable=False),
    _text("article"),
    _to("run", "run.id"),
    # The newest reading: derived, the one value of this table that changes.
    sa.Column("reading", Id),
    _text("text", nullable=False),
    sa.Index(
        "document_given_id",
        "given_id",
        sqlite_where=sa.text("given_id IS NOT NULL"),
        postgresql_where=sa.text("given_id IS NOT NULL"),
    ),
    sa.Index("document_article", "article"),
    sa.Index("document_sha256", "sha256"),
    sa.Index("document_outlet", "outlet"),
    sa.Index("document_published", "published"),
    sa.Index("document_run", "run"),
    sa.Index("document_newest", "id", "reading"),  # what waits is looked for without the texts
)

reading = _table(
    "reading",
    _id(),
    _to("document", "document.id"),
    _to("producer", "producer.id"),
    _to("run", "run.id"),
    sa.UniqueConstraint("document", "producer"),
    sa.Index("reading_run", "run"),
)

attribution = _table(
    "attribution",
    _id(),
    _to("reading", "reading.id"),
    _text("mark", nullable=False),
    _text("local", nullable=False),
    _text("speaker"),
    _text("identity"),
    _text("kind"),
    _text("act"),
    _text("mode", nullable=False),
    _text("factuality"),
    _text("said"),
    _text("parent"),
    sa.Column("confidence", Real, nullable=False),
    _text("source"),
    _text("cue"),
    _text("content"),
    _text("addressee"),
    _text("verbatim"),
    _text("chain"),
    _text("why"),
    sa.Index("attribution_reading", "reading"),
)

actor = _table(
    "actor",
    *_of_reading(),
    _text("mark", nullable=False),
    _text("local", nullable=False),
    _text("name", nullable=False),
    _text("kind"),
    _text("identity"),
    _text("country"),
    _text("mentions"),
)

response = _table(
    "response",
    *_of_reading(),
    _text("actor", nullable=False),
    _text("response", nullable=False),
    _text("about"),
    _text("evidence"),
)

event = _table(
    "event",
    *_of_reading(),
    _text("type", nullable=False),
    _text("mode"),
    _text("actor"),
    _text("recipient"),
    _text("items"),
    _text("place"),
    _text("date"),
    _text("evidence"),
    _text("attribution"),
    _text("polarity", nullable=False),
    _text("modality", nullable=False),
    _text("contexts"),
    _text("counts"),
    _text("parties"),
    _text("location"),
    _text("word"),
    sa.Index("event_type", "type"),
)

label = _table(
    "label",
    *_of_reading(),
    _text("actor", nullable=False),
    _text("label", nullable=False),
    _text("called_by"),
    _text("polarity", nullable=False),
    _text("attribution"),
    _text("evidence"),
)

skipped = _table(
    "skipped",
    _id(),
    sa.Column("key", Text, nullable=False, unique=True),
    _text("uri", nullable=False),
    _text("reason", nullable=False),
    _to("run", "run.id"),
    _text("at", nullable=False),
    sa.Index("skipped_run", "run"),
)

judgement = _table(
    "judgement",
    _id(),
    sa.Column("key", Text, nullable=False, unique=True),
    _text("verdict", nullable=False),
    _text("kind", nullable=False),
    _text("target", nullable=False),
    _text("other"),
    _text("value"),
    _text("undoes"),
    _text("by", nullable=False),
    _text("at", nullable=False),
    sa.Index("judgement_target", "target"),
    sa.Index("judgement_other", "other"),
    sa.Index("judgement_undoes", "undoes"),
)

# What documents state clause by clause, and what of it is the same: derived, made again at will.
proposition = _table(
    "proposition",
    sa.Column("reading", Id, sa.ForeignKey("reading.id"), primary_key=True, autoincrement=False),
    sa.Column("packed", sa.LargeBinary, nullable=False),
)

resolved = _table(
    "resolved",
    sa.Column("document", Id, sa.ForeignKey("document.id"), primary_key=True, autoincrement=False),
    _to("reading", "reading.id"),
)

telling = _table(
    "telling",
    sa.Column("word", Text, primary_key=True),
    sa.Column("day", Id, primary_key=True),
    sa.Column("document", Id, sa.ForeignKey("document.id"), primary_key=True),
    sa.Column("place", Id, nullable=False),
    sa.Index("telling_document", "document"),
)

fingerprint = _table(
    "fingerprint",
    sa.Column("number", Id, primary_key=True, autoincrement=False),
    sa.Column("document", Id, sa.ForeignKey("document.id"), primary_key=True),
    sa.Index("fingerprint_document", "document"),
)

syndication = _table(
    "syndication",
    sa.Column("first", Id, sa.ForeignKey("document.id"), primary_key=True),
    sa.Column("second", Id, sa.ForeignKey("document.id"), primary_key=True),
    _text("found", nullable=False),
    sa.Index("syndication_second", "second"),
)

alike = _table(
    "alike",
    sa.Column("document", Id, sa.ForeignKey("document.id"), primary_key=True),
    sa.Column("proposition", Id, primary_key=True),
    sa.Column("other", Id, sa.ForeignKey("document.id"), primary_key=True),
    sa.Column("counterpart", Id, primary_key=True),
    sa.Column("likeness", Real, nullable=False),
    sa.Index("alike_other", "other"),
)

_NARROWED = ("documents", "origins", "denials", "first", "last")
claim = _table(
    "claim",
    _id(),
    sa.Column("key", Text, nullable=False, unique=True),
    _text("text", nullable=False),
    sa.Column("documents", Id, nullable=False),
    sa.Column("outlets", Id, nullable=False),
    sa.Column("origins", Id, nullable=False),
    sa.Column("denials", Id, nullable=False),
    _text("first"),
    _text("last"),
    _text("found", nullable=False),
    # What claims are listed by, each with all that lists are narrowed by: they are walked through.
    *(
        sa.Index(f"claim_{first}", *dict.fromkeys((first, "id", *_NARROWED)))
        for first in ("documents", "origins", "last")
    ),
)

claim_member = _table(
    "claim_member",
    sa.Column("document", Id, sa.ForeignKey("document.id"), primary_key=True),
    sa.Column("proposition", Id, primary_key=True),
    _to("claim", "claim.id"),
    sa.Index("claim_member_claim", "claim"),
)

claim_word = _table(
    "claim_word",
    sa.Column("kind", Text, primary_key=True),
    sa.Column("word", Text, primary_key=True),
    sa.Column("claim", Id, sa.ForeignKey("claim.id"), primary_key=True),
    sa.Index("claim_word_claim", "claim"),
)

# Counts of what the newest readings hold, and what leads from a name to documents: derived.
# Their numbers of documents refer to no table: what is forgotten is taken out by name.
uncounted = _table("uncounted", sa.Column("document", Id, primary_key=True, autoincrement=False))

actor_count = _table(
    "actor_count",
    _id(),
    _text("name", nullable=False),
    _text("kind", nullable=False),  # "" if it is not known
    *(
        sa.Column(name, Id, nullable=False)
        for name in ("documents", "named", "statements", "told", "answers")
    ),
    _text("first"),
    _text("last"),
    sa.UniqueConstraint("name", "kind"),
    sa.Index("actor_count_statements", "statements", "id", "kind", "named"),
)

actor_word = _table(
    "actor_word",
    sa.Column("word", Text, primary_key=True),
    sa.Column("actor", Id, sa.ForeignKey("actor_count.id"), primary_key=True),
    sa.Index("actor_word_actor", "actor"),
)

actor_document = _table(
    "actor_document",
    sa.Column("actor", Id, sa.ForeignKey("actor_count.id"), primary_key=True),
    sa.Column("document", Id, primary_key=True),
    _text("day", nullable=False),  # of publication; "" if it is not known
    *(sa.Column(name, Id, nullable=False) for name in ("statements", "told", "answers")),
)

outlet_count = _table(
    "outlet_count",
    _id(),
    sa.Column("given", Text, nullable=False, unique=True),
    _text("name", nullable=False),
    *(sa.Column(name, Id, nullable=False) for name in ("documents", "statements", "cited")),
    _text("first"),
    _text("last"),
    sa.Index("outlet_count_name", "name"),
)

outlet_document = _table(
    "outlet_document",
    sa.Column("outlet", Id, sa.ForeignKey("outlet_count.id"), primary_key=True),
    sa.Column("document", Id, primary_key=True),
    _text("day", nullable=False),
    sa.Column("statements", Id, nullable=False),
    sa.Index("outlet_document_document", "document"),
)

citing = _table(
    "citing",
    sa.Column("outlet", Id, sa.ForeignKey("outlet_count.id"), primary_key=True),
    sa.Column("station", Id, sa.ForeignKey("outlet_count.id"), primary_key=True),
    sa.Column("documents", Id, nullable=False),
    sa.Column("statements", Id, nullable=False),
    sa.Index("citing_station", "station"),
)

event_day = _table(
    "event_day",
    sa.Column("document", Id, primary_key=True),
    sa.Column("number", Id, primary_key=True),
    _text("type", nullable=False),
    _text("day", nullable=False),  # of the event, else of the report; "" if neither is known
    sa.Index("event_day_type", "type", "document", "number"),
    sa.Index("event_day_day", "day", "type"),
)

# What the migrations write in SQL, for use in queries.
statement = sa.table(
    "statement",
    *(
        sa.column(name)
        for name in (
            "id", "key", "document", "uri", "title", "outlet", "published", "language", "said",
            "speaker", "identity", "kind", "act", "mode", "factuality", "confidence", "source",
            "cue", "content", "addressee", "marks", "reading", "document_id",
        )
    ),
)  # fmt: skip
