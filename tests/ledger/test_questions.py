"""Lists of actors, outlets, events and runs: what is found, in which order, page by page."""

from dataclasses import replace

import pytest
from synthetic import make_reading

from sayso.errors import LedgerError, NotInLedger
from sayso.ledger import (
    Filter,
    add_readings,
    all_readings,
    attribution_keys,
    document_key,
    find_skipped,
    find_statements,
    finish_run,
    forget,
    start_run,
)
from sayso.ledger.actors import (
    ActorFilter,
    actor_facets,
    actors_named,
    find_actors,
    months_of,
    statements_of,
)
from sayso.ledger.counting import day_of
from sayso.ledger.events import EventFilter, event_facets, find_events
from sayso.ledger.facets import statement_facets
from sayso.ledger.outlets import find_outlets, get_outlet
from sayso.ledger.runs import find_runs, get_run
from sayso.ledger.told import told_of
from sayso.records import Actor, Attribution, Event, Hop, Label, Party, Reading, Response, Skipped
from sayso.text import make_document


def every(ask, **asked):
    """All things of a list, three to a page; no page is longer, and none is empty but the last."""
    found, cursor = [], None
    while True:
        page = ask(limit=3, cursor=cursor, **asked)
        assert len(page.items) <= 3
        found += page.items
        cursor = page.cursor
        if cursor is None:
            return found
        assert page.items


@pytest.fixture
def filled(ledger):
    add_readings(ledger, start_run(ledger), [make_reading(n, statements=6) for n in range(40)])
    return ledger


def report(number, *, outlet="The Kest Courier", day="2025-03-14", told=(), events=(), **known):
    """A report in which actors of some names and kinds say a sentence each."""
    lines = [f"{name} said so." for name, _ in told] or ["Nothing."]
    document = make_document(
        "\n".join(lines), uri=f"https://{number}.example/a", outlet=outlet, published=day
    )
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines))]
    spoken = [
        Attribution(
            f"a{n}", ((start, start + len(name)),), (), ((start + len(name) + 6, start + len(name) + 8),),
            speaker=name, kind=kind, identity="named", act="say",
            chain=(Hop(outlet), *known.get("through", ()), Hop(name, f"p{n}")),
        )
        for n, ((name, kind), start) in enumerate(zip(told, starts, strict=False))
    ]  # fmt: skip
    actors = [Actor(f"p{n}", name, kind, "named", None, ((start, start + len(name)),))
              for n, ((name, kind), start) in enumerate(zip(told, starts, strict=False))]  # fmt: skip
    return Reading(document, tuple(spoken), tuple(actors), known.get("responses", ()),
                   tuple(events), {"version": "1"}, known.get("labels", ()))  # fmt: skip


def event(actor, recipient=(), *, kind="ASSAULT", date=None, attribution=None, **known):
    return Event(kind, None, (actor,), tuple(recipient), (), None, date, ((0, 4),), attribution,
                 known.get("polarity", "+"), "actual", parties=known.get("parties", ()))  # fmt: skip


def store(ledger, *made):
    add_readings(ledger, start_run(ledger), made)


# Actors


def test_actors_come_with_most_statements_first_each_once(filled):
    found = every(lambda **page: find_actors(filled, **page))
    assert [one.statements for one in found] == sorted((o.statements for o in found), reverse=True)
    assert len({(one.name, one.kind) for one in found}) == len(found)
    said = [one for r in all_readings(filled) for one in r.attributions]
    assert sum(one.statements for one in found) == len(said)


def test_actors_are_found_by_words_beginnings_and_initials(ledger):
    names = ["Ünal Kest", "Kest Harbour Union", "Harbour Union", "Nigeria Labour Congress"]
    store(ledger, report(1, told=[(name, "organisation") for name in names]))

    def found(words, **asked):
        return {one.name for one in find_actors(ledger, ActorFilter(words, **asked)).items}

    assert found("kest") == {"Ünal Kest", "Kest Harbour Union"}
    assert found("UNAL") == {"Ünal Kest"}
    assert found("union harbour") == {"Kest Harbour Union", "Harbour Union"}
    assert found("harb*") == {"Kest Harbour Union", "Harbour Union"}
    assert found("nlc") == {"Nigeria Labour Congress"}
    assert found("kest", kind="person") == set()
    with pytest.raises(LedgerError, match="no word"):
        found("…")


def test_many_actors_of_a_word_are_found_as_few_are(ledger, monkeypatch):
    told = [(f"Union {n}", "group") for n in range(7)]
    store(ledger, report(1, told=told), report(2, told=told[3:]))
    few = every(lambda **page: find_actors(ledger, ActorFilter("union"), **page))
    monkeypatch.setattr("sayso.ledger.actors.FEW", 2)
    assert every(lambda **page: find_actors(ledger, ActorFilter("union"), **page)) == few
    assert every(lambda **page: find_actors(ledger, ActorFilter("uni*"), **page)) == few
    assert len(few) == 7


def test_actors_of_a_kind_and_only_proper_names(ledger):
    made = report(1, told=[("Ann Orr", "person"), ("Union", "group"), ("the mayor", "person")])
    role = replace(made.actors[2], identity="role")
    store(ledger, replace(made, actors=(*made.actors[:2], role)))
    people = find_actors(ledger, ActorFilter(kind="person")).items
    assert {one.name for one in people} == {"Ann Orr", "the mayor"}
    named = find_actors(ledger, ActorFilter(named=True)).items
    assert {one.name for one in named} == {"Ann Orr", "Union"}
    assert actor_facets(ledger).counts["kind"] == (("person", 2), ("group", 1))


def test_a_cursor_is_of_its_list_only(filled):
    cursor = find_actors(filled, limit=1).cursor
    for ask in (
        lambda: find_actors(filled, ActorFilter(kind="person"), cursor=cursor),
        lambda: find_outlets(filled, cursor=cursor),
        lambda: find_events(filled, cursor=cursor),
        lambda: find_runs(filled, cursor="nonsense"),
    ):
        with pytest.raises(LedgerError, match="no cursor of this list"):
            ask()


def test_what_an_actor_says_is_found_page_by_page(filled):
    name = find_actors(filled).items[0].name
    actors = actors_named(filled, name)
    found = every(lambda **page: statements_of(filled, actors, **page))
    assert found
    expected = {key for r in all_readings(filled)
                for key, one in zip(attribution_keys(r), r.attributions, strict=True)
                if one.speaker == name}  # fmt: skip
    assert [one.key for one in found] == list(dict.fromkeys(one.key for one in found))
    assert {one.key for one in found} == expected


def test_a_page_may_end_amid_a_report(ledger):
    store(
        ledger,
        report(1, told=[("Ann Orr", "person")] * 7),
        report(2, told=[("Ann Orr", "person")] * 4),
    )
    actors = actors_named(ledger, "Ann Orr")
    found = every(lambda **page: statements_of(ledger, actors, **page))
    assert len({one.key for one in found}) == len(found) == 11
    cursor = statements_of(ledger, actors, limit=2).cursor
    forget(ledger, "https://2.example/a")
    assert len(statements_of(ledger, actors, cursor=cursor).items) == 7


def test_nobody_of_a_name_is_told_so(ledger):
    with pytest.raises(NotInLedger, match="nobody named Ann Orr"):
        actors_named(ledger, "Ann Orr")


def test_what_is_told_of_an_actor(ledger):
    said = [("Ann Orr", "person"), ("Bo Lund", "person")]
    store(
        ledger,
        report(
            1, told=said,
            events=[event("Ann Orr", ["Bo Lund"], attribution="a1"), event("Cy Dahl", ["Ed"])],
            labels=(Label("Ann Orr", "liar", "Bo Lund", "+", "a1", ((0, 3),)),
                    Label("Bo Lund", "hero", "The Kest Courier", "+", None, ((0, 3),))),
            responses=(Response("Ann Orr", "denied", "a1", ((0, 3),)),),
        ),
    )  # fmt: skip
    told = told_of(ledger, actors_named(ledger, "Ann Orr"))
    assert [(one.event.recipient, one.by) for one in told.events] == [(("Bo Lund",), "Bo Lund")]
    assert [one.label.label for one in told.labels] == ["liar"]
    (answer,) = told.responses
    assert answer.content == "so"
    assert answer.statement == told.events[0].statement
    assert told.exact
    assert told.of == 1


def test_months_of_an_actor(ledger):
    for number, day in enumerate(("2025-03-14", "2025-03-20T10:00", "2024", None)):
        store(ledger, report(number, day=day, told=[("Ann Orr", "person")] * (number + 1)))
    found = months_of(ledger, actors_named(ledger, "Ann Orr"))
    assert [(one.month, one.documents, one.statements) for one in found] == [
        (None, 1, 4), ("2024", 1, 3), ("2025-03", 2, 3)
    ]  # fmt: skip


# Outlets


def test_outlets_of_one_name_are_one(ledger):
    store(ledger, report(1, outlet="www.thehindu.com"), report(2, outlet="The Hindu", day="2024-01-02"),
          report(3, outlet="Kest Radio"))  # fmt: skip
    first, second = find_outlets(ledger).items
    assert (first.name, first.documents, first.first, first.last) == (
        "The Hindu", 2, "2024-01-02", "2025-03-14",
    )  # fmt: skip
    assert set(first.given) == {"www.thehindu.com", "The Hindu"}
    assert second.name == "Kest Radio"
    assert get_outlet(ledger, "thehindu.com").outlet == first
    assert find_outlets(ledger, words="hindu").items == (first,)


def test_outlets_come_page_by_page(filled):
    found = every(lambda **page: find_outlets(filled, **page))
    assert [one.documents for one in found] == sorted((o.documents for o in found), reverse=True)
    assert sum(one.documents for one in found) == 40


def test_whom_an_outlet_cites_and_circles(ledger):
    def citing(number, outlet, other):
        return report(number, outlet=outlet, told=[("Ann Orr", "person")], through=(Hop(other),))

    store(ledger, citing(1, "Kest Radio", "Tide Post"), citing(2, "Tide Post", "Kest Radio"),
          citing(3, "Tide Post", "Saltmarsh Wire"), citing(4, "Saltmarsh Wire", "Kest Radio"),
          citing(5, "Kest Radio", "Tide Post"))  # fmt: skip
    shown = get_outlet(ledger, "Kest Radio")
    assert [(one.name, one.documents, one.statements) for one in shown.cites] == [
        ("Tide Post", 2, 2)
    ]
    assert [one.name for one in shown.cited_by] == ["Saltmarsh Wire", "Tide Post"]
    assert shown.outlet.cited == 2
    assert shown.cycles == (
        ("Kest Radio", "Tide Post"), ("Kest Radio", "Tide Post", "Saltmarsh Wire")
    )  # fmt: skip
    with pytest.raises(NotInLedger, match="no outlet Elm Street News"):
        get_outlet(ledger, "Elm Street News")


# Events


def test_events_come_newest_documents_first_each_once(filled):
    found = every(lambda **page: find_events(filled, **page))
    expected = [(document_key(r.document), n) for r in reversed(list(all_readings(filled)))
                for n, _ in enumerate(r.events)]  # fmt: skip
    assert [(one.document, one.number) for one in found] == expected


@pytest.fixture
def acted(ledger):
    syrian = Party("rebels", "SYR")
    store(
        ledger,
        report(1, told=[("Ann Orr", "person")], events=[
            event("Ann Orr", ["Bo Lund"], date="2025-03-12", attribution="a0"),
            event("rebels", kind="PROTEST", parties=(syrian,)),
        ]),
        report(2, outlet="Tide Post", day="2024-05-06", events=[
            event("Bo Lund", ["Ann Orr"], polarity="-"), event("rebels", ["police"]),
        ]),
    )  # fmt: skip
    return ledger


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["2:0", "2:1", "1:0", "1:1"]),
        ({"types": ("PROTEST",)}, ["1:1"]),
        ({"actor": "orr"}, ["1:0"]),
        ({"recipient": "orr"}, ["2:0"]),
        ({"party": "orr"}, ["2:0", "1:0"]),
        ({"party": "SYR"}, ["1:1"]),
        ({"actor": "lund", "recipient": "orr"}, ["2:0"]),
        ({"actor": "nobody"}, []),
        ({"outlet": "Tide Post"}, ["2:0", "2:1"]),
        ({"outlet": "Elsewhere"}, []),
        ({"since": "2025"}, ["1:0", "1:1"]),
        ({"since": "2025-03-13"}, ["1:1"]),
        ({"until": "2024-05"}, ["2:0", "2:1"]),
        ({"polarity": "-"}, ["2:0"]),
        ({"modality": "planned"}, []),
        ({"types": ("ASSAULT",), "outlet": "The Kest Courier", "since": "2025"}, ["1:0"]),
    ],
)
@pytest.mark.parametrize("few", [5_000, 0], ids=["listed", "looked through"])
def test_events_are_found_by_what_is_asked(acted, asked, found, few, monkeypatch):
    monkeypatch.setattr("sayso.ledger.events._FEW", few)
    names = {document_key(r.document): r.document.uri[8] for r in all_readings(acted)}
    page = find_events(acted, EventFilter(**asked))
    assert [f"{names[one.document]}:{one.number}" for one in page.items] == found
    facets = event_facets(acted, EventFilter(**asked))
    assert facets.exact
    assert facets.of == len(found)


def test_an_event_tells_whose_word_it_is(acted):
    own, _, told, _ = find_events(acted).items
    assert (own.by, own.statement, own.text) == ("Tide Post", None, "Noth")
    assert (told.by, told.day) == ("Ann Orr", "2025-03-12")
    (statement,) = find_statements(acted, Filter(speaker="Ann Orr")).items
    assert told.statement == statement.key


def test_a_page_of_events_looks_through_so_many_documents_and_goes_on_behind(acted, monkeypatch):
    monkeypatch.setattr("sayso.ledger.events._FEW", 0)
    monkeypatch.setattr("sayso.ledger.events._WINDOW", 1)
    wanted = EventFilter(types=("PROTEST",))
    short = find_events(acted, wanted)
    assert short.items == ()
    assert not event_facets(acted, wanted).exact
    found = find_events(acted, wanted, cursor=short.cursor)
    assert [one.event.type for one in found.items] == ["PROTEST"]
    assert found.cursor is None


# Counts of values


def test_values_of_statements_are_counted(filled):
    said = [(one, r.document) for r in all_readings(filled) for one in r.attributions]
    facets = statement_facets(filled, Filter(act="deny"))
    denied = [(one, document) for one, document in said if one.act == "deny"]
    assert facets.exact
    assert facets.of == len(denied)
    for mode, count in facets.counts["mode"]:
        assert count == sum(one.mode == mode for one, _ in denied)
    for year, count in facets.counts["year"]:
        assert count == sum(day_of(document.published)[:4] == year for _, document in denied)
    assert dict(statement_facets(filled).counts["act"])["deny"] == len(denied)


def test_values_are_counted_among_the_newest_where_there_are_many(filled, monkeypatch):
    monkeypatch.setattr("sayso.ledger.facets.AMONG", 10)
    monkeypatch.setattr("sayso.ledger.facets.facets_of.__defaults__", (10,))
    facets = statement_facets(filled)
    assert (facets.of, facets.exact) == (10, False)
    newest = find_statements(filled, limit=10).items
    assert dict(facets.counts["act"])[newest[0].act] == sum(
        one.act == newest[0].act for one in newest
    )


# Runs


def test_runs_tell_what_they_took_in(ledger):
    first = start_run(ledger, settings={"threads": 1}, command="sayso add a/")
    add_readings(ledger, first, [make_reading(1), Skipped("a.pdf", "no text in it")])
    finish_run(ledger, first)
    second = start_run(ledger)
    again = replace(make_reading(1), produced_by={"version": "2"})
    add_readings(ledger, second, [again, Skipped("b.pdf", "empty"), Skipped("c.pdf", "empty")])
    found = every(lambda **page: find_runs(ledger, **page))
    assert [(one.id, one.documents, one.readings, one.skipped) for one in found] == [
        (second, 0, 1, 2), (first, 1, 1, 1),
    ]  # fmt: skip
    assert found[1].settings == {"threads": 1}
    assert get_run(ledger, first).command == "sayso add a/"
    assert found[0].finished is None
    assert [one.uri for one in find_skipped(ledger, run=second).items] == ["c.pdf", "b.pdf"]
    assert [one.uri for one in find_skipped(ledger).items] == ["c.pdf", "b.pdf", "a.pdf"]
    with pytest.raises(NotInLedger, match="no run 9"):
        get_run(ledger, 9)
