"""Verify finds what is wrong, forget leaves nothing, backup copies what is there."""

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from synthetic import make_reading

from sayso.errors import LedgerBusy, LedgerError, NotInLedger
from sayso.ledger import (
    Problem,
    add_readings,
    all_readings,
    all_skipped,
    asking,
    attribution_keys,
    backup,
    document_key,
    forget,
    judge,
    judgements,
    open_ledger,
    schema,
    start_run,
    verify,
)
from sayso.records import Actor, Attribution, Hop, Reading, Response, Skipped
from sayso.text import make_document

READINGS = [make_reading(seed, statements=4) for seed in range(6)]
NEWER = [replace(one, produced_by={"version": "2"}) for one in READINGS]


@pytest.fixture
def filled(ledger):
    add_readings(ledger, start_run(ledger), [*READINGS, *NEWER[:3]])
    return ledger


def change(ledger, sql):
    with ledger.engine.begin() as connection:
        connection.exec_driver_sql(sql)


# Verify


def test_a_sound_ledger_has_no_problems(filled):
    assert list(verify(filled)) == []


def test_an_empty_ledger_has_no_problems(ledger):
    assert list(verify(ledger)) == []


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE document SET text = text || '!' WHERE id = 4", "not the one that was hashed"),
        ("UPDATE document SET sha256 = 'beef' WHERE id = 4", "not the one that was hashed"),
        ("UPDATE document SET uri = uri || '!' WHERE id = 4", "its key is not that"),
        ("UPDATE document SET article = 'beef' WHERE id = 4", "its article is not that"),
        ("UPDATE document SET reading = 1 WHERE id = 1", "its newest reading is 7, not 1"),
        ("UPDATE document SET byline = '[' WHERE id = 4", "cannot be read back"),
        ("UPDATE attribution SET content = '[[5,99999]]' WHERE id = 3", "content .* is not inside"),
        ("UPDATE attribution SET source = '[[7,7]]' WHERE id = 3", "source .* is not inside"),
        ("UPDATE attribution SET cue = '[[-2,7]]' WHERE id = 3", "cue .* is not inside"),
        ("UPDATE attribution SET cue = '[[1,2]]' WHERE id = 3", "its mark should be"),
        ("UPDATE attribution SET verbatim = '[[0,1]]' WHERE id = 3", "verbatim .* the content"),
        ("UPDATE attribution SET parent = 'a99' WHERE id = 3", "its parent 'a99'"),
        ("""UPDATE attribution SET chain = '[{"name":"X","evidence":[[9,1]]}]' WHERE id = 3""",
         "chain: .* is not inside"),
        ("""UPDATE attribution SET chain = '[{"nom":"X"}]' WHERE id = 3""", "cannot be read back"),
        ("UPDATE response SET about = 'a99' WHERE reading = 2", "no attribution 'a99'"),
        ("UPDATE response SET evidence = '[[0,0]]' WHERE reading = 2", "is not inside the text"),
        ("UPDATE event SET attribution = 'a99' WHERE reading = 2", "no attribution 'a99'"),
        ("UPDATE event SET word = '[[9,9]]' WHERE reading = 2", "event ACCUSE: .* is not inside"),
        ("UPDATE event SET counts = '[{}]' WHERE reading = 2", "cannot be read back"),
        ("UPDATE label SET evidence = '[[1,99999]]' WHERE reading = 2", "label of all: .* not inside"),
        ("UPDATE label SET attribution = 'a99' WHERE reading = 2", "no attribution 'a99'"),
        ("UPDATE actor SET mentions = '[[1,99999]]' WHERE reading = 2", "is not inside the text"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(filled, sql, told):
    change(filled, sql)
    problems = [problem for problem in verify(filled) if not problem.subject.endswith("_fts")]
    assert problems
    for problem in problems:
        assert isinstance(problem, Problem)
    with pytest.raises(AssertionError, match=told):
        assert problems == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE document SET title = 'Another' WHERE id = 2",
        "UPDATE document SET outlet = 'Another' WHERE id = 2",
        "UPDATE attribution SET speaker = 'Somebody Else' WHERE id = 30",
        "UPDATE attribution SET said = '1999-01-01' WHERE id = 30",
        "UPDATE document SET reading = 1 WHERE id = 1",
    ],
)
def test_an_index_that_does_not_fit_is_found(filled, sql):
    """What SQLite says of it is one line; PostgreSQL's index names the rows."""
    if "title" in sql and filled.dialect == "postgresql":
        pytest.skip("documents are compared by their presence there")
    change(filled, sql)
    assert [problem for problem in verify(filled) if problem.subject.endswith("_fts")]


def test_a_row_that_points_nowhere_is_found(tmp_path):
    """PostgreSQL has none; a SQLite file may be changed by programs that do not look."""
    with open_ledger(tmp_path / "a.db") as ledger:
        add_readings(ledger, start_run(ledger), READINGS)
        with ledger.engine.connect() as connection:
            raw = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys = OFF")
            raw.execute("DELETE FROM reading WHERE id = 2")
            raw.execute("PRAGMA foreign_keys = ON")
        told = [problem.what for problem in verify(ledger)]
    assert any("points to a row that reading does not have" in what for what in told)


def test_a_fault_in_the_file_itself_is_found(tmp_path):
    """One that SQLite sees: a value where the table allows none."""
    document = make_document("It rained.", uri="https://a.example/rain")
    with open_ledger(tmp_path / "a.db") as ledger:
        add_readings(ledger, start_run(ledger), [Reading(document, ())])
        change(ledger, "PRAGMA writable_schema = ON")
        change(ledger, """UPDATE sqlite_master SET sql = replace(sql, 'title TEXT', 'title TEXT NOT NULL')
                          WHERE name = 'document'""")  # fmt: skip
    with open_ledger(tmp_path / "a.db") as ledger:
        assert Problem("database", "NULL value in document.title") in list(verify(ledger))


def test_the_index_of_a_ledger_for_reading_only_is_not_checked(tmp_path):
    """SQLite does that as a writer; all else is checked."""
    with open_ledger(tmp_path / "a.db") as ledger:
        add_readings(ledger, start_run(ledger), READINGS)
        change(ledger, "UPDATE attribution SET speaker = 'X', cue = '[[0,0]]' WHERE id = 3")
    with open_ledger(tmp_path / "a.db", read_only=True) as ledger:
        found = {problem.subject for problem in verify(ledger)}
    key = document_key(READINGS[0].document)  # the counts have the speaker that was
    assert found == {attribution_keys(READINGS[0])[2], key}


# Forget


def rows_of(ledger):
    """Every row of every table, but runs."""
    with asking(ledger) as connection:
        return {
            table.name: sorted(map(str, connection.execute(table.select())))
            for table in schema.metadata.sorted_tables if table.name not in {"run", "producer"}
        }  # fmt: skip


def test_forgetting_removes_what_was_added_and_nothing_else(ledger):
    run = start_run(ledger)
    add_readings(ledger, run, [*READINGS[:3], *NEWER[:2]])
    judge(ledger, "accept", attribution_keys(READINGS[1])[0], by="ann")
    before = rows_of(ledger)
    add_readings(ledger, run, [READINGS[3], NEWER[3], Skipped(READINGS[3].document.uri, "no")])
    judge(ledger, "reject", attribution_keys(READINGS[3])[0], by="ann")
    judge(ledger, "same", attribution_keys(READINGS[1])[1], by="ann",
          other=attribution_keys(READINGS[3])[1])  # fmt: skip
    # Two readings of machines, and that with the rejection in it.
    assert forget(ledger, READINGS[3].document.uri) == {
        "document": 1, "reading": 3, "attribution": 11, "actor": 12, "response": 3, "event": 3,
        "label": 3, "proposition": 0, "judgement": 2, "skipped": 1, "run": 0,
    }  # fmt: skip
    assert rows_of(ledger) == before
    assert list(verify(ledger)) == []


@pytest.mark.parametrize("by", ["key", "given_id", "uri", "another form of the uri"])
def test_a_document_is_forgotten_by_any_of_its_names(ledger, by):
    document = make_document("It rained.", uri="https://a.example/rain", id="story-7")
    add_readings(ledger, start_run(ledger), [Reading(document, ()), *READINGS])
    name = {"key": document_key(document), "given_id": "story-7", "uri": document.uri,
            "another form of the uri": "http://www.a.example/rain/#top"}[by]  # fmt: skip
    assert forget(ledger, name)["document"] == 1
    assert list(all_readings(ledger)) == READINGS


def test_an_address_brings_all_versions_of_the_article(ledger):
    versions = [
        Reading(make_document(f"It rained {n} mm.", uri="https://a.example/rain"), ())
        for n in range(3)
    ]
    add_readings(ledger, start_run(ledger), [*versions, READINGS[0]])
    assert forget(ledger, "https://a.example/rain")["document"] == 3
    assert list(all_readings(ledger)) == READINGS[:1]


def test_commands_and_skipped_inputs_forget_the_address_too(ledger):
    start_run(ledger, command="sayso add https://a.example/secret b.txt")
    add_readings(ledger, start_run(ledger), [Skipped("https://a.example/secret", "no article")])
    assert forget(ledger, "https://a.example/secret") == {
        **dict.fromkeys(("document", "reading", "attribution", "actor", "response", "event",
                         "label", "proposition", "judgement"), 0), "skipped": 1, "run": 1,
    }  # fmt: skip
    assert all_skipped(ledger) == []
    with asking(ledger) as connection:
        query = sa.select(schema.run.c.command).order_by(schema.run.c.id)
        commands = connection.execute(query).scalars().all()
    assert commands == ["sayso add [forgotten] b.txt", None]


def test_what_is_not_there_cannot_be_forgotten(filled):
    before = rows_of(filled)
    with pytest.raises(NotInLedger, match=r"nothing of https://a\.example/none"):
        forget(filled, READINGS[0].document.uri, "https://a.example/none")
    assert rows_of(filled) == before


def test_several_are_forgotten_at_once(filled):
    removed = forget(filled, *(one.document.uri for one in READINGS[:4]))
    assert (removed["document"], removed["reading"], removed["run"]) == (4, 7, 0)
    assert list(all_readings(filled)) == READINGS[4:]
    assert list(verify(filled)) == []


def test_no_word_of_what_was_forgotten_is_left_on_the_disk(tmp_path):
    """Not in tables, not in the index, not in free pages, not in the log."""
    words = [f"Xq{n}zvandrel" for n in range(40)]
    text = " ".join(words)
    document = make_document(
        text, uri="https://a.example/xqsecret", title=words[7], outlet=words[8]
    )
    attribution = Attribution("a1", (), (), ((0, len(text)),), speaker=words[3], why=(words[4],),
                              chain=(Hop(words[5]),))  # fmt: skip
    secret = Reading(document, (attribution,), (Actor("p", words[9]),),
                     (Response(words[2], "denied", "a1", ()),))  # fmt: skip
    path = tmp_path / "a.db"
    with open_ledger(path) as ledger:
        run = start_run(ledger, command="sayso add https://a.example/xqsecret")
        add_readings(ledger, run, READINGS[:3])
        add_readings(ledger, run, [secret, Skipped("https://a.example/xqsecret", "XqZvandrel")])
        add_readings(ledger, run, READINGS[3:])
        left = b"".join(file.read_bytes() for file in sorted(Path(tmp_path).iterdir()))
        assert (
            b"2zvandrel" in left
        )  # the index keeps words in small letters, less what neighbours share
        forget(ledger, "https://a.example/xqsecret")
        left = b"".join(file.read_bytes() for file in sorted(Path(tmp_path).iterdir()))
        for trace in (b"zvandrel", b"Zvandrel", b"xqsecret"):
            assert trace not in left
        assert list(verify(ledger)) == []
        assert list(all_readings(ledger)) == READINGS


def test_a_reader_may_keep_the_log_and_that_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr("sayso.ledger.ledger._BUSY", 0.1)
    with open_ledger(tmp_path / "a.db") as ledger:
        add_readings(ledger, start_run(ledger), READINGS)
        with asking(ledger) as reader:
            reader.execute(schema.document.select()).first()
            with pytest.raises(LedgerBusy, match="while another program reads"):
                forget(ledger, READINGS[0].document.uri)
        assert list(all_readings(ledger)) == READINGS[1:]


# Backup


def test_a_backup_is_the_ledger_as_it_was(tmp_path):
    with open_ledger(tmp_path / "a.db") as ledger:
        run = start_run(ledger)
        add_readings(ledger, run, READINGS[:4])
        backup(ledger, tmp_path / "b.db")
        add_readings(ledger, run, READINGS[4:])
        with open_ledger(tmp_path / "b.db") as copy:
            assert list(all_readings(copy)) == READINGS[:4]
            assert list(verify(copy)) == []
        assert not (tmp_path / "b.db.part").exists()


def test_a_backup_overwrites_nothing(tmp_path):
    (tmp_path / "b.db").write_text("mine")
    with open_ledger(tmp_path / "a.db") as ledger:
        with pytest.raises(LedgerError, match="is there already"):
            backup(ledger, tmp_path / "b.db")
        with pytest.raises(LedgerError, match="missing"):
            backup(ledger, tmp_path / "missing" / "b.db")
    assert (tmp_path / "b.db").read_text() == "mine"


def test_a_backup_of_a_server_is_the_servers_own_business(database, tmp_path):
    with open_ledger(database) as ledger, pytest.raises(LedgerError, match="pg_dump"):
        backup(ledger, tmp_path / "b.db")


def test_judgements_go_with_a_backup(tmp_path):
    with open_ledger(tmp_path / "a.db") as ledger:
        add_readings(ledger, start_run(ledger), READINGS[:1])
        made = judge(ledger, "accept", attribution_keys(READINGS[0])[0], by="ann")
        backup(ledger, tmp_path / "b.db")
    with open_ledger(tmp_path / "b.db", read_only=True) as copy:
        assert judgements(copy) == [made]
