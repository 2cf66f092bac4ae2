"""What was judged is what every question to the ledger gives, until it is undone."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from synthetic import make_reading

from sayso.errors import LedgerError, NotInLedger
from sayso.ledger import (
    Filter,
    add_readings,
    all_readings,
    attribution_keys,
    corrected,
    document_key,
    find_statements,
    forget,
    get_reading,
    judge,
    judgements,
    machine_reading,
    open_ledger,
    read_judgements,
    revise_all,
    schema,
    show,
    start_run,
    stats,
    undo,
    verify,
    write_judgements,
    writing,
)
from sayso.ledger.derived import count_waiting

READING = make_reading(1)
KEYS = attribution_keys(READING)
DOCUMENT = document_key(READING.document)
NEWER = {"version": "2.0", "model": "ffff"}


@pytest.fixture
def filled(ledger):
    add_readings(ledger, start_run(ledger), [READING, make_reading(2)])
    return ledger


def statements(ledger, **wanted):
    return [one.key for one in find_statements(ledger, Filter(**wanted), limit=100).items]


def test_a_corrected_speaker_is_found_and_shown(filled):
    made = judge(filled, "correct", KEYS[3], value={"speaker": "Zora Quill"}, by="ann")
    (found,) = find_statements(filled, Filter(speaker="zora quill")).items
    assert (found.key, found.speaker, found.chain[-1]) == (KEYS[3], "Zora Quill", "Zora Quill")
    assert [(one.by, one.key) for one in found.attribution.judged] == [("ann", made.key)]
    assert show(filled, KEYS[3]).found == found
    assert get_reading(filled, DOCUMENT).attributions[3].speaker == "Zora Quill"
    assert next(all_readings(filled)).attributions[3].judged == found.attribution.judged
    assert KEYS[3] not in statements(filled, speaker=READING.attributions[3].speaker)
    assert list(verify(filled)) == []


def test_the_stored_reading_is_what_the_function_gives(filled):
    judge(filled, "correct", KEYS[1], value={"act": "deny", "content": [[5, 60]]}, by="ann")
    judge(filled, "reject", KEYS[2], by="bo")
    judge(filled, "accept", KEYS[4], by="bo")
    assert get_reading(filled, DOCUMENT) == corrected(READING, judgements(filled, DOCUMENT))
    assert list(verify(filled)) == []


def test_what_is_rejected_is_found_no_more_but_still_shown_by_its_key(filled):
    judge(filled, "reject", KEYS[0], by="ann", value={"note": "a heading"})
    assert KEYS[0] not in statements(filled)
    assert len(statements(filled)) == 19
    shown = show(filled, KEYS[0])
    assert [one.verdict for one in shown.judgements] == ["reject"]
    assert shown.found.attribution == READING.attributions[0]


def test_undoing_gives_back_exactly_what_was(filled):
    made = [judge(filled, "reject", KEYS[0], by="ann"),
            judge(filled, "correct", KEYS[1], value={"speaker": None}, by="ann")]  # fmt: skip
    for one in made:
        undo(filled, one.key, by="bo")
    assert get_reading(filled, DOCUMENT) == READING
    assert sorted(statements(filled)) == sorted([*KEYS, *attribution_keys(make_reading(2))])
    assert stats(filled, exact=True).readings == 2
    assert list(verify(filled)) == []


def test_a_missed_attribution_is_added_found_and_corrected(filled):
    text = READING.document.text
    value = {"content": [[0, 20]], "cue": [[21, 25]], "speaker": "Zora Quill", "note": "overlooked"}
    made = judge(filled, "add", DOCUMENT, value=value, by="ann")
    assert statements(filled, speaker="zora quill") == [made.target]
    judge(filled, "correct", made.target, value={"act": "ask"}, by="bo")
    found = show(filled, made.target).found
    assert (found.act, found.content) == ("ask", text[:20])
    with pytest.raises(LedgerError, match="is there already"):
        judge(filled, "add", DOCUMENT, value=value, by="bo")
    undo(filled, made.key, by="ann")
    assert statements(filled, speaker="zora quill") == []
    assert list(verify(filled)) == []


def test_corrections_survive_a_newer_model(filled):
    judge(filled, "correct", KEYS[3], value={"speaker": "Zora Quill"}, by="ann")
    judge(filled, "correct", KEYS[4], value={"act": "threaten"}, by="ann")
    judge(filled, "reject", KEYS[5], by="ann")
    fourth = READING.attributions[4]
    (start, end), = fourth.content  # fmt: skip
    moved = replace(fourth, content=((start + 1, end - 1),), verbatim=(), act="say")
    newer = replace(
        READING, attributions=(*READING.attributions[:4], moved, READING.attributions[5]),
        responses=(), produced_by=NEWER,
    )  # fmt: skip
    add_readings(filled, start_run(filled), [newer])
    found = {one.id: one for one in get_reading(filled, DOCUMENT).attributions}
    assert found["a3"].speaker == "Zora Quill"
    assert (found["a4"].act, found["a4"].content) == ("threaten", moved.content)
    assert "a5" not in found
    assert statements(filled, speaker="zora quill") == [KEYS[3]]
    assert show(filled, KEYS[4]).found.act == "threaten"
    assert machine_reading(filled, DOCUMENT) == newer
    assert list(verify(filled)) == []


def test_what_a_newer_model_misses_is_kept_as_a_persons(filled):
    made = judge(filled, "correct", KEYS[7], value={"speaker": "Zora Quill"}, by="ann")
    newer = replace(READING, attributions=READING.attributions[:3], produced_by=NEWER)
    add_readings(filled, start_run(filled), [newer])
    assert statements(filled, speaker="zora quill") == [KEYS[7]]
    undo(filled, made.key, by="ann")
    assert get_reading(filled, DOCUMENT) == newer


def test_judgements_may_come_before_the_document(filled, tmp_path):
    judge(filled, "correct", KEYS[3], value={"speaker": "Zora Quill"}, by="ann")
    lines = list(write_judgements(filled))
    with open_ledger(tmp_path / "other.db") as other:
        assert read_judgements(other, lines) == 1
        add_readings(other, start_run(other), [READING])
        assert statements(other, speaker="zora quill") == [KEYS[3]]
        assert get_reading(other, DOCUMENT) == get_reading(filled, DOCUMENT)


def test_judgements_that_are_taken_in_are_applied(filled, tmp_path):
    made = judge(filled, "reject", KEYS[3], by="ann")
    undo(filled, made.key, by="ann")
    judge(filled, "correct", KEYS[3], value={"act": "ask"}, by="ann")
    with open_ledger(tmp_path / "other.db") as other:
        add_readings(other, start_run(other), [READING])
        read_judgements(other, write_judgements(filled))
        assert get_reading(other, DOCUMENT) == get_reading(filled, DOCUMENT)


def test_judgements_that_were_only_recorded_are_applied_on_demand(filled):
    judge(filled, "correct", KEYS[3], value={"speaker": "Zora Quill"}, by="ann")
    lines = list(write_judgements(filled))
    undo(filled, judgements(filled, KEYS[3])[0].key, by="ann")
    with writing(filled) as connection:  # as versions before this one left it
        connection.execute(schema.judgement.delete().where(schema.judgement.c.verdict == "undo"))
    assert get_reading(filled, DOCUMENT) == READING
    assert list(write_judgements(filled)) == lines
    assert list(verify(filled)) == []
    assert revise_all(filled) == 1
    assert statements(filled, speaker="zora quill") == [KEYS[3]]


def test_verify_finds_a_judged_reading_that_is_not_what_was_judged(filled):
    judge(filled, "correct", KEYS[3], value={"factuality": "UU"}, by="ann")
    with writing(filled) as connection:
        table = schema.attribution
        change = table.update().where(table.c.factuality == "UU").values(factuality="PS+")
        connection.execute(change)
    (problem,) = verify(filled)
    assert (problem.subject, "not what people judged" in problem.what) == (DOCUMENT, True)
    revise_all(filled)
    assert list(verify(filled)) == []


def test_a_judged_document_is_compared_again_but_not_for_an_acceptance(filled):
    def compared():
        with writing(filled) as connection:
            table = schema.document
            for row in connection.execute(table.select()).all():
                connection.execute(
                    schema.resolved.delete().where(schema.resolved.c.document == row.id)
                )
                done = {"document": row.id, "reading": row.reading}
                connection.execute(schema.resolved.insert(), done)
        assert count_waiting(filled) == 0

    compared()
    judge(filled, "accept", KEYS[0], by="ann")
    assert count_waiting(filled) == 0
    made = judge(filled, "correct", KEYS[0], value={"speaker": "Zora Quill"}, by="ann")
    assert count_waiting(filled) == 1
    compared()
    judge(filled, "reject", KEYS[1], by="ann")
    assert count_waiting(filled) == 1
    compared()
    undo(filled, made.key, by="ann")
    assert count_waiting(filled) == 1


def test_a_judged_document_is_forgotten_like_any_other(filled):
    judge(filled, "correct", KEYS[0], value={"speaker": "Zora Quill"}, by="ann")
    forget(filled, DOCUMENT)
    assert statements(filled, speaker="zora quill") == []
    assert judgements(filled, undone=True) == []
    assert list(verify(filled)) == []


def test_a_value_that_cannot_be_one_is_refused_and_not_kept(filled):
    for value, told in [
        ({"act": "sing"}, "'sing' is no act"),
        ({"cue": [[0, 10**7]]}, "not empty and inside the"),
        ({"content": []}, "a content cannot be empty"),
        ({"parent": KEYS[0]}, "cannot be its own parent"),
    ]:
        with pytest.raises(LedgerError, match=told):
            judge(filled, "correct", KEYS[0], value=value, by="ann")
    assert judgements(filled, undone=True) == []


def test_only_a_document_takes_an_addition(filled):
    with pytest.raises(NotInLedger, match="no document"):
        judge(filled, "add", KEYS[0], value={"content": [[0, 5]]}, by="ann")
    with pytest.raises(LedgerError, match="'add' needs a content"):
        judge(filled, "add", DOCUMENT, value={"cue": [[0, 5]]}, by="ann")
    with pytest.raises(LedgerError, match="'add' needs 'value'"):
        judge(filled, "add", DOCUMENT, by="ann")


choices = st.lists(
    st.tuples(
        st.sampled_from(["accept", "reject", "speaker", "content", "undo"]), st.integers(0, 3)
    ),
    max_size=8,
)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(choices)
def test_whatever_is_judged_and_undone_in_any_order(filled, steps):
    """What is in force decides, however it came to be."""
    for what, n in steps:
        if what == "undo":
            force = judgements(filled, DOCUMENT)
            if force:
                undo(filled, force[n % len(force)].key, by="bo")
        elif what in {"accept", "reject"}:
            judge(filled, what, KEYS[n], by="ann")
        else:
            value = {"speaker": f"Zora {n}"} if what == "speaker" else {"content": [[n, 40]]}
            judge(filled, "correct", KEYS[n], value=value, by="ann")
    assert get_reading(filled, DOCUMENT) == corrected(READING, judgements(filled, DOCUMENT))
    assert list(verify(filled)) == []
    for one in judgements(filled, DOCUMENT):
        undo(filled, one.key, by="bo")
    assert get_reading(filled, DOCUMENT) == READING
