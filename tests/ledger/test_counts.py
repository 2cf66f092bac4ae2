"""Counts of actors, outlets and events are those of a slow and obvious count, whatever happened."""

from collections import Counter, defaultdict
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import readings
from synthetic import make_reading

from sayso.ledger import (
    add_readings,
    all_readings,
    asking,
    document_key,
    forget,
    open_ledger,
    recount,
    start_run,
    verify,
    writing,
)
from sayso.ledger.counting import day_of
from sayso.ledger.rows import given as as_given
from sayso.ledger.tally import count_uncounted, update_counts, words_of_name
from sayso.records import Actor, Attribution, Hop, Reading
from sayso.text import make_document

NEWER = {"version": "2.0"}


def counted_slowly(ledger):
    """All that is counted, one thing at a time, from the records of the newest readings."""
    actors, citing = defaultdict(list), defaultdict(Counter)
    outlets, days, events = defaultdict(Counter), defaultdict(set), set()
    for reading in all_readings(ledger):
        document = reading.document
        key, day = document_key(document), day_of(document.published)
        for (name, kind, named), part in parts_of(reading).items():
            actors[name, kind].append((key, day, named, part))
        own = document.outlet or host_of(document.uri)
        if own:
            outlets[own].update(documents=1, statements=len(reading.attributions))
            days[own].add(day)
        stations = Counter(name for one in reading.attributions for name in media_in(one, reading))
        stations.pop(own, None)
        for name, times in stations.items():
            outlets[name]["cited"] += times
            if own:
                citing[own, name].update(documents=1, statements=times)
        for number, one in enumerate(reading.events):
            events.add((key, number, one.type, day_of(one.date) or day))
    return {
        "actors": {key: summed(some) for key, some in actors.items()},
        "places": {(*key, one[0], one[1], *numbers(one[3]))
                   for key, some in actors.items() for one in some},
        "words": {(*key, word) for key in actors for word in words_of_name(key[0])},
        "outlets": {
            name: (found["documents"], found["statements"], found["cited"], *span(days[name]))
            for name, found in outlets.items()
        },
        "citing": {key: (c["documents"], c["statements"]) for key, c in citing.items()},
        "events": events,
    }  # fmt: skip


def parts_of(reading):
    """Who has part in how many statements, events and labels, and responses of a reading."""
    known = {one.name: one for one in reversed(reading.actors)}
    found = defaultdict(Counter)

    def note(name, what, kind=None):
        actor = known.get(name)
        kind = actor.kind if actor else kind
        named = actor is not None and actor.identity == "named"
        if name:
            found[name, "" if kind in {None, "unknown"} else kind, named][what] += 1

    for one in reading.attributions:
        note(one.speaker, "statements", one.kind)
    for one in reading.events:
        for name in {*one.actor, *one.recipient}:
            note(name, "told")
    for one in reading.labels:
        note(one.actor, "told")
    for one in reading.responses:
        note(one.actor, "answers")
    return found


def media_in(attribution, reading):
    media = {one.id for one in reading.actors if (one.kind, one.identity) == ("outlet", "named")}
    return {hop.name for hop in attribution.chain[1:]
            if hop.name and (hop.actor is None or hop.actor in media)}  # fmt: skip


def host_of(uri):
    try:
        return urlsplit(uri).hostname if uri and uri.startswith(("http://", "https://")) else None
    except ValueError:
        return None


def numbers(part):
    return part["statements"], part["told"], part["answers"]


def span(days):
    known = sorted(days - {""})
    return (known[0], known[-1]) if known else (None, None)


def summed(some):
    parts = sum((part for *_, part in some), Counter())
    named = sum(named for _, _, named, _ in some)
    return (len(some), named, *numbers(parts), *span({day for _, day, _, _ in some}))


def counted_in(ledger):
    """What the tables have of all that."""
    with asking(ledger) as connection:

        def rows(sql):
            return [tuple(map(as_given, row)) for row in connection.exec_driver_sql(sql)]

        actors = rows("SELECT * FROM actor_count")
        outlets = rows("SELECT * FROM outlet_count")
        who = {number: (name, kind) for number, name, kind, *_ in actors}
        named = {number: name for number, name, *_ in outlets}
        keys = dict(rows("SELECT id, key FROM document"))
        documents = Counter()
        for outlet, _, _, statements in rows("SELECT * FROM outlet_document"):
            documents[named[outlet]] += statements
        assert documents == Counter({o[1]: o[4] for o in outlets if o[3]})
        return {
            "actors": {(name, kind): tuple(rest) for _, name, kind, *rest in actors},
            "places": {(*who[one], keys[document], *rest)
                       for one, document, *rest in rows("SELECT * FROM actor_document")},
            "words": {(*who[one], word) for word, one in rows("SELECT * FROM actor_word")},
            "outlets": {given: tuple(rest) for _, given, _, *rest in outlets},
            "citing": {(named[a], named[b]): tuple(rest)
                       for a, b, *rest in rows("SELECT * FROM citing")},
            "events": {(keys[document], *rest)
                       for document, *rest in rows("SELECT * FROM event_day")},
        }  # fmt: skip


def agree(ledger):
    assert list(recount.faults(ledger)) == []
    assert count_uncounted(ledger) == 0
    assert counted_in(ledger) == counted_slowly(ledger)


def cited(seed, station):
    """A made-up reading whose first statement came through a medium."""
    made = make_reading(seed, statements=4)
    first, *others = made.attributions
    chain = (first.chain[0], Hop(station), *first.chain[1:])
    return replace(made, attributions=(replace(first, chain=chain), *others))


def test_counts_are_right_after_additions_newer_readings_and_forgetting(ledger):
    run = start_run(ledger)
    made = [cited(seed, f"The {'ABC'[seed % 3]} Wire") for seed in range(40)]
    add_readings(ledger, run, made[:25])
    agree(ledger)
    # Read anew, differently: some with fewer statements, some with another outlet's text.
    newer = [replace(cited(n, "Other Wire"), document=made[n].document, produced_by=NEWER)
             for n in range(5, 15)]  # fmt: skip
    add_readings(ledger, run, [*newer, *made[25:]])
    agree(ledger)
    forget(ledger, *(document_key(one.document) for one in made[8:30]))
    agree(ledger)
    forget(ledger, *(document_key(one.document) for one in (*made[:8], *made[30:])))
    assert not any(counted_in(ledger).values())


def test_two_readings_of_one_document_in_one_batch_count_once(ledger):
    made = make_reading(1)
    again = replace(make_reading(2), document=made.document, produced_by=NEWER)
    add_readings(ledger, start_run(ledger), [made, again])
    agree(ledger)


def test_what_was_not_counted_is_counted_later(ledger, monkeypatch):
    """As after a program that was killed: what it stored is found uncounted."""
    made = [make_reading(seed) for seed in range(6)]
    with monkeypatch.context() as patched:
        patched.setattr("sayso.ledger.tally.update_counts", lambda _: 0)
        add_readings(ledger, start_run(ledger), made)
        add_readings(ledger, start_run(ledger), [replace(made[0], produced_by=NEWER)])
        forget(ledger, document_key(made[1].document))
    assert count_uncounted(ledger) == 5
    assert counted_in(ledger)["actors"] == {}
    assert update_counts(ledger) == 5
    agree(ledger)


# Names from a few, so that documents share them.
_names = st.sampled_from(["Ünal", "the mayor", "\udc80", "a\x00b", "Red Cross", ""])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(readings, _names, st.sampled_from("abcdefg")), max_size=6),
    st.data(),
)
def test_counts_are_right_for_readings_of_every_shape(tmp_path_factory, some, data):
    folder = tmp_path_factory.mktemp("counts")
    with open_ledger(folder / "ledger.db") as ledger:
        run = start_run(ledger)
        made = [_with(reading, name, text) for reading, name, text in some]
        for one in made:
            add_readings(ledger, run, [one])
        agree(ledger)
        keys = sorted({document_key(one.document) for one in made})
        gone = data.draw(st.lists(st.sampled_from(keys), unique=True)) if keys else []
        if gone:
            forget(ledger, *gone)
        agree(ledger)


def _with(reading, name, text):
    """The same with a document that others may share, and somebody who speaks in several."""
    document = make_document(text, uri="https://news.example/1", outlet=reading.document.outlet)
    told = Attribution("x", (), (), ((0, 1),), speaker=name, chain=(Hop("o"), Hop(name)))
    return replace(
        reading,
        document=replace(document, published=reading.document.published),
        attributions=(*reading.attributions, told),
        actors=(*reading.actors, Actor("q", name, "outlet", "named")),
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Vladimir Putin", {"vladimir", "putin"}),
        ("Nigeria Labour Congress", {"nigeria", "labour", "congress", "nlc"}),
        ("the Ministry of Defence of Kest", {"the", "ministry", "of", "defence", "kest", "mdk"}),
        ("Ünal", {"unal"}),
    ],
)
def test_words_a_name_is_found_by(name, words):
    assert words_of_name(name) == words


def test_an_outlet_that_documents_do_not_name_is_the_host_of_their_address(ledger):
    document = make_document("One. Two.", uri="https://www.saltmarsh.example:8080/a?b")
    add_readings(ledger, start_run(ledger), [Reading(document, ())])
    assert set(counted_in(ledger)["outlets"]) == {"www.saltmarsh.example"}
    agree(ledger)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            "UPDATE actor_document SET told = told + 1 WHERE document = 2",
            "counted of its actors is not",
        ),
        ("DELETE FROM actor_document WHERE document = 2", "counted of its actors is not"),
        ("UPDATE outlet_document SET day = '' WHERE document = 2", "counted of its outlet is not"),
        ("UPDATE event SET actor = '[' WHERE reading = 2", "cannot be counted"),
        ("DELETE FROM event_day WHERE document = 2", "counted of its events is not"),
        ("INSERT INTO event_day VALUES (99, 0, 'AID', '')", "its count(*) is 6, not 5"),
        ("UPDATE actor_count SET statements = statements + 1 WHERE id = 1", "row 1 is not the sum"),
        ("UPDATE outlet_count SET documents = documents + 1 WHERE id = 1", "row 1 is not the sum"),
        ("UPDATE citing SET statements = statements + 1", "its sum(statements) is 10, not 5"),
        ("UPDATE outlet_count SET cited = cited + 1 WHERE id = 1", "its sum(cited) is"),
    ],
)
def test_counts_that_are_wrong_are_told(ledger, change, told):
    add_readings(ledger, start_run(ledger), [one_cited(seed) for seed in range(5)])
    agree(ledger)
    with writing(ledger) as connection:
        connection.exec_driver_sql(change)
    assert any(told in one.what for one in verify(ledger))


def one_cited(seed):
    """A made-up reading in which one statement came through one medium, and nobody is one."""
    made = cited(seed, "The ABC Wire")
    return replace(made, actors=tuple(replace(one, kind="person") for one in made.actors))


def test_a_check_while_others_write_tells_of_no_faults(ledger, monkeypatch):
    run = start_run(ledger)
    add_readings(ledger, run, [make_reading(seed) for seed in range(3)])
    checked = recount._sum_faults

    def meanwhile(connection):
        add_readings(ledger, run, [make_reading(9)])
        return checked(connection)

    monkeypatch.setattr(recount, "_sum_faults", meanwhile)
    assert list(recount.faults(ledger)) == []
    monkeypatch.undo()
    agree(ledger)
