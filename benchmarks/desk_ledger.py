"""A ledger to try the desk with, at any size, and how long it takes to answer.

    python benchmarks/desk_ledger.py --make 2000 --ledger /tmp/desk.db
    python benchmarks/desk_ledger.py --ask --ledger /tmp/desk.db      # writes DESK.md

The readings are those of ``benchmarks/ledger.py`` (ten attributions each), with more in them:
every speaker is of one kind, one statement in seven came through another outlet, there are four
events, and now and then a label and a response. Their claims are made up too, for comparing 100,000
documents takes hours: about 1.5 a document, of two to thirty attributions, stored by the same
functions. One document in twenty shares its text with another.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from ledger import Source, timed, zipf
from sayso.ledger import (
    Filter,
    Ledger,
    add_readings,
    attribution_keys,
    document_key,
    finish_run,
    open_ledger,
    schema,
    start_run,
    writing,
)
from sayso.ledger.claimrows import claim_row, word_rows
from sayso.ledger.facets import statement_facets
from sayso.ledger.rows import stored_json
from sayso.records import (
    Actor,
    Attribution,
    Claim,
    Event,
    Hop,
    Label,
    Member,
    Origin,
    Party,
    Reading,
    Response,
    Skipped,
    Syndication,
)
from sayso.views.resources import actors, claims, documents, events, outlets, runs

HERE = Path(__file__).parent
AT_ONCE, ASKED, STATED, SHARED = 1000, 60, 1500, 50
TYPES = """ASSAULT ASSAULT REQUEST ACCUSE COERCE SUPPORT CONCEDE MOBILIZE AGREE AID RETREAT
COOPERATE THREATEN REJECT CONSULT SANCTION PROTEST""".split()
KINDS = "person person person person government organisation group armed-group outlet".split()
ANSWERS = "denied denied confirmed not-denied declined".split()
COUNTRIES = "SYR USA RUS NGA UKR TUR FRA DEU CHN".split()
STANCES = "states states states states denies doubts".split()


class DeskSource(Source):
    """Readings with events, labels, responses and citing, beside the attributions of ``Source``."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        rng = random.Random(seed)
        self.kinds = dict(zip(self.speakers, rng.choices(KINDS, k=len(self.speakers)), strict=True))
        self.cited = rng.choices(self.outlets, cum_weights=zipf(len(self.outlets)), k=10_000)

    def reading(self) -> Reading:
        """Return the next report."""
        made, rng = super().reading(), self.rng
        said = tuple(self._enriched(one) for one in made.attributions)
        cast = {}
        for n, one in enumerate(said):
            cast.setdefault(
                one.speaker, Actor(f"p{n}", one.speaker, one.kind, one.identity, None, one.source)
            )
        labels, answers = (), ()
        if rng.random() < 0.1:
            labels = (Label(said[0].speaker, "terrorists", said[1].speaker, "+", "a1",
                            said[1].content),)  # fmt: skip
        if rng.random() < 0.3:
            answers = (Response(said[2].speaker, rng.choice(ANSWERS), "a3", said[3].content),)
        told = tuple(self._event(said, made.document.published[:10]) for _ in range(4))
        return replace(made, attributions=said, actors=tuple(cast.values()), responses=answers,
                       events=told, labels=labels)  # fmt: skip

    def _enriched(self, one: Attribution) -> Attribution:
        kind = self.kinds[one.speaker]
        if self.rng.random() > 1 / 7:
            return replace(one, kind=kind)
        station = Hop(self.cited[int(self.rng.random() * len(self.cited))])
        return replace(one, kind=kind, chain=(one.chain[0], station, *one.chain[1:]))

    def _event(self, said: Sequence[Attribution], day: str) -> Event:
        rng = self.rng
        who, whom, voice = (said[int(rng.random() * len(said))] for _ in range(3))
        parties = (Party(who.speaker, rng.choice(COUNTRIES), "GOV"), Party(whom.speaker))
        return Event(
            rng.choice(TYPES), None, (who.speaker,), (whom.speaker,), (), "Torez",
            day if rng.random() < 0.3 else None, voice.content, voice.id,
            "-" if rng.random() < 0.03 else "+", "actual", parties=parties,
        )  # fmt: skip


def made_claims(rng: random.Random, readings: Sequence[Reading]) -> Iterator[Claim]:
    """Yield claims of attributions of some readings, none of them in two."""
    places = [(r, n) for r in readings for n in range(len(r.attributions))]
    rng.shuffle(places)
    keys = {id(r): attribution_keys(r) for r in readings}
    waiting = iter(places)
    for _ in range(STATED * len(readings) // AT_ONCE):
        size = min(2 + int(rng.paretovariate(1.2)) - 1, 30)
        members = tuple(
            sorted((_member(rng, r, n, keys[id(r)][n]) for r, n in islice(waiting, size)),
                   key=lambda one: one.published or "")
        )  # fmt: skip
        if len(members) > 1:
            yield Claim(f"{rng.getrandbits(64):016x}", members[0].text, members,
                        tuple(_origins(rng, members)))  # fmt: skip


def _member(rng: random.Random, reading: Reading, number: int, key: str) -> Member:
    document, one = reading.document, reading.attributions[number]
    ((start, end),) = one.content
    return Member(document_key(document), document.uri, document.outlet, document.published, key,
                  one.content, document.text[start:end], rng.choice(STANCES), one.speaker,
                  one.said)  # fmt: skip


def _origins(rng: random.Random, members: Sequence[Member]) -> Iterator[Origin]:
    """Yield origins: those that deny by themselves, the rest alone or two together."""
    for denies in (False, True):
        some = [n for n, one in enumerate(members) if (one.stance == "denies") == denies]
        while some:
            taken, some = some[: rng.choice((1, 1, 2))], some[2:]
            yield Origin(members[taken[0]].speaker, tuple(taken), (), denies)


def store_claims(ledger: Ledger, rng: random.Random, readings: Sequence[Reading]) -> None:
    """Store made-up claims and shared texts of readings just added."""
    with writing(ledger) as connection:
        query = sa.select(schema.document.c.key, schema.document.c.id, schema.document.c.reading)
        newest = query.order_by(schema.document.c.id.desc()).limit(len(readings))
        numbers = {row.key: (row.id, row.reading) for row in connection.execute(newest)}
        start = (connection.execute(sa.select(sa.func.max(schema.claim.c.id))).scalar() or 0) + 1
        found = list(enumerate(made_claims(rng, readings), start))
        place = {key: n for r in readings for n, key in enumerate(attribution_keys(r))}
        connection.execute(schema.claim.insert(), [claim_row(n, one) for n, one in found])
        connection.execute(schema.claim_member.insert(), [
            {"document": numbers[m.document][0], "proposition": place[m.attribution], "claim": n}
            for n, one in found for m in one.members
        ])  # fmt: skip
        connection.execute(schema.claim_word.insert(), [
            row for n, one in found for row in word_rows(n, one)
        ])  # fmt: skip
        connection.execute(schema.resolved.insert(), [
            {"document": document, "reading": reading} for document, reading in numbers.values()
        ])  # fmt: skip
        connection.execute(schema.syndication.insert(), list(_shared(rng, sorted(numbers.items()))))


def _shared(rng: random.Random, numbers: Sequence[tuple[str, tuple[int, int]]]) -> Iterator[dict]:
    for _ in range(SHARED * len(numbers) // AT_ONCE):
        (a, (first, _)), (b, (second, _)) = sorted(rng.sample(numbers, 2), key=lambda one: one[1])
        copy = Syndication((a, b), (((0, 80), (0, 80)),), ((0, 0, 80),), (0.5, 0.5), (0.4, 0.4),
                           rng.choice(("copy", "excerpt", "rewrite", "passage")))  # fmt: skip
        yield {"first": first, "second": second, "found": stored_json(asdict(copy))}


def make(path: str, size: int) -> None:
    """Bring a ledger to a size."""
    source, rng, began = DeskSource(1), random.Random(2), time.monotonic()
    readings = source.readings()
    with open_ledger(path) as ledger:
        while source.number < size:
            run = start_run(ledger, settings={}, command="python benchmarks/desk_ledger.py")
            some = list(islice(readings, min(AT_ONCE, size - source.number)))
            skipped = [Skipped(f"https://news.example/{run}.pdf", "no text in it")]
            add_readings(ledger, run, [*some, *skipped], batch=AT_ONCE)
            store_claims(ledger, rng, some)
            finish_run(ledger, run)
            print(f"{source.number:,} documents, {time.monotonic() - began:.0f} s", flush=True)
        with ledger.engine.connect() as connection:
            after = {"sqlite": "PRAGMA wal_checkpoint(TRUNCATE)", "postgresql": "ANALYZE"}
            connection.exec_driver_sql(after[ledger.dialect])
            connection.commit()


def sampled_names(ledger: Ledger, rng: random.Random) -> list[str]:
    """Return names of actors from all over a ledger, those of many statements more often."""
    with ledger.engine.connect() as connection:
        last = connection.exec_driver_sql("SELECT max(id) FROM attribution").scalar()
        query = sa.select(schema.attribution.c.speaker)
        return [
            connection.execute(
                query.where(schema.attribution.c.id == rng.randint(1, last))
            ).scalar()
            for _ in range(300)
        ]


def questions(  # noqa: C901 - a table, and the words it picks from
    source: DeskSource, rng: random.Random, names: list[str]
) -> dict[str, Callable[[Ledger], object]]:
    """Return what is asked, by name; each call asks for something else."""

    def speaker() -> str:
        return rng.choice(names)

    def often() -> str:
        return source.speakers[rng.randrange(20)]

    def outlet() -> str:
        return source.outlets[min(int(rng.paretovariate(1)), 200)]

    def common() -> str:
        return source.words[rng.randrange(40)]

    def rare() -> str:
        return source.words[rng.randrange(5_000, 50_000)]

    def month() -> str:
        return f"{rng.randrange(2010, 2026)}-{rng.randrange(1, 13):02}"

    def events_of(**asked: Callable[[], str] | str) -> Callable[[Ledger], object]:
        def ask(ledger: Ledger) -> object:
            given = {name: v() if callable(v) else v for name, v in asked.items()}
            return events.events_payload(ledger, events.EventsQuery(**given))

        return ask

    def claims_of(**asked: object) -> Callable[[Ledger], object]:
        def ask(ledger: Ledger) -> object:
            given = {name: v() if callable(v) else v for name, v in asked.items()}
            return claims.claims_payload(ledger, claims.ClaimsQuery(**given))

        return ask

    def actors_of(**asked: object) -> Callable[[Ledger], object]:
        def ask(ledger: Ledger) -> object:
            given = {name: v() if callable(v) else v for name, v in asked.items()}
            return actors.actors_payload(ledger, actors.ActorsQuery(**given))

        return ask

    def second(ask: Callable, query: Callable) -> Callable[[Ledger], object]:
        return lambda ledger: ask(ledger, query(ask(ledger, query(None))["cursor"]))

    return {
        "actors: all": actors_of(),
        "actors: second page": second(
            actors.actors_payload, lambda cursor: actors.ActorsQuery(cursor=cursor)),
        "actors: of a kind, with counts": actors_of(kind="armed-group", facets=True),
        "actors: a word of a name": actors_of(words=lambda: speaker().split()[0]),
        "actors: a beginning": actors_of(words=lambda: f"{speaker()[:2]}*"),
        "actor: any": lambda ledger: actors.actor_payload(ledger, speaker()),
        "actor: of the twenty most frequent": lambda ledger: actors.actor_payload(ledger, often()),
        "outlets: all": lambda ledger: outlets.outlets_payload(ledger, outlets.OutletsQuery()),
        "outlet": lambda ledger: outlets.outlet_payload(ledger, outlet()),
        "events: newest": events_of(),
        "events: with counts": events_of(facets=True),
        "events: a type": events_of(type=lambda: rng.choice(TYPES)),
        "events: somebody": events_of(party=speaker),
        "events: somebody frequent, a type": events_of(party=often, type="ASSAULT"),
        "events: a country": events_of(actor=lambda: rng.choice(COUNTRIES)),
        "events: an outlet, with counts": events_of(outlet=outlet, facets=True),
        "events: a month": events_of(since=(m := month()), until=m),
        "events: since a day, a type, an outlet": events_of(
            since="2015-03-04", type="AID", outlet=outlet),
        "events: nobody's": events_of(party="zzzz"),
        "statements: counts of all": statement_facets,
        "statements: counts, an act": lambda ledger: statement_facets(ledger, Filter(act="deny")),
        "statements: counts, a common word":
            lambda ledger: statement_facets(ledger, Filter(words=common())),
        "claims: most documents": claims_of(),
        "claims: newest": claims_of(order="newest"),
        "claims: most origins, with counts": claims_of(order="origins", facets=True),
        "claims: a common word": claims_of(about=common),
        "claims: a rare word": claims_of(about=rare),
        "claims: somebody": claims_of(actor=speaker),
        "claims: denied, an outlet, with counts": claims_of(
            denied=True, outlet=outlet, facets=True),
        "claims: ten origins and more": claims_of(least=10),
        "claims: a month, newest": claims_of(since=month, until="2025", order="newest"),
        "claims: denied, a month": claims_of(denied=True, since=(m := month()), until=m),
        "runs": lambda ledger: runs.runs_payload(ledger, runs.RunsQuery()),
        "skipped": lambda ledger: runs.skipped_payload(ledger, runs.SkippedQuery()),
        "documents: newest":
            lambda ledger: documents.documents_payload(ledger, documents.DocumentsQuery()),
    }  # fmt: skip


def ask(path: str) -> list[list[str]]:
    """Return milliseconds of every kind of question: p50 and p95 by the clock, p95 of work."""
    rng, found, source = random.Random(7), [], DeskSource(1)
    gc.freeze()  # millions of words of the source, which no collection need go through
    with open_ledger(path, read_only=True) as ledger:
        for name, question in questions(source, rng, sampled_names(ledger, rng)).items():
            question(ledger)
            taken = [timed(lambda q=question: q(ledger)) for _ in range(ASKED)]
            walls, works = (sorted(1000 * one for one in all_) for all_ in zip(*taken, strict=True))
            high = int(ASKED * 0.95)
            row = [walls[ASKED // 2], walls[high], works[high]]
            print(f"  {name:<42}" + "".join(f"{one:>8.1f}" for one in row), flush=True)
            found.append([name, *(f"{one:.1f}" for one in row)])
    return found


def sizes(path: str) -> str:
    """Return how large a ledger is, in words."""
    with open_ledger(path, read_only=True) as ledger, ledger.engine.connect() as connection:
        counts = [
            f"{connection.exec_driver_sql(f'SELECT count(*) FROM {table}').scalar():,} {name}"
            for table, name in (
                ("document", "documents"), ("attribution", "attributions"),
                ("actor_count", "actors"), ("event_day", "events"), ("claim", "claims"),
            )
        ]  # fmt: skip
        size = {
            "sqlite": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
            "postgresql": "SELECT pg_database_size(current_database())",
        }
        taken = connection.exec_driver_sql(size[ledger.dialect]).scalar()
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[ledger.dialect]
    return f"{name}: {', '.join(counts)}; {taken / 1e9:.2f} GB"


def report(found: dict[str, list[list[str]]]) -> str:
    """Return the figures as a page, a table for each ledger."""
    lines = [
        "# The desk's questions at size", "",
        f"`python benchmarks/desk_ledger.py --ask`, {time.strftime('%Y-%m-%d')}: SQLite "
        f"{sqlite3.sqlite_version}, Python {platform.python_version()}, {os.cpu_count()} cores "
        f"shared with other work (load {os.getloadavg()[2]:.1f}), one process. Made-up ledgers "
        f"(`--make`). Each question was asked {ASKED} times with other words; milliseconds, the "
        "making of the payload included; CPU time is that of this process, without PostgreSQL's.",
    ]  # fmt: skip
    for path, rows in found.items():
        head = ["", "p50", "p95", "p95 of CPU time"]
        cells = [head, ["---", *["---:"] * 3], *rows]
        lines += ["", f"## {sizes(path)}", "", *(f"| {' | '.join(line)} |" for line in cells)]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Make ledgers, or ask them and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ledger", nargs="+", required=True, help="paths, or postgresql://…")
    parser.add_argument("--make", type=int, help="how many documents it shall have")
    parser.add_argument("--ask", action="store_true")
    parser.add_argument("--to", type=Path, default=HERE / "DESK.md")
    options = parser.parse_args()
    if options.make:
        for path in options.ledger:
            make(path, options.make)
    if options.ask:
        found = {path: ask(path) for path in options.ledger}
        options.to.write_text(report(found), encoding="utf-8")


if __name__ == "__main__":
    main()
