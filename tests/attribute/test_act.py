"""The act of an attribution from its cue, its words written for these tests."""

from __future__ import annotations

import json
import re
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.attribute.grammar.lemma import lemma
from sayso.attribute.statement.act import find_act, is_medium, is_reporting_cue, lexicon
from sayso.records import Act, Annotated, Document, Words
from sayso.text import make_document

TAG_NAMES = """
ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X
"""
TAGS = tuple(TAG_NAMES.split())
ACTS = frozenset(get_args(Act))
TOKEN = re.compile(r"\w+(?=n['’]t\b)|n['’]t\b|['’](?:s|ll|d|re|ve|m)\b|\w+(?:-\w+)*|[^\w\s]")


def make_words(starts, ends, *, tags=None, heads=None, relations=None, sentences=None):
    n = len(starts)
    named = tuple(dict.fromkeys(["dep", *(relations or [])]))
    arrays = (
        starts,
        ends,
        [TAGS.index(tag) for tag in tags] if tags else [TAGS.index("X")] * n,
        heads or [-1] * n,
        [named.index(name) for name in relations] if relations else [0] * n,
        sentences or [0] * n,
    )
    return Words(*(np.asarray(a, dtype=np.int32) for a in arrays), TAGS, named)


def annotate(document: Document, words: Words) -> Annotated:
    content = np.zeros(len(words), dtype=np.float32)
    return Annotated(document, words, ((0, len(document.text)),), (), (), content)


def cut(text: str):
    """Words of a text without tags or tree; a full stop ends a sentence."""
    found = list(TOKEN.finditer(text))
    sentence, sentences = 0, []
    for match in found:
        sentences.append(sentence)
        sentence += match.group() in {".", "?", "!"}
    return make_words([m.start() for m in found], [m.end() for m in found], sentences=sentences)


def parse_marked(marked: str):
    """Read "[S She] [C said] [X it rained]." into its text and its parts."""
    text, parts = "", {"S": [], "C": [], "X": []}
    for role, inside, outside in re.findall(r"\[([SCX]) ([^]]*)\]|([^\[]+)", marked):
        if role:
            parts[role].append((len(text), len(text) + len(inside)))
        text += inside + outside
    return text, {role: tuple(spans) for role, spans in parts.items()}


def act_of(marked: str, **known):
    text, parts = parse_marked(marked)
    cue = parts["C"][0] if parts["C"] else None
    annotated = annotate(make_document(text), cut(text))
    return find_act(annotated, cue, parts["X"], parts["S"], **known)


def parse_table(table: str) -> Annotated:
    """Read lines "word tag head relation" (heads count from 1, 0 is the root) of one sentence."""
    rows = [line.split() for line in table.strip().splitlines()]
    text = " ".join(row[0] for row in rows)
    ends = np.cumsum([len(row[0]) + 1 for row in rows]) - 1
    starts = [int(end) - len(row[0]) for end, row in zip(ends, rows, strict=True)]
    words = make_words(
        starts,
        list(ends),
        tags=[row[1] for row in rows],
        heads=[int(row[2]) - 1 for row in rows],
        relations=[row[3] for row in rows],
    )
    return annotate(make_document(text), words)


def span_of(annotated: Annotated, first: int, last: int):
    """Span of the words first..last of a table, counted from 1."""
    return int(annotated.words.start[first - 1]), int(annotated.words.end[last - 1])


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[S The mayor] [C said] [X the bridge was safe].", "say"),
        ("[S The mayor] [C has told] reporters [X that the bridge was safe].", "say"),
        ("[C According to] [S the mayor], [X the bridge was safe].", "say"),
        ("[C In the words of] [S the mayor], [X the bridge is “a miracle”].", "say"),
        ("[X “We rebuilt it,”] [S the mayor] [C was quoted as saying].", "say"),
        ("[S The mayor] [C apologised] [X for the delay].", "say"),
        ("[X The bridge] was [C reportedly] [X sold].", "report"),
        ("[X The bridge] was [C allegedly] [X sold].", "claim"),
        ("[S The group] [C claimed responsibility for] [X the blast].", "claim"),
        ("[S The mayor] [C insists] [X the bridge is safe].", "claim"),
        ("[S The firm] [C acknowledged] [X that the valve had failed].", "confirm"),
        ("[S The firm] [C owned up to] [X the mistake].", "confirm"),
        ("[S The firm] [C agreed] [X that the valve had failed].", "confirm"),
        ("[S The firm] [C agreed] [X to replace the valve].", "promise"),
        ("[S The firm] [C denied] [X that the valve had failed].", "deny"),
        ("[S The firm] [C brushed aside] [X the complaint].", "deny"),
        ("[S The firm] [C pleaded not guilty to] [X fraud].", "deny"),
        ("[S The firm] [C pleaded guilty to] [X fraud].", "confirm"),
        ("[S Residents] [C accused] [X the firm of hiding it].", "accuse"),
        ("[X The firm] [C was accused] [X of hiding it].", "accuse"),
        ("[S Residents] [C hold] the firm [C responsible] [X for it].", "accuse"),
        ("[S Residents] [C lashed out at] [X the firm].", "accuse"),
        ("[S Residents] [C were critical of] [X the plan].", "accuse"),
        ("[S Residents] [C called for] [X an inquiry].", "demand"),
        ("[S Residents] [C called repeatedly for] [X an inquiry].", "demand"),
        ("[S Residents] [C called on] the firm [X to pay].", "demand"),
        ("[S Residents] [C asked] the firm [X to pay].", "demand"),
        ("[S Residents] [C asked] the firm [X not to sell].", "demand"),
        ("[S Residents] [C asked] [X the firm to pay].", "demand"),
        ("[S Residents] [C asked] [X who is going to pay].", "ask"),
        ("[S Residents] [C asked] [X whether the firm would pay].", "ask"),
        ("[S Residents] [C want to know] [X who will pay].", "ask"),
        ("[S The judge] [C told] the firm [X to pay].", "demand"),
        ("[S The judge] [C suggested] [X moving the trial].", "demand"),
        ("[S The firm] [C vowed] [X to repair the bridge].", "promise"),
        ("[S The firm] [C gave assurances] [X that it would pay].", "promise"),
        ("[S The rebels] [C threatened] [X to burn the bridge].", "threaten"),
        ("[S The rebels] [C vowed revenge] [X for the raid].", "threaten"),
        ("[S Engineers] [C warned] [X that the bridge could fall].", "warn"),
        ("[S Engineers] [C sounded the alarm over] [X the bridge].", "warn"),
        ("[S Economists] [C expect] [X prices to rise].", "predict"),
        ("[X Prices] [C are expected] [X to rise].", "predict"),
        ("[S The mayor] [C thanked] [X the volunteers].", "praise"),
        ("[S The mayor] [C paid tribute to] [X the volunteers].", "praise"),
        ("[S The mayor] [C expressed her gratitude for] [X the help].", "praise"),
        ("[S Police] [C suspect] [X arson].", "believe"),
        ("[X The driver] [C is believed] [X to have fled].", "believe"),
        ("[C In the view of] [S the court], [X the law is void].", "believe"),
        ("[S The mayor] [C is convinced] [X that it will hold].", "believe"),
        ("[S The mayor] [C came to the conclusion] [X that it would hold].", "believe"),
        ("[S The mayor] [C hopes] [X to open it in May].", "want"),
        ("[S The mayor] [C would like] [X to open it in May].", "want"),
        ("[S The mayor] [C is in favour of] [X a toll].", "want"),
        ("[S The mayor] [C declined to comment on] [X the toll].", "decline"),
        ("[S The mayor] [C gave no details of] [X the toll].", "decline"),
        ("[S The mayor] [C remained silent on] [X the toll].", "decline"),
        ("[S A survey] [C found] [X that few would pay].", "report"),
        ("[S The figures] [C show] [X that few would pay].", "report"),
        ("[C according to] [S a study by the university], [X few would pay].", "report"),
        ("[C According to] [S the Valley Herald], [X few would pay].", "report"),
        ("[S The Valley Herald] [C reported] [X that few would pay].", "report"),
        ("[S two witnesses] [C reported] [X a loud bang].", "say"),
        ("[S The inspector] [C found] [X that few would pay].", "believe"),
    ],
)
def test_cue_decides(marked, expected):
    act, why = act_of(marked)
    assert act == expected, why


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[S The firm] [C did not say] [X who would pay].", "decline"),
        ("[S The firm] [C would not say] [X who would pay].", "decline"),
        ("[S The firm] [C refused to say] [X who would pay].", "decline"),
        ("[S The firm] declined to [C say] [X who would pay].", "decline"),
        ("[S The firm] [C could not immediately confirm] [X the figure].", "decline"),
        ("[S The firm] [C has yet to comment on] [X the figure].", "decline"),
        ("[S The firm] [C hasn't commented on] [X the figure].", "decline"),
        ("[S The firm] [C never admitted] [X the error].", "deny"),
        ("[S The firm] [C refuses to accept] [X the ruling].", "deny"),
        ("[S The firm] [C does not support] [X the ruling].", "deny"),
        ("[S The firm] [C has not denied] [X the error].", "say"),
        ("[S The firm] [C did not rule out] [X a sale].", "say"),
        ("[S The firm] [C refused to rule out] [X a sale].", "say"),
        ("[S The firm] [C stopped short of blaming] [X the crew].", "say"),
        ("[S No official] [C confirmed] [X the figure].", "decline"),
        ("[S The firm] [C does not consider] [X the crew to be at fault].", "believe"),
        ("[S The firm] [C does not want] [X a sale].", "want"),
        ("[S The firm] [C not only denied] [X the error].", "deny"),
        ("[S The firm] [C did not hesitate to blame] [X the crew].", "accuse"),
        ("[S The firm] [C refused] [X to leave].", "decline"),
        ("[S The firm] [C refused] [X to accept the ruling].", "deny"),
        ("[S The firm] [C refused] [X to rule out a sale].", "say"),
        ("[S The firm] [C declined] [X to comment on the sale].", "decline"),
        ("The firm did not reply, but [S its owner] [C denied] [X the error].", "deny"),
    ],
)
def test_negation_turns_the_act(marked, expected):
    act, why = act_of(marked)
    assert act == expected, why


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[S The mayor] [C said] [X the firm should pay].", "demand"),
        ("[S The mayor] [C said] [X that the firm must not sell].", "demand"),
        ("[X “Everyone must leave now,”] [S the mayor] [C said].", "demand"),
        ("[S The mayor] [C said] [X the firm should have paid].", "say"),
        ("[S The mayor] [C said] [X we should be able to pay].", "say"),
        ("[S The mayor] [C said] [X it rained and that nobody should drive].", "say"),
        ("[X “Why did nobody pay?”] [S the mayor] [C said].", "ask"),
        ("[X “They never paid, right?”] [S the mayor] [C said].", "say"),
        ("[X “Nobody paid. They left. And who helped us?”] [S the mayor] [C said].", "say"),
        ("[S The mayor] [C said] [X the allegation was completely untrue].", "deny"),
        ("[S The mayor] [C told] us [X the reports were not true].", "deny"),
        ("[X “This is nonsense,”] [S the mayor] [C said].", "deny"),
        ("[S The mayor] [C said] [X the wall was fake].", "say"),
        ("[S The army] [C said] [X it would retaliate].", "threaten"),
        ("[S The army] [C said] [X it would not retaliate].", "say"),
        ("[X “We will strike back,”] [S the army] [C said].", "threaten"),
        ("[X “He will strike back,”] [S the army] [C said].", "say"),
        ("[S The army] [C said] [X villagers would attack].", "say"),
        ("[S The firm] [C said] [X it would cooperate].", "promise"),
        ("[S The firm] [C said] [X the work would continue].", "say"),
        ("[S The firm] [C warned] [X it would close the plant].", "threaten"),
        ("[S The firm] [C warned] [X that it would be costly].", "warn"),
        ("[X “We urge both sides to stop,”] [S the envoy] [C said].", "demand"),
        ("[X “I also condemn this,”] [S the envoy] [C said].", "accuse"),
        ("[S The envoy] [C said] [X he welcomed the truce].", "praise"),
        ("[X “He welcomed the truce,”] [S the envoy] [C said].", "say"),
        ("[X “I think it will hold,”] [S the envoy] [C said].", "say"),
        ("[S The envoy] [C called] [X the raid a cowardly act].", "accuse"),
        ("[S The envoy] [C called] [X the raid an operation].", "say"),
        ("[X “It went on for hours.”]", "say"),
        ("[X “Who would do that?”]", "ask"),
        ("[X “We call on both sides to stop.”]", "demand"),
    ],
)
def test_content_decides_where_the_cue_is_open(marked, expected):
    act, why = act_of(marked)
    assert act == expected, why


@pytest.mark.parametrize(
    ("marked", "expected", "reason"),
    [
        ("[S She] [C denied] [X it].", "deny", "cue 'deny' -> deny"),
        ("[S She] [C did not deny] [X it].", "say", "cue 'deny' (not) -> say"),
        ("[S She] [C asked] him [X to go].", "demand", "cue 'ask' (to) -> demand"),
        ("[S She] [C said] [X he must go].", "demand", "cue 'say' -> say; 'must' -> demand"),
        ("[S She] [C whittled] [X “that”].", "say", "unknown cue 'whittled' -> say"),
        ("[X “That is all.”]", "say", "no cue -> say"),
    ],
)
def test_reason_names_what_decided(marked, expected, reason):
    assert act_of(marked) == (expected, reason)


def test_outlet_known_to_the_caller_reports():
    marked = "[C According to] [S Kestrel], [X few would pay]."
    assert act_of(marked)[0] == "say"
    assert act_of(marked, outlet=True)[0] == "report"


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[S Her] [C vilification of] [X the firm] went on.", "accuse"),
        ("[S She] [C reasserted] [X that it was safe].", "claim"),
    ],
)
def test_unlisted_word_takes_the_act_of_its_verb(marked, expected):
    assert act_of(marked)[0] == expected


TREE = """
The DET 2 det
envoy NOUN 3 nsubj
said VERB 0 root
that SCONJ 11 mark
both DET 6 det
sides NOUN 11 nsubj
, PUNCT 9 punct
which PRON 9 nsubj
fought VERB 6 acl
, PUNCT 9 punct
stop VERB 3 ccomp
should AUX 11 aux
now ADV 11 advmod
"""


def test_tree_finds_the_main_clause_behind_a_relative_clause():
    annotated = parse_table(TREE)
    spans = span_of(annotated, 3, 3), (span_of(annotated, 4, 13),)
    assert find_act(annotated, *spans)[0] == "demand"
    flat = annotate(annotated.document, cut(annotated.document.text))
    assert find_act(flat, *spans)[0] == "say"


NOUN_OR_VERB = """
The DET 2 det
call NOUN 5 nsubj
for ADP 4 case
rain NOUN 2 nmod
grew VERB 0 root
"""


def test_tag_tells_a_noun_from_a_verb():
    annotated = parse_table(NOUN_OR_VERB)
    assert find_act(annotated, span_of(annotated, 2, 2), (span_of(annotated, 4, 4),))[0] == "demand"


GOVERNED = """
She PRON 2 nsubj
denied VERB 0 root
as ADP 4 mark
follows VERB 2 advcl
it PRON 2 obj
"""


def test_unlisted_cue_takes_the_act_of_the_verb_it_hangs_on():
    annotated = parse_table(GOVERNED)
    assert find_act(annotated, span_of(annotated, 4, 4), (span_of(annotated, 5, 5),))[0] == "deny"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("the newspaper", True),
        ("a report this week by the ministry", True),
        ("the state news agency", True),
        ("the Valley Herald", True),
        ("preliminary figures", True),
        ("the editor of the newspaper", False),
        ("an aid agency", False),
        ("the herald", False),
        ("the mayor", False),
        ("", False),
    ],
)
def test_media_and_documents_are_told_from_people(source, expected):
    annotated = annotate(make_document(source or "nobody"), cut(source or "nobody"))
    assert is_medium(annotated, ((0, len(source)),) if source else ()) is expected


def test_own_outlet_of_a_document_is_a_medium():
    document = make_document("Kestrel said so.", outlet="Kestrel")
    assert is_medium(annotate(document, cut(document.text)), ((0, 7),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She said", True),
        ("told reporters:", True),
        ("added", True),
        ("refused", True),
        ("according to", True),
        ("has ruled that out", True),
        ("claimed responsibility", True),
        ("walked home", False),
        ("did not", False),
        ("has been", False),
        ("", False),
        (" … ", False),
    ],
)
def test_reporting_cues_are_recognised(text, expected):
    assert is_reporting_cue(text) is expected


@pytest.mark.parametrize(
    ("word", "tag", "expected"),
    [
        ("Said", "VERB", "say"),
        ("denies", "VERB", "deny"),
        ("denying", "VERB", "deny"),
        ("lying", "VERB", "lie"),
        ("accused", "VERB", "accuse"),
        ("admitted", "VERB", "admit"),
        ("added", "VERB", "add"),
        ("called", "VERB", "call"),
        ("signalled", "VERB", "signal"),
        ("recalled", "VERB", "recall"),
        ("urging", "VERB", "urge"),
        ("acknowledging", "VERB", "acknowledge"),
        ("promised", "VERB", "promise"),
        ("dismissed", "VERB", "dismiss"),
        ("visited", "VERB", "visit"),
        ("invited", "VERB", "invite"),
        ("agreed", "VERB", "agree"),
        ("needed", "VERB", "need"),
        ("bringing", "VERB", "bring"),
        ("foreseen", "VERB", "foresee"),
        ("struggles", "VERB", "struggle"),
        ("wo", "AUX", "will"),
        ("accusations", "NOUN", "accusation"),
        ("inquiries", "NOUN", "inquiry"),
        ("spokesmen", "NOUN", "spokesman"),
        ("beliefs", "NOUN", "belief"),
        ("Reportedly", "ADV", "reportedly"),
    ],
)
def test_lemma(word, tag, expected):
    assert lemma(word, tag) == expected


@settings(deadline=None)  # the first call reads the lexicon
@given(st.text(max_size=30), st.sampled_from(TAGS))
def test_lemma_never_fails(word, tag):
    assert isinstance(lemma(word, tag), str)


def test_every_row_of_the_lexicon_can_be_used():
    signals = {"light", "negator", "body", "suffered"}
    for part, rows in lexicon().acts.items():
        for phrase, acts in rows.items():
            assert phrase[0] != "…", phrase
            assert phrase[-1] != "…", phrase
            allowed = {"-"} if part in signals else ACTS
            assert set(acts.values()) <= allowed, (part, phrase)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_any_spans_give_an_act(data):
    text = "The envoy did not deny “it”, the paper said. Who will pay?"
    spot = st.integers(0, len(text) - 1)
    span = st.tuples(spot, st.integers(1, 20)).map(lambda s: (s[0], min(len(text), sum(s))))
    annotated = annotate(make_document(text), cut(text))
    spans = st.lists(span, max_size=2).map(lambda found: tuple(sorted(found)))
    act, why = find_act(annotated, data.draw(st.none() | span), data.draw(spans), data.draw(spans))
    assert act in ACTS
    assert why.endswith(f"-> {act}")


def share_right(path, read):
    right = total = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if "document" not in record:
            continue
        annotated = read(record["document"])
        for gold in record["attributions"]:
            parts = [tuple(map(tuple, gold[role])) for role in ("cue", "content", "source")]
            cue = parts[0][0] if parts[0] else None
            outlet = gold["kind"] == "outlet"
            right += find_act(annotated, cue, *parts[1:], outlet=outlet)[0] == gold["act"]
            total += 1
    return right / total


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("gold/dev_a.jsonl", 0.94),
        ("gold/dev_b.jsonl", 0.90),
        ("gold/cross_chibok.jsonl", 0.94),
        ("seed/reading.jsonl", 0.92),
    ],
)
def test_acts_of_the_gold_readings_without_tree(shared, name, floor):
    def read(document):
        return annotate(make_document(document["text"]), cut(document["text"]))

    assert share_right(shared / name, read) >= floor
