"""Finding: the same answers from SQLite and PostgreSQL."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from synthetic import PRODUCED_BY, make_reading

from sayso.errors import LedgerError, NotInLedger
from sayso.ledger import (
    Change,
    Filter,
    Page,
    ShownActor,
    ShownStatement,
    actor_keys,
    add_readings,
    asking,
    attribution_keys,
    changes,
    document_key,
    find_documents,
    find_skipped,
    find_statements,
    forget,
    judge,
    match,
    open_ledger,
    show,
    start_run,
    stats,
    versions,
)
from sayso.records import Actor, Attribution, Hop, Reading, Response, Skipped
from sayso.text import make_document


def report(text, *said, uri="https://news.example/1", responses=(), actors=(), **known):
    """A reading of a text; each of ``said`` is (content, values of the attribution)."""
    document = make_document(text, uri=uri, **known)

    def place(words):
        at = document.text.index(words)
        return ((at, at + len(words)),)

    found = tuple(
        Attribution(f"a{n}", (), (), place(words), **values)
        for n, (words, values) in enumerate(said)
    )
    return Reading(document, found, actors, responses, (), PRODUCED_BY)


FLOODS = report(
    "The minister spoke on Monday. “Floods will come,” Jane Orr said. An officer who would not be"
    " named said the dam had failed. Mr Núñez denied it.",
    ("Floods will come", {"speaker": "Jane Orr", "act": "warn", "mode": "direct",
                          "identity": "named", "kind": "government",
                          "chain": (Hop("The Harbour Post"), Hop("Jane Orr"))}),
    ("the dam had failed", {"speaker": None, "act": "say", "identity": "anonymous",
                            "kind": "armed-group"}),
    ("it", {"speaker": "Luis Núñez", "act": "deny", "identity": "named", "kind": "person",
            "factuality": "CT-", "confidence": 0.5}),
    responses=(Response("Luis Núñez", "denied", "a1", ()),),
    actors=(Actor("p1", "Jane Orr", "person", "named", None, ((48, 56),)),),
    outlet="The Harbour Post", title="Dam in danger", published="2016-01-14T09:00:00+01:00",
)  # fmt: skip
WALLS = report(
    "Ann Orr-Lee said walls would come down. “Governors govern,” she said.",
    ("walls would come down", {"speaker": "Ann Orr-Lee", "act": "say", "identity": "named"}),
    ("Governors govern", {"speaker": "Ann Orr-Lee", "act": "say", "mode": "direct"}),
    uri="https://other.example/2", outlet="Evening Mail", title="Walls", published="2016-02",
)  # fmt: skip
DAM, DENIAL = "the dam had failed", "it"


@pytest.fixture
def filled(ledger):
    add_readings(ledger, start_run(ledger), [FLOODS, WALLS])
    return ledger


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shelf(request, tmp_path_factory):
    """The same as ``filled``, for tests that change nothing: one for all of them."""
    url = str(tmp_path_factory.mktemp("shelf") / "a.db")
    if request.param == "postgresql":
        server = request.getfixturevalue("server")
        engine = sa.create_engine(
            server.replace("postgresql", "postgresql+psycopg", 1).format(database="postgres"),
            isolation_level="AUTOCOMMIT",
        )
        with engine.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE shelf")
        engine.dispose()
        url = server.format(database="shelf")
    with open_ledger(url) as opened:
        add_readings(opened, start_run(opened), [FLOODS, WALLS])
        yield opened


def contents(page):
    return [found.content for found in page.items]


# Statements


def test_everything_is_found_newest_first(shelf):
    page = find_statements(shelf)
    assert contents(page) == [
        "Governors govern",
        "walls would come down",
        "it",
        DAM,
        "Floods will come",
    ]
    assert page.cursor is None


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(words="floods"), ["Floods will come"]),
        (Filter(words="COME will"), ["Floods will come"]),
        (Filter(words='"come will"'), []),
        (Filter(words='"will come"'), ["Floods will come"]),
        (Filter(words="“will come”"), ["Floods will come"]),
        (Filter(words="come"), ["walls would come down", "Floods will come"]),
        (Filter(words="gov*"), ["Governors govern"]),
        (Filter(words="govx*"), []),
        (Filter(words="act*"), []),  # the index's own words are not the report's
        (Filter(words="harbour dam"), [DAM]),
        (Filter(words="núñez"), ["it"]),
        (Filter(words="monday"), []),
        (Filter(speaker="jane orr"), ["Floods will come"]),
        (Filter(speaker="ORR"), ["Governors govern", "walls would come down", "Floods will come"]),
        (Filter(speaker="orr jane"), []),
        (Filter(speaker="Orr-Lee"), ["Governors govern", "walls would come down"]),
        (Filter(speaker="floods"), []),
        (Filter(outlet="harbour post"), ["it", DAM, "Floods will come"]),
        (Filter(outlet="mail"), ["Governors govern", "walls would come down"]),
        (Filter(outlet="orr"), []),
        (Filter(act="warn"), ["Floods will come"]),
        (Filter(mode="direct"), ["Governors govern", "Floods will come"]),
        (Filter(identity="named", act="say"), ["walls would come down"]),
        (Filter(kind="armed-group"), [DAM]),
        (Filter(anonymous=True), [DAM]),
        (Filter(anonymous=True, identity="named"), []),
        (Filter(denied=True), [DAM]),
        (Filter(response="denied", words="dam"), [DAM]),
        (Filter(response="confirmed"), []),
        (Filter(since="2016-01-14", until="2016-01-14"), ["it", DAM, "Floods will come"]),
        (Filter(since="2016-01-15"), ["Governors govern", "walls would come down"]),
        (Filter(until="2016-01"), ["it", DAM, "Floods will come"]),
        (Filter(since="2016-02-02"), []),  # of the month it is not known which day
        (Filter(until="2015"), []),
        (Filter(since="2017"), []),
        (Filter(since="2016", until="2016", act="say", mode="direct"), ["Governors govern"]),
        (Filter(outlet="post", words="come", speaker="orr", act="warn", mode="direct",
                identity="named", kind="government", since="2015-12-30", until="2016-01-20"),
         ["Floods will come"]),
    ],
)  # fmt: skip
def test_a_filter_finds_what_fits_all_of_it(shelf, wanted, found):
    assert contents(find_statements(shelf, wanted)) == found


def test_what_is_found_says_all_about_it(shelf):
    (dam,) = find_statements(shelf, Filter(denied=True)).items
    assert (dam.document, dam.key) == (document_key(FLOODS.document), attribution_keys(FLOODS)[1])
    assert (dam.outlet, dam.title, dam.published) == (
        "The Harbour Post", "Dam in danger", "2016-01-14T09:00:00+01:00")  # fmt: skip
    assert dam.responses == FLOODS.responses
    assert dam.attribution == FLOODS.attributions[1]
    assert DAM in dam.snippet
    (floods,) = find_statements(shelf, Filter(act="warn")).items
    assert floods.chain == ("The Harbour Post", "Jane Orr")
    (denial,) = find_statements(shelf, Filter(act="deny")).items
    assert (denial.factuality, denial.confidence, denial.source) == ("CT-", 0.5, "")


def test_a_newer_reading_is_found_instead_of_the_older(filled):
    newer = replace(FLOODS, attributions=(replace(FLOODS.attributions[0], act="predict"),),
                    responses=(), produced_by={"version": "2"})  # fmt: skip
    add_readings(filled, start_run(filled), [newer])
    assert contents(find_statements(filled, Filter(outlet="harbour"))) == ["Floods will come"]
    assert find_statements(filled, Filter(act="warn")).items == ()
    assert len(find_statements(filled).items) == 3


def test_what_is_forgotten_is_not_found(filled):
    forget(filled, WALLS.document.uri)
    assert find_statements(filled, Filter(words="walls")).items == ()
    assert find_documents(filled, Filter(words="walls")).items == ()


def test_the_best_come_first_where_asked(ledger):
    text = "A storm and much else was spoken of there that day. Storm, storm. The storm came."
    reading = report(text, ("Storm, storm", {}), ("The storm came", {}),
                     ("A storm and much else was spoken of there that day", {}))  # fmt: skip
    add_readings(ledger, start_run(ledger), [reading])
    best = find_statements(ledger, Filter(words="storm"), order="best", limit=2)
    assert contents(best) == ["Storm, storm", "The storm came"]
    rest = find_statements(ledger, Filter(words="storm"), order="best", limit=2, cursor=best.cursor)
    assert contents(rest) == [text[:50]]
    assert rest.cursor is None


# Whatever somebody types


NASTY = ['"', '""', "a AND", "NOT b", "col:x", "speaker:orr", "(", ")", "*", "a*b*", "^a", "-a", "a + b",
         "NEAR(a b)", "'", "a'b", "\\", "a:*", "a & | ! b", "<->", "\x00a", "\udc80a", "%s %(x)s :y ?",
         "{a}", 'ünï* "ñ', "„a“ «b»", "x" * 5000, "a\nb", "’s*", "1.5*", "a_b*", "_"]  # fmt: skip


@pytest.mark.parametrize("words", NASTY)
@pytest.mark.parametrize("name", ["words", "speaker", "outlet", "act", "kind", "response"])
def test_nothing_that_is_typed_breaks_the_search(shelf, name, words):
    wanted = Filter(**{name: words})
    try:
        assert isinstance(find_statements(shelf, wanted), Page)
    except LedgerError as error:
        assert "no word to search for" in str(error)  # noqa: PT017 - either is right


def test_no_text_breaks_the_search(tmp_path):
    with open_ledger(tmp_path / "a.db") as ledger:
        add_readings(ledger, start_run(ledger), [FLOODS, WALLS])

        @settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.text(st.characters(), max_size=20) | st.text('"*()-+:^{}AaNDORT ', max_size=15))
        def check(words):
            for find in (find_statements, find_documents):
                for order in ("newest", "best"):
                    try:
                        find(ledger, Filter(words=words), order=order)
                    except LedgerError as error:
                        assert "no word to search for" in str(error)  # noqa: PT017

        check()


@pytest.mark.parametrize(
    "date", ["", "16", "2016-13", "2016-02-30", "yesterday", "2016-1-4", "0000"]
)
def test_what_is_no_date_is_said_to_be_none(shelf, date):
    with pytest.raises(LedgerError, match="is no date; give"):
        find_statements(shelf, Filter(since=date))


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        ("floods come", [("floods", False), ("come", False)]),
        ('a "b c" d*', [("a", False), ("b c", False), ("d", True)]),
        ('a "b c', [("a", False), ("b c", False)]),
        ("… a — *", [("a", False)]),
        ("“b c” „d“", [("b c", False), ("d", False)]),
    ],
)
def test_words_are_taken_apart(words, terms):
    assert [(term.text, term.prefix) for term in match.terms_of(words)] == terms


@pytest.mark.parametrize("pages", [0, 200])
def test_many_words_with_one_beginning_are_all_found(ledger, pages, monkeypatch):
    monkeypatch.setattr("sayso.ledger.match._PAGES_OF_A_PREFIX", pages)
    names = [f"gov{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(120)]
    reading = report(" and ".join(names), *((name, {}) for name in names))
    add_readings(ledger, start_run(ledger), [reading])
    assert len(find_statements(ledger, Filter(words="gov*"), limit=200).items) == 120
    assert len(find_statements(ledger, Filter(words="gova*"), limit=200).items) == 26


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2016", "2016", ["y2016"]),
        ("2016-01-30", "2016-03", ["d20160130", "d20160131", "m201602", "m201603"]),
        ("2015-12-31", None, ["y2016"]),
        (None, "2016-02-01", ["m201601", "d20160201"]),
        (None, None, ["y2016"]),
    ],
)
def test_a_period_is_covered_by_few_words(shelf, since, until, words):
    with asking(shelf) as connection:
        assert match.date_words(connection, match.period_of(since, until)) == words


# Pages


@pytest.mark.parametrize("limit", [1, 3, 7])
@pytest.mark.parametrize("wanted", [Filter(), Filter(act="say"), Filter(words="b*")])
@pytest.mark.parametrize("order", ["newest", "best"])
def test_pages_are_the_list_in_pieces(ledger, limit, wanted, order):
    run = start_run(ledger)
    add_readings(ledger, run, [make_reading(seed) for seed in range(3)])
    whole = find_statements(ledger, wanted, order=order, limit=100)
    assert whole.cursor is None
    found, cursor = [], None
    for _ in range(40):
        page = find_statements(ledger, wanted, order=order, limit=limit, cursor=cursor)
        if not found and order == "newest":  # what comes in later is in front of it all
            add_readings(ledger, run, [make_reading(9)])
        found += page.items
        cursor = page.cursor
        if cursor is None:
            break
        assert len(page.items) == limit
    assert found == list(whole.items)


def test_a_cursor_of_another_list_is_refused(ledger):
    add_readings(ledger, start_run(ledger), [make_reading(1)])
    cursor = find_statements(ledger, Filter(), limit=2).cursor
    for wrong in (cursor, "x", "", "bm90", "WzEsMiwzXQ=="):
        with pytest.raises(LedgerError, match="is no cursor of this list"):
            find_statements(ledger, Filter(act="say"), limit=2, cursor=wrong)


@pytest.mark.parametrize("limit", [0, -1, 1001])
def test_a_page_has_a_size(shelf, limit):
    with pytest.raises(LedgerError, match="a page has"):
        find_statements(shelf, limit=limit)


# Documents


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(), [WALLS, FLOODS]),
        (Filter(words="monday"), [FLOODS]),
        (Filter(words="danger"), [FLOODS]),
        (Filter(words='"come down"'), [WALLS]),
        (Filter(words="minist*"), [FLOODS]),
        (Filter(words="núñez"), [FLOODS]),
        (Filter(outlet="HARBOUR"), [FLOODS]),
        (Filter(outlet="times"), []),
        (Filter(outlet="post", words="walls"), []),
        (Filter(outlet="mail", words="walls", since="2016"), [WALLS]),
        (Filter(since="2016-01-15"), [WALLS]),
        (Filter(until="2016-01-14"), [FLOODS]),
        (Filter(until="2016-01-13"), []),
        (Filter(since="2016", until="2016"), [WALLS, FLOODS]),
    ],
)
@pytest.mark.parametrize("few", [True, False])
@pytest.mark.parametrize("walked", [0, 1, 100])
def test_documents_are_found(shelf, wanted, found, few, walked, monkeypatch):
    monkeypatch.setattr("sayso.ledger.documents._WALKED", walked)
    if not few:
        monkeypatch.setattr("sayso.ledger.documents._FEW", 0)
    page = find_documents(shelf, wanted)
    assert [one.key for one in page.items] == [document_key(one.document) for one in found]


def test_a_document_found_tells_of_itself(shelf):
    (found,) = find_documents(shelf, Filter(words="walls")).items
    assert (found.outlet, found.title, found.attributions) == ("Evening Mail", "Walls", 2)
    assert "walls would come" in found.snippet


def test_documents_come_in_pages_and_best_first(ledger):
    add_readings(ledger, start_run(ledger), [make_reading(seed) for seed in range(7)])
    for order in ("newest", "best"):
        wanted = Filter(words="b*")
        first = find_documents(ledger, wanted, limit=4, order=order)
        second = find_documents(ledger, wanted, limit=4, order=order, cursor=first.cursor)
        assert len({one.key for one in (*first.items, *second.items)}) == 7
        assert second.cursor is None


def test_documents_have_no_speakers(shelf):
    with pytest.raises(LedgerError, match="documents have no speaker, denied"):
        find_documents(shelf, Filter(speaker="orr", denied=True))


# One thing


def test_each_thing_is_shown_by_its_id(filled):
    key, mark = document_key(FLOODS.document), attribution_keys(FLOODS)[1]
    assert show(filled, key) == FLOODS
    judge(filled, "accept", mark, by="me")
    shown = show(filled, mark)
    assert isinstance(shown, ShownStatement)
    assert (shown.found.content, shown.document) == (DAM, FLOODS.document)
    assert [one.verdict for one in shown.judgements] == ["accept"]
    actor = show(filled, actor_keys(FLOODS)[0])
    assert isinstance(actor, ShownActor)
    assert actor.actor == FLOODS.actors[0]
    assert contents(Page(actor.statements)) == ["Floods will come"]


def test_a_beginning_is_enough(shelf):
    key = document_key(FLOODS.document)
    assert show(shelf, key[:6]) == FLOODS
    assert show(shelf, attribution_keys(FLOODS)[1][:-3]).found.content == DAM
    assert show(shelf, f"{key[:7]}-{attribution_keys(FLOODS)[1][17:21]}").found.content == DAM


def test_a_given_id_is_an_id(ledger):
    given_id = replace(FLOODS, document=replace(FLOODS.document, id="report-2016-01"))
    add_readings(ledger, start_run(ledger), [given_id])
    assert show(ledger, "report-2016-01") == given_id
    assert show(ledger, "report-20") == given_id


def test_what_stands_for_several_is_said_to(ledger):
    several = [
        replace(reading, document=replace(reading.document, id=f"report-{n}"))
        for n, reading in enumerate((FLOODS, WALLS))
    ]
    add_readings(ledger, start_run(ledger), several)
    with pytest.raises(LedgerError, match="report stands for several: document ") as told:
        show(ledger, "report")
    assert all(document_key(one.document) in str(told.value) for one in several)


@pytest.mark.parametrize(
    "name", ["", "-", "ffffff", "abcde", "0000000000000000-11111111", '"', "%", "\x00"]
)
def test_what_is_not_there_is_said_not_to_be(shelf, name):
    with pytest.raises(NotInLedger, match="has the id"):
        show(shelf, name)


def test_an_attribution_of_an_older_reading_is_still_shown(filled):
    old = attribution_keys(FLOODS)[1]
    newer = replace(
        FLOODS, attributions=FLOODS.attributions[:1], responses=(), produced_by={"v": "2"}
    )
    add_readings(filled, start_run(filled), [newer])
    assert show(filled, old).found.content == DAM


# Versions


def test_versions_and_what_changed(ledger):
    first = report("It rained. Nobody was hurt. The mayor came.")
    second = report("It rained. Two were hurt. The mayor came. He left.")
    add_readings(ledger, start_run(ledger), [first, WALLS, second])
    old, new = document_key(first.document), document_key(second.document)
    assert [one.key for one in versions(ledger, new)] == [old, new]
    assert versions(ledger, old[:8])[0].taken_in.startswith("20")
    assert changes(ledger, old, new) == (
        Change("removed", "Nobody was hurt."),
        Change("added", "Two were hurt."),
        Change("added", "He left."),
    )
    assert changes(ledger, old, old) == ()


def test_a_document_without_address_is_its_only_version(ledger):
    alone = report("One.", uri=None)
    add_readings(ledger, start_run(ledger), [alone, report("Two.", uri=None)])
    assert [one.key for one in versions(ledger, alone.document.id)] == [alone.document.id]


# Numbers, and what was skipped


def test_stats_count(filled):
    add_readings(filled, start_run(filled), [Skipped("b.pdf", "no text in it")])
    for exact in (False, True):
        found = stats(filled, exact=exact)
        assert (found.documents, found.attributions, found.skipped, found.runs) == (2, 5, 1, 2)
        assert found.outlets == (("Evening Mail", 1), ("The Harbour Post", 1))
        assert found.speakers[0] == ("Ann Orr-Lee", 2)
        assert dict(found.acts) == {"say": 3, "warn": 1, "deny": 1}
        assert (found.first, found.last) == ("2016-01-14T09:00:00+01:00", "2016-02")
        assert (found.exact, found.sample) == (exact, 5)


def test_stats_of_nothing(ledger):
    assert stats(ledger).documents == 0
    assert find_statements(ledger, Filter(since="2016")).items == ()
    assert find_documents(ledger, Filter(words="a")).items == ()


def test_skipped_inputs_are_listed(ledger):
    add_readings(
        ledger, start_run(ledger), [Skipped(f"{n}.pdf", "no text in it") for n in range(5)]
    )
    first = find_skipped(ledger, limit=3)
    second = find_skipped(ledger, limit=3, cursor=first.cursor)
    found = [*first.items, *second.items]
    assert [one.uri for one in found] == ["4.pdf", "3.pdf", "2.pdf", "1.pdf", "0.pdf"]
    assert found[0].reason == "no text in it"
    assert second.cursor is None


def test_accents_make_no_difference_in_sqlite(tmp_path):
    with open_ledger(tmp_path / "a.db") as ledger:
        add_readings(ledger, start_run(ledger), [FLOODS])
        for wanted in (Filter(words="nunez"), Filter(speaker="luis nunez"), Filter(words="nun*")):
            assert contents(find_statements(ledger, wanted)) == ["it"]


@pytest.mark.parametrize(
    ("name", "asked"),
    [("The Times", "the times"), ("New York Times", "York Times"), ("Evening Mail", "mail"),
     ("The Day", "the day"), ("Al-Quds", "al quds"), ("A.B. News", "A.B. News")],
)  # fmt: skip
def test_an_outlet_is_told_from_those_of_like_names(ledger, name, asked):
    """Of some names only the rare words are looked up; what is found is compared in full."""
    others = ["York New Post", "Times of York", "Day Times", "Quds Al", "B.A. News", "Mailer"]
    readings = [report(f"“{n}”", (n, {}), outlet=n, uri=n) for n in (name, *others)]
    add_readings(ledger, start_run(ledger), readings)
    assert contents(find_statements(ledger, Filter(outlet=asked))) == [name]
    assert [one.outlet for one in find_documents(ledger, Filter(outlet=asked)).items] == [name]


def test_a_ledger_for_reading_only_is_searched(tmp_path):
    path = tmp_path / "a.db"
    with open_ledger(path) as ledger:
        add_readings(ledger, start_run(ledger), [FLOODS])
    path.chmod(0o444)
    with open_ledger(path, read_only=True) as ledger:
        assert contents(find_statements(ledger, Filter(words="flo*"))) == ["Floods will come"]


def test_common_words_are_walked_through_not_collected(tmp_path):
    """SQLite's plan: the index in its own order, no sorting."""
    with open_ledger(tmp_path / "a.db") as ledger, asking(ledger) as connection:
        plan = connection.execute(sa.text(
            "EXPLAIN QUERY PLAN SELECT rowid FROM attribution_fts WHERE attribution_fts MATCH 'a' "
            "AND rowid < 9 ORDER BY rowid DESC LIMIT 5")).all()  # fmt: skip
    assert "SORT" not in str(plan).upper().replace("ORDER BY", "")
    assert "B-TREE" not in str(plan).upper()
