"""Keep claims up to date with the documents of a ledger: only what new ones touch is made anew.

For each document that has not been compared, in the order of taking in:

1. its *telling* words and *fingerprint* find the documents it may have something in common
   with: a bounded number, however large the ledger is;
2. its propositions are compared with theirs, and what is alike is noted both ways;
3. the claims that this touches are taken apart and grouped anew, with their origins.

A batch of documents is one transaction: a program that is killed leaves the ledger as it was
after the last batch. Claims are derived: ``forget`` and newer readings withdraw what a document
had part in, and the rest is compared again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Final, NamedTuple

import sqlalchemy as sa

from sayso.ledger import claimrows, rows, schema
from sayso.ledger.derived import chosen, count_waiting, drop_claims, take_back, waiting, withdraw
from sayso.ledger.insert import next_id
from sayso.ledger.judgement import in_force
from sayso.ledger.ledger import Ledger, writing
from sayso.ledger.near import Bounds, sharing
from sayso.ledger.readings import parts_of, put_together
from sayso.ledger.rows import actor_keys, attribution_keys
from sayso.ledger.tally import update_counts
from sayso.records import Claim, Reading, Syndication
from sayso.resolve.actor import ActorCard
from sayso.resolve.claims import group as grouped
from sayso.resolve.claims import like_pairs, make_claim, order_key
from sayso.resolve.fingerprint import FULL, bands, candidates, sketch
from sayso.resolve.likeness import load_weights
from sayso.resolve.origin import Context, Judged, actor_cards
from sayso.resolve.stated import Stated, stated_in
from sayso.resolve.story import COMMON, DAYS, Signature, neighbours, signature_of
from sayso.resolve.syndication import compare

BATCH: Final = 8  # documents in one transaction
_NEAR_DAYS: Final = 30  # where a word is common, it is looked up within these
_WORDS: Final = 3  # telling words a candidate shares at least
_CANDIDATES: Final = 96  # documents that may be neighbours
_KEPT: Final = 1000  # readings kept at hand

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class AtHand:
    """What is at hand while documents are compared: readings by the documents' ids.

    ``size``: how many documents have been compared: how much a word tells goes by it.
    """

    connection: sa.Connection
    readings: dict[int, Reading]
    stated: dict[int, list[Stated]]
    cards: dict[int, dict[str, ActorCard]]
    keys: dict[int, dict[str, str]]
    size: int = 0

    def fetch(self, documents: Iterable[int]) -> None:
        """Have the readings of some documents at hand, and drop old ones if they are many."""
        needed = list(dict.fromkeys(documents))
        wanted = [one for one in needed if one not in self.readings]
        if len(self.readings) + len(wanted) > _KEPT:
            self._drop(keep=set(needed))
        for number, reading in _readings(self.connection, wanted):
            self.readings[number] = reading
            self.stated[number] = list(stated_in(reading))

    def _drop(self, keep: Collection[int]) -> None:
        """Drop the older half of what is at hand."""
        for one in [one for one in self.readings if one not in keep][: _KEPT // 2]:
            for held in (self.readings, self.stated, self.cards, self.keys):
                held.pop(one, None)

    def cards_of(self, document: int) -> dict[str, ActorCard]:
        """Return the cards of a document's actors by their names; made once."""
        if document not in self.cards:
            self.cards[document] = _cards(self.readings[document])
        return self.cards[document]

    def keys_of(self, document: int) -> dict[str, str]:
        """Return the ledger's keys of a document's attributions by their names within it."""
        if document not in self.keys:
            self.keys[document] = _keys(self.readings[document])
        return self.keys[document]


def update_claims(ledger: Ledger, *, progress: Progress | None = None) -> int:
    """Bring the claims up to date; return how many documents were compared.

    Args:
        ledger: which.
        progress: called after each batch with how many documents are done, and of how many.

    Raises:
        LedgerError: the database refuses; what was done before is kept.
    """
    update_counts(ledger)  # of what an earlier version or a killed program has left uncounted
    done, last, whole = 0, 0, count_waiting(ledger)
    hand = None
    while whole:
        with writing(ledger) as connection:
            # Behind the last ones first: only at the end is all looked through once more.
            documents = _next_documents(connection, last) or _next_documents(connection, 0)
            if not documents:
                return done
            hand = (
                replace(hand, connection=connection) if hand else AtHand(connection, {}, {}, {}, {})
            )
            _compare_batch(hand, documents)
        done, last = done + len(documents), max(documents)
        if progress:
            progress(done, max(whole, done))
    return 0


def _next_documents(connection: sa.Connection, last: int) -> dict[int, int]:
    """Return the next documents to compare, behind one, with their newest readings."""
    query = waiting().where(schema.document.c.id > last).limit(BATCH)
    return {row.id: row.reading for row in connection.execute(query)}


def heed(ledger: Ledger, kind: str, keys: Collection[str]) -> None:
    """Have claims follow what people have judged of two things, or taken back.

    Args:
        ledger: which.
        kind: "claim" (or a place of one), "actor", …
        keys: of both.
    """
    if kind == "claim":
        regroup(ledger, keys)
    else:
        compare_again(ledger, keys)


def compare_again(ledger: Ledger, keys: Iterable[str]) -> None:
    """Have the documents of some actors compared anew: a person has judged who they are.

    Args:
        ledger: which.
        keys: of actors (or documents); what is no key of a document here is passed over.
    """
    table = schema.document
    with writing(ledger) as connection:
        names = {key.partition("-")[0] for key in keys}
        query = sa.select(table.c.id).where(table.c.key.in_(names))
        withdraw(connection, set(connection.execute(query).scalars()))


def regroup(ledger: Ledger, keys: Collection[str]) -> None:
    """Group some claims anew, with all that is like their members: a person has judged them.

    Args:
        ledger: which.
        keys: of places; those of no claim's first place are passed over.
    """
    member, table = schema.claim_member, schema.claim
    with writing(ledger) as connection:
        query = sa.select(member.c.document, member.c.proposition).join(
            table, table.c.id == member.c.claim
        )
        rows_ = connection.execute(query.where(table.c.key.in_(keys)))
        places = {(row.document, row.proposition) for row in rows_}
        alike, bar = schema.alike, load_weights().bar
        found = chosen(connection, alike.select(), alike.c.document, {one for one, _ in places})
        near = {
            (row.other, row.counterpart) for row in found
            if row.likeness >= bar and (row.document, row.proposition) in places
        }  # fmt: skip
        _regroup(AtHand(connection, {}, {}, {}, {}), places | near)


def _compare_batch(hand: AtHand, documents: dict[int, int]) -> None:
    connection, done = hand.connection, schema.resolved
    touched = take_back(connection, documents)
    for document in documents:  # another program may have read it anew
        hand.readings.pop(document, None)
        hand.cards.pop(document, None)
        hand.keys.pop(document, None)
    hand.fetch(documents)
    hand.size = connection.execute(sa.select(sa.func.count()).select_from(done)).scalar() or 0
    for document, reading in documents.items():
        touched |= _compare_one(hand, document)
        connection.execute(done.insert(), {"document": document, "reading": reading})
        hand.size += 1
    _regroup(hand, touched)


def _compare_one(hand: AtHand, document: int) -> set[tuple[int, int]]:
    """Compare one document with its like; return the propositions that are alike to some."""
    hand.fetch([document])
    reading = hand.readings[document]
    near = _near(hand, document, signature_of(reading))
    _note_copies(hand, document)
    hand.fetch([document, *near])
    place = {one.key: (document, n) for n, one in enumerate(hand.stated[document])}
    for other in near:
        place |= {one.key: (other, n) for n, one in enumerate(hand.stated[other])}
    others = [(hand.stated[other], nearness) for other, nearness in near.items()]
    likes = like_pairs(hand.stated[document], others)
    pairs = [(*place[a], *place[b], like) for (a, b), like in likes.items()]
    found = {(*pair[:2], *pair[2:4]): pair[4] for pair in pairs}
    both = [*((*key, like) for key, like in found.items()),
            *((*key[2:], *key[:2], like) for key, like in found.items())]  # fmt: skip
    if both:
        columns = schema.alike.columns.keys()
        hand.connection.execute(
            schema.alike.insert(), [dict(zip(columns, row, strict=True)) for row in both]
        )
    return {key[:2] for key in found} | {key[2:] for key in found}


def _near(hand: AtHand, document: int, signature: Signature) -> dict[int, float]:
    """Note the telling words of a document and return its neighbours, with how near they are."""
    connection, day, table = hand.connection, signature.day, schema.telling
    wide, near = (None if day is None else (day - days, day + days) for days in (DAYS, _NEAR_DAYS))
    bounds = Bounds(wide, near, COMMON, _WORDS, _CANDIDATES)
    counts, shared = sharing(connection, signature.words, bounds)
    others = [Signature(str(one.document), one.words, one.day) for one in shared]
    rows_ = [
        {"word": word, "day": day or 0, "document": document, "place": place}
        for place, word in enumerate(signature.words)
    ]
    if rows_:
        connection.execute(table.insert(), rows_)
    found = neighbours(signature, others, counts, hand.size + 1)
    return {int(name): near for name, near in found.items()}


def _note_copies(hand: AtHand, document: int) -> None:
    """Note which documents share text with one, found by its fingerprint."""
    connection, table = hand.connection, schema.fingerprint
    numbers = bands(sketch(hand.readings[document].document.text))
    query = sa.select(table.c.number, table.c.document).where(table.c.number.in_(numbers))
    found = [(row.number, str(row.document)) for row in connection.execute(query)]
    many: dict[int, int] = {}
    for number, _ in found:
        many[number] = many.get(number, 0) + 1
    rows_ = [{"number": n, "document": document} for n in numbers if many.get(n, 0) < FULL]
    if rows_:
        connection.execute(table.insert(), rows_)
    others = [int(name) for name in candidates(found) if int(name) != document]
    hand.fetch([document, *others])
    for other in others:
        copy = compare(hand.readings[other].document, hand.readings[document].document)
        if copy:
            line = rows.stored_json(asdict(copy))
            connection.execute(
                schema.syndication.insert(), {"first": other, "second": document, "found": line}
            )


def _regroup(hand: AtHand, touched: Collection[tuple[int, int]]) -> None:
    """Take apart the claims of some propositions and group them anew with these."""
    connection, member = hand.connection, schema.claim_member
    documents = {document for document, _ in touched}
    rows_ = list(chosen(connection, member.select(), member.c.document, documents))
    claims = {row.claim for row in rows_ if (row.document, row.proposition) in touched}
    every = chosen(connection, member.select(), member.c.claim, claims)
    places = sorted({*touched, *((row.document, row.proposition) for row in every)})
    drop_claims(connection, claims)
    if not places:
        return
    hand.fetch({document for document, _ in places})
    # Of a document that was read anew and still waits, older places may be no more.
    places = [one for one in places if one[1] < len(hand.stated[one[0]])]
    listed = [(hand.stated[document][n], (document, n)) for document, n in places]
    number = {one.key: place for one, place in listed}
    ordered = [one for one, (document, _) in sorted(
        listed, key=lambda pair: (order_key(hand.readings[pair[1][0]]), pair[1])
    )]  # fmt: skip
    likes = _likes(connection, hand, set(places))
    groups = grouped(ordered, likes, _judged(connection, "claim"))
    _store_claims(hand, [[(one, number[one.key]) for one in some] for some in groups])


def _likes(
    connection: sa.Connection, hand: AtHand, places: Collection[tuple[int, int]]
) -> dict[tuple[tuple[str, str], tuple[str, str]], float]:
    table = schema.alike
    key = {place: hand.stated[place[0]][place[1]].key for place in places}
    found = {}
    for row in chosen(connection, table.select(), table.c.document, {d for d, _ in places}):
        a, b = (row.document, row.proposition), (row.other, row.counterpart)
        if a < b and a in key and b in key:
            low, high = sorted((key[a], key[b]))
            found[low, high] = row.likeness
    return found


def _store_claims(hand: AtHand, groups: Sequence[Sequence[tuple[Stated, tuple[int, int]]]]) -> None:
    connection, start = hand.connection, next_id(hand.connection, schema.claim)
    documents = {document for some in groups for _, (document, _) in some}
    known = _Known(_copies(connection, documents), _given_ids(connection, documents),
                   _judged(connection, "actor"))  # fmt: skip
    numbered = [(number, _claim(hand, some, known)) for number, some in enumerate(groups, start)]
    members = [
        {"document": document, "proposition": n, "claim": number}
        for number, some in enumerate(groups, start) for _, (document, n) in some
    ]  # fmt: skip
    for table, found in (
        (schema.claim, [claimrows.claim_row(number, claim) for number, claim in numbered]),
        (schema.claim_member, members),
        (schema.claim_word, [row for one in numbered for row in claimrows.word_rows(*one)]),
    ):
        if found:
            connection.execute(table.insert(), found)


class _Known(NamedTuple):
    """What is known of some documents beside their readings; by their keys."""

    copies: dict[frozenset[str], Syndication]
    given: dict[str, str]
    judged: Judged


def _claim(hand: AtHand, some: Sequence[tuple[Stated, tuple[int, int]]], known: _Known) -> Claim:
    """Return the claim of a group; documents go by the ids their inputs gave them."""
    held = {one.document: document for one, (document, _) in some}
    readings = {key: hand.readings[document] for key, document in held.items()}
    copies = {pair: copy for pair, copy in known.copies.items() if pair <= held.keys()}
    context = Context(
        {key: reading.document for key, reading in readings.items()},
        {key: hand.cards_of(document) for key, document in held.items()},
        copies, known.judged,
    )  # fmt: skip
    claim = make_claim([one for one, _ in some], context, readings)
    return replace(claim, members=tuple(
        replace(one, document=known.given.get(one.document, one.document),
                attribution=hand.keys_of(held[one.document]).get(one.attribution or ""))
        for one in claim.members
    ))  # fmt: skip


def _cards(reading: Reading) -> dict[str, ActorCard]:
    """Return the cards of a document's actors by name, under the keys judgements go by."""
    keys = dict(zip((one.id for one in reading.actors), actor_keys(reading), strict=True))
    cards = actor_cards(reading)
    return {name: replace(one, key=keys[one.key.rpartition(":")[2]]) for name, one in cards.items()}


def _keys(reading: Reading) -> dict[str, str]:
    """Return the ledger's keys of a reading's attributions by their names within it."""
    names = (one.id for one in reading.attributions)
    return dict(zip(names, attribution_keys(reading), strict=True))


def _given_ids(connection: sa.Connection, documents: Collection[int]) -> dict[str, str]:
    """Return by the keys of documents the ids that their inputs gave them."""
    table = schema.document
    query = sa.select(table.c.key, table.c.given_id).where(table.c.given_id.is_not(None))
    found = chosen(connection, query, table.c.id, documents)
    return {row.key: rows.given(row.given_id) for row in found}


def _judged(connection: sa.Connection, kind: str) -> Judged:
    """Return which actors, or places of claims, people have judged the same or different."""
    table = schema.judgement
    query = in_force().where(table.c.kind == kind, table.c.verdict.in_(("same", "different")))
    return {frozenset((row.target, row.other)): row.verdict for row in connection.execute(query)}


def _copies(
    connection: sa.Connection, documents: Collection[int]
) -> dict[frozenset[str], Syndication]:
    table = schema.syndication
    found = chosen(connection, table.select(), table.c.second, documents)
    copies = [
        claimrows.syndication_of(json.loads(row.found))
        for row in found if row.first in documents
    ]  # fmt: skip
    return {frozenset(copy.documents): copy for copy in copies}


def _readings(connection: sa.Connection, ids: Sequence[int]) -> Iterator[tuple[int, Reading]]:
    table = schema.document
    page = connection.execute(table.select().where(table.c.id.in_(ids))).mappings().all()
    parts = parts_of(connection, [row["reading"] for row in page])
    for row in page:
        reading = put_together(row, row["reading"], parts)
        # Ids that inputs gave may be the same in two of them: a key is one document's.
        yield row["id"], replace(reading, document=replace(reading.document, id=row["key"]))
