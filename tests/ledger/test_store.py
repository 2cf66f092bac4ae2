"""What every store must do, SQLite and PostgreSQL alike."""

import sqlite3
import sys
from dataclasses import replace
from itertools import count

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import readings
from synthetic import PRODUCED_BY, make_reading

from sayso.errors import (
    LedgerBusy,
    LedgerDamaged,
    LedgerError,
    LedgerReadOnly,
    NoLedger,
    NotInLedger,
)
from sayso.ledger import (
    Counts,
    add_readings,
    all_documents,
    all_readings,
    all_skipped,
    article_key,
    asking,
    attribution_keys,
    document_key,
    finish_run,
    fulltext,
    get_document,
    get_reading,
    known,
    known_texts,
    open_ledger,
    reading_key,
    reading_keys,
    readings_with_events,
    schema,
    start_run,
    verify,
    version_keys,
    writing,
)
from sayso.ledger.ledger import give_up_after
from sayso.ledger.readings import get_readings
from sayso.records import Attribution, Event, Reading, Response, Skipped
from sayso.text import make_document, sha256

NEWER = {"version": "2.0", "model": "ffff"}


@pytest.fixture
def run(ledger):
    return start_run(ledger, settings={"threads": 2}, command="sayso add reports/")


def found(ledger, words):
    """The keys of the statements that the full text index finds by words, in order."""
    if ledger.dialect == "sqlite":
        where, words = "attribution_fts MATCH :words", f'"{words}"'
        index = f"SELECT rowid FROM attribution_fts WHERE {where}"
    else:
        index = "SELECT id FROM attribution_fts WHERE words @@ phraseto_tsquery('simple', :words)"
    query = sa.text(f"SELECT key FROM statement WHERE id IN ({index}) ORDER BY id")
    with asking(ledger) as connection:
        return list(connection.execute(query, {"words": words}).scalars())


def in_documents(ledger, words):
    if ledger.dialect == "sqlite":
        index = "SELECT rowid FROM document_fts WHERE document_fts MATCH :words"
    else:
        index = "SELECT id FROM document_fts WHERE words @@ plainto_tsquery('simple', :words)"
    query = sa.text(f"SELECT key FROM document WHERE id IN ({index}) ORDER BY id")
    with asking(ledger) as connection:
        return list(connection.execute(query, {"words": words}).scalars())


def report(text, *contents, uri="https://news.example/1", **known):
    """A reading of a text in which each of some words is said by Orr."""
    document = make_document(text, uri=uri, **known)
    places = [(document.text.index(words), words) for words in contents]
    return Reading(document, tuple(
        Attribution(f"a{n}", (), (), ((at, at + len(words)),), speaker="Jane Orr", act="say")
        for n, (at, words) in enumerate(places)
    ), produced_by=PRODUCED_BY)  # fmt: skip


# What goes in comes out


def test_a_reading_comes_back_as_it_was(ledger, run):
    reading = make_reading(1)
    assert add_readings(ledger, run, [reading]) == Counts(1, 1, 10)
    assert get_reading(ledger, reading.document.id) == reading
    assert get_document(ledger, reading.document.id) == reading.document


NUMBERS = count()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(readings, min_size=1, max_size=3))
def test_every_record_comes_back_as_it_was(ledger, made):
    """Whatever their types allow: NUL, lone surrogates, spans outside the text."""
    run = start_run(ledger)
    # Two examples may be the same document, of which the ledger keeps what it was told first.
    given_ = [
        replace(one, document=replace(one.document, uri=f"{next(NUMBERS)}{one.document.uri or ''}"))
        for one in made
    ]
    add_readings(ledger, run, given_)
    for one in given_:
        assert get_reading(ledger, document_key(one.document)) == one
    for table in ("document_fts", "attribution_fts"):
        assert list(fulltext.faults(ledger, table)) == []


def test_all_readings_come_in_the_order_of_taking_in(ledger, run):
    made = [make_reading(seed, statements=2) for seed in range(450)]
    add_readings(ledger, run, iter(made), batch=150)  # one page is not one batch
    assert list(all_readings(ledger)) == made
    assert list(all_documents(ledger)) == [one.document for one in made]


def dated(number, published, *events):
    """A report of a day with events, each a type and a date."""
    document = make_document("It rained.", uri=f"https://a.example/{number}", published=published)
    told = tuple(
        Event(kind, None, (), (), (), None, date, (), None, "+", "actual") for kind, date in events
    )
    return Reading(document, (), events=told)


@pytest.fixture
def eventful(ledger, run):
    made = [
        dated(0, "2016-01-10", ("ASSAULT", None)),
        dated(1, "2016-01-20", ("AID", None), ("ASSAULT", "2015-12-24"), ("AID", "2014")),
        dated(2, None, ("ASSAULT", "2016-01~")),
        dated(3, None, ("AID", "2016-01%/2017")),
        dated(4, None, ("AID", None)),
        dated(5, "2016-01-30"),
        dated(6, "2016", ("ACCUSE", "201X")),
        dated(7, "2015-11-30T10:00:00+02:00", ("ASSAULT", "2015-11")),
    ]
    add_readings(ledger, run, made)
    return made


@pytest.mark.parametrize(
    ("types", "since", "expected"),
    [
        ((), None, [0, 1, 2, 3, 4, 6, 7]),
        (("ASSAULT",), None, [0, 1, 2, 7]),
        (("ASSAULT", "ACCUSE"), None, [0, 1, 2, 6, 7]),
        ((), "2016-01-14", [1, 2, 3, 6]),
        ((), "2016-02-01", [6]),  # who says 2016 may mean a day behind that one
        ((), "2016", [0, 1, 2, 3, 6]),
        (("ASSAULT",), "2016-01", [0, 1, 2]),
        (("ASSAULT",), "2015-11-30", [0, 1, 2, 7]),
        (("MOURN",), None, []),
    ],
)
def test_readings_are_found_by_their_events(ledger, eventful, types, since, expected):
    found = readings_with_events(ledger, types=types, since=since)
    assert list(found) == [eventful[n] for n in expected]


def test_only_the_newest_reading_is_found_by_its_events(ledger, eventful, run):
    again = replace(eventful[0], events=(), produced_by=NEWER)
    add_readings(ledger, run, [again])
    assert eventful[0] not in list(readings_with_events(ledger))
    assert again not in list(readings_with_events(ledger))


def test_readings_with_events_come_in_pages(ledger, run):
    made = [make_reading(seed, statements=1) for seed in range(450)]
    add_readings(ledger, run, made)
    assert list(readings_with_events(ledger, types={"ACCUSE"})) == made


def test_an_id_that_the_input_gave_is_kept_beside_the_key(ledger, run):
    document = make_document("It rained.", uri="a.jsonl", id="story-7")
    add_readings(ledger, run, [Reading(document, ())])
    assert get_document(ledger, "story-7") == document
    assert get_document(ledger, document_key(document)) == document


def test_what_is_not_there_is_said_so(ledger, run):
    add_readings(ledger, run, [make_reading(1)])
    with pytest.raises(NotInLedger, match="no document 0000"):
        get_document(ledger, "0000")
    with pytest.raises(NotInLedger, match="no reading f00f"):
        get_reading(ledger, make_reading(1).document.id, reading="f00f")


# Nothing twice, nothing over another


def test_adding_again_changes_nothing(ledger, run):
    made = [make_reading(seed) for seed in range(5)]
    add_readings(ledger, run, [*made, Skipped("a.pdf", "no text in it")])
    counts = add_readings(ledger, run, [*made, *made, Skipped("a.pdf", "no text in it")])
    assert counts == Counts(known=10)
    assert list(all_readings(ledger, older=True)) == made
    assert all_skipped(ledger) == [Skipped("a.pdf", "no text in it")]


def test_the_same_twice_in_one_batch_is_stored_once(ledger, run):
    assert add_readings(ledger, run, [make_reading(1)] * 3) == Counts(1, 1, 10, known=2)


def test_a_newer_model_adds_a_reading_and_overwrites_none(ledger, run):
    old = make_reading(1)
    new = replace(
        old, attributions=old.attributions[:4], responses=(), events=(), produced_by=NEWER
    )
    add_readings(ledger, run, [old])
    assert add_readings(ledger, run, [new, old]) == Counts(0, 1, 4, known=1)
    key = document_key(old.document)
    assert reading_keys(ledger, key) == [
        reading_key(key, PRODUCED_BY),
        reading_key(key, NEWER),
    ]
    assert list(all_readings(ledger)) == [new]
    assert list(all_readings(ledger, older=True)) == [old, new]
    assert get_reading(ledger, key, reading=reading_key(key, PRODUCED_BY)) == old
    assert list(verify(ledger)) == []


def test_two_models_in_one_batch_leave_the_later_one_current(ledger, run):
    old = make_reading(1)
    new = replace(
        old, attributions=old.attributions[:4], responses=(), events=(), produced_by=NEWER
    )
    add_readings(ledger, run, [old, new])
    assert list(all_readings(ledger)) == [new]
    assert list(verify(ledger)) == []


def test_search_finds_the_newest_reading_only(ledger, run):
    old = report(
        "“Floods will come,” and “walls will fall.”", "Floods will come", "walls will fall"
    )
    new = replace(old, attributions=old.attributions[:1], produced_by=NEWER)
    add_readings(ledger, run, [old])
    assert len(found(ledger, "walls will")) == 1
    add_readings(ledger, run, [new])
    assert found(ledger, "walls will") == []
    assert found(ledger, "floods will") == [attribution_keys(new)[0]]


def test_an_attribution_keeps_its_key_under_a_newer_model(ledger):
    old = report("“Floods will come,” he said.", "Floods will come")
    first = old.attributions[0]
    new = replace(old, attributions=(replace(first, speaker="Ann Lee", act="warn"),))
    assert attribution_keys(old) == attribution_keys(new)


def test_the_same_words_of_two_sources_have_two_keys():
    one = report("“Floods will come,” they said.", "Floods will come")
    both = replace(one, attributions=(one.attributions[0], replace(one.attributions[0], id="b")))
    assert len(set(attribution_keys(both))) == 2


# What is known need not be read


def test_known_are_the_documents_of_any_producer_or_of_one(ledger, run):
    keys = {make_reading(seed).document.id for seed in range(3)}
    add_readings(ledger, run, [make_reading(seed) for seed in range(2)])
    there = {make_reading(seed).document.id for seed in range(2)}
    assert known(ledger, keys) == there
    assert known(ledger, keys, produced_by=PRODUCED_BY) == there
    assert known(ledger, keys, produced_by=NEWER) == set()
    assert known(ledger, []) == set()


def test_known_takes_more_keys_than_a_query_does(ledger, run):
    add_readings(ledger, run, [make_reading(1)])
    key = make_reading(1).document.id
    assert known(ledger, [*(f"{n:016x}" for n in range(5000)), key]) == {key}


def test_a_text_is_known_under_any_name(ledger, run):
    add_readings(ledger, run, [make_reading(1)])
    assert known_texts(ledger, [make_reading(1).document.sha256, "0" * 64]) == {
        make_reading(1).document.sha256
    }


# Versions of one article


def test_versions_of_an_article_hang_together(ledger, run):
    first = report("It rained on Monday.", uri="https://www.news.example/rain/?utm_source=x")
    second = report("It rained on Tuesday.", uri="http://news.example/rain")
    other = report("It snowed.", uri="https://news.example/snow")
    add_readings(ledger, run, [first, other, second])
    keys = [document_key(first.document), document_key(second.document)]
    assert version_keys(ledger, keys[1]) == keys
    assert version_keys(ledger, document_key(other.document)) == [document_key(other.document)]


def test_a_document_without_address_is_its_only_version(ledger, run):
    made = [report(text, uri=None) for text in ("One.", "Two.")]
    add_readings(ledger, run, made)
    key = document_key(made[0].document)
    assert version_keys(ledger, key) == [key]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.example/x", "https://www.A.example/x/"),
        ("https://a.example/x", "https://a.example/x#top"),
        ("https://a.example/x?id=1&utm_medium=mail", "https://a.example/x?fbclid=u&id=1"),
        ("https://a.example/?b=2&a=1", "https://a.example/?a=1&b=2"),
    ],
)
def test_addresses_of_one_article(one, other):
    assert article_key(one) == article_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/x", "https://a.example/X"),
        ("https://a.example/?id=1", "https://a.example/?id=2"),
        ("https://a.example/x", "https://b.example/x"),
        ("reports/a.txt", "reports/b.txt"),
        ("http://[broken", "http://[broke"),
    ],
)
def test_addresses_of_two_articles(one, other):
    assert article_key(one) != article_key(other)


# Full text


def test_words_are_found_in_what_was_said_and_by_whom(ledger, run):
    reading = report(
        "Orr spoke. “Floods will come, and walls fall.”", "Floods will come", "walls fall"
    )
    add_readings(ledger, run, [reading])
    keys = list(attribution_keys(reading))
    assert found(ledger, "walls") == keys[1:]
    assert found(ledger, "will come") == keys[:1]
    assert found(ledger, "come will") == []
    assert found(ledger, "jane orr") == keys
    assert found(ledger, "actsay") == keys
    assert in_documents(ledger, "spoke") == [document_key(reading.document)]


def test_the_pieces_of_a_split_content_are_found(ledger, run):
    text = "“Floods,” he said, “will come.”"
    reading = report(text, "Floods")
    split = replace(reading.attributions[0], content=((1, 7), (20, 29)))
    add_readings(ledger, run, [replace(reading, attributions=(split,))])
    assert len(found(ledger, "will come")) == 1


def test_marks_say_what_else_an_attribution_is(ledger, run):
    reading = report("“We did not.”", "We did not", published="2016-01-14", outlet="The Post")
    said = replace(reading.attributions[0], said="2015-12", kind="armed-group", identity="named")
    answered = replace(reading, attributions=(said,), responses=(
        Response("Orr", "not-denied", "a0", ()), Response("Lee", "denied", None, ()),
    ))  # fmt: skip
    add_readings(ledger, run, [answered])
    with asking(ledger) as connection:
        marks = connection.execute(sa.select(schema.statement.c.marks)).scalar()
    assert marks == (
        "modeindirect actsay identitynamed kindarmedgroup responsenotdenied"
        " y2016 m201601 d20160114 sy2015 sm201512"
    )
    for mark in marks.split():
        assert len(found(ledger, mark)) == 1


# Runs


def test_a_run_says_when_how_and_by_what(ledger, run):
    with asking(ledger) as connection:
        row = connection.execute(schema.run.select()).one()
    assert (row.settings, row.command, row.finished) == (
        '{"threads":2}',
        "sayso add reports/",
        None,
    )
    finish_run(ledger, run)
    with asking(ledger) as connection:
        assert connection.execute(schema.run.select()).one().finished >= row.started


def test_what_was_read_is_stored_when_reading_on_fails(ledger, run):
    def broken():
        yield make_reading(1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add_readings(ledger, run, broken(), batch=100)
    assert list(all_readings(ledger)) == [make_reading(1)]


# Opening


def test_a_ledger_stays_when_it_is_opened_again(url):
    with open_ledger(url) as ledger:
        add_readings(ledger, start_run(ledger), [make_reading(1)])
    with open_ledger(url, create=False) as ledger:
        assert list(all_readings(ledger)) == [make_reading(1)]


def test_a_ledger_for_reading_only_takes_nothing(url):
    with open_ledger(url) as ledger:
        add_readings(ledger, start_run(ledger), [make_reading(1)])
    with open_ledger(url, read_only=True) as ledger:
        assert list(all_readings(ledger)) == [make_reading(1)]
        with pytest.raises(LedgerReadOnly, match="opened for reading only"):
            start_run(ledger)


def test_no_ledger_is_made_where_none_is_asked_for(url):
    with pytest.raises(NoLedger, match="no ledger"):
        open_ledger(url, create=False)
    with pytest.raises(NoLedger):
        open_ledger(url, read_only=True)


def test_the_ledger_of_a_newer_program_is_refused(url):
    with open_ledger(url) as ledger, ledger.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE sayso_version SET version_num = '9999'")
    with pytest.raises(NoLedger, match=r"newer sayso .schema 9999"):
        open_ledger(url)


def test_another_programs_database_is_refused(url):
    engine = sa.create_engine(f"sqlite:///{url}" if "://" not in url
                              else url.replace("postgresql", "postgresql+psycopg", 1))  # fmt: skip
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE document (name TEXT)")
    engine.dispose()
    with pytest.raises(NoLedger, match="not a ledger of sayso"):
        open_ledger(url)


# Addresses


def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("Not a database, but a good deal longer than a header. " * 40)
    with pytest.raises(NoLedger, match="no ledger that can be opened"):
        open_ledger(path)


def test_a_folder_and_a_path_into_nowhere_are_refused(tmp_path):
    with pytest.raises(NoLedger):
        open_ledger(tmp_path)
    with pytest.raises(NoLedger):
        open_ledger(tmp_path / "missing" / "ledger.db")


@pytest.mark.parametrize("name", ["plain.db", "with space.db", "per%cent?.db", "ünï#.db"])
def test_a_path_may_have_any_name(tmp_path, name):
    with open_ledger(tmp_path / name):
        pass
    assert (tmp_path / name).exists()
    with open_ledger(f"sqlite:///{tmp_path / name}", create=False):
        pass


@pytest.mark.parametrize(
    "address", ["mysql://root@host/x", "sqlite://", "sqlite:///", "http://a/b"]
)
def test_other_addresses_are_refused(address):
    with pytest.raises(LedgerError, match="is no address of a ledger"):
        open_ledger(address)


def test_a_server_that_is_not_there_is_said_so():
    pytest.importorskip("psycopg", reason="psycopg is not installed (the extra postgres)")
    with pytest.raises(LedgerError, match=r"nowhere\.invalid"):
        open_ledger("postgresql://somebody:secret@nowhere.invalid:1/x")


def test_a_server_needs_its_driver(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(LedgerError, match="pip install"):
        open_ledger("postgresql://nowhere.invalid/x")


def test_an_old_sqlite_is_said_to_be_too_old(monkeypatch, tmp_path):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 37, 2))
    with pytest.raises(LedgerError, match=r"SQLite 3\.38 or newer is needed"):
        open_ledger(tmp_path / "a.db")


def test_who_waits_too_long_for_another_writer_is_told_so(monkeypatch, tmp_path):
    monkeypatch.setattr("sayso.ledger.ledger._BUSY", 0.1)
    with open_ledger(tmp_path / "a.db") as one, open_ledger(tmp_path / "a.db") as other:
        with writing(one), pytest.raises(LedgerBusy, match="another program is writing"):
            start_run(other)
        assert start_run(other) == 1


def test_no_password_is_shown():
    with pytest.raises(LedgerError) as told:
        open_ledger("postgresql://somebody:secret@nowhere.invalid:1/x")
    assert "secret" not in str(told.value)


# What SQLite is set to


def test_a_sqlite_ledger_is_strict_and_logs_ahead(tmp_path):
    with open_ledger(tmp_path / "a.db") as ledger, asking(ledger) as connection:
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in (
                "journal_mode",
                "foreign_keys",
                "synchronous",
                "secure_delete",
                "page_size",
            )
        }
        strict = dict(connection.exec_driver_sql(
            "SELECT name, strict FROM pragma_table_list WHERE type = 'table'").all())  # fmt: skip
    assert pragma == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1,
                      "secure_delete": 1, "page_size": 8192}  # fmt: skip
    assert {name for name in strict if name in schema.metadata.tables and not strict[name]} == set()


def test_datasette_will_find_the_full_text_of_documents(tmp_path):
    """Datasette looks for a table whose SQL says content="document" in this very form."""
    with open_ledger(tmp_path / "a.db"):
        pass
    with sqlite3.connect(tmp_path / "a.db") as connection:
        sql = "SELECT name FROM sqlite_master WHERE rootpage = 0 AND sql LIKE ?"
        like = '%VIRTUAL TABLE%USING FTS%content="document"%'
        assert connection.execute(sql, [like]).fetchall() == [("document_fts",)]


def test_a_damaged_file_is_said_to_be_one(tmp_path):
    path = tmp_path / "a.db"
    with open_ledger(path) as ledger:
        add_readings(ledger, start_run(ledger), [make_reading(seed) for seed in range(50)])
    with path.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * (path.stat().st_size - 8192))
    with pytest.raises(LedgerDamaged, match="backup"), open_ledger(path) as ledger:
        list(all_readings(ledger))


def test_hashes_are_those_of_the_records():
    document = make_document("It rained.", uri="https://a.example/x")
    assert document_key(document) == document.id
    assert sha256("It rained.") == document.sha256


def test_many_readings_are_had_at_once_as_one_by_one(ledger, run):
    made = [make_reading(n) for n in range(5)]
    given = replace(made[0], document=replace(made[0].document, id="an id of its own"))
    add_readings(ledger, run, [given, *made[1:]])
    keys = ["an id of its own", *(document_key(one.document) for one in made[1:])]
    found = get_readings(ledger, [*keys, "nothing", keys[1]])
    assert found == {key: get_reading(ledger, key) for key in keys}


def test_a_question_that_takes_too_long_is_given_up(ledger):
    give_up_after(ledger, 0.05)
    ledger.engine.dispose()  # PostgreSQL is told when a connection is made
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000000000) SELECT count(*) FROM n"
    with pytest.raises(LedgerBusy, match="took too long"), asking(ledger) as connection:
        connection.exec_driver_sql(endless)
    with asking(ledger) as connection:  # the next one has all its time
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
