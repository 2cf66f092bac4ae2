"""Gold is read whole, its offsets follow the text, and nothing is dropped in silence."""

import json
import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from gold_examples import HARBOUR, UNHURRIED, harbour, spans
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sayso.errors import GoldError
from sayso.evaluate.corpus import (
    GoldItem,
    normalise_with_map,
    read_brat,
    read_gold,
    read_readings,
    shift,
)
from sayso.evaluate.score import FIELDS, ROLES
from sayso.records import Hop, Response, Skipped
from sayso.text import normalise

# Everything normalise touches: spaces and breaks of all kinds, marks that
# compose, characters that go, letters that decompose.
raws = st.text(
    st.sampled_from(
        "ab1.“ \t\r\n\x0b\x1c\x85\xa0\u2003\u2028\u200b\ufeff\x00e\u0301\u0323\u0344é각ᄀ ᅡᆨ\u0958Ω"
    ),
    max_size=40,
)


# -- offsets


@settings(UNHURRIED, max_examples=150)
@given(st.one_of(raws, st.text(max_size=40)))
@example("\u200b a")
@example("e\ufeff\u0301 \r\n\r\n b ")
def test_the_text_is_the_normalised_one_and_the_map_runs_over_it(raw):
    text, at = normalise_with_map(raw)
    assert text == normalise(raw)
    assert len(at) == len(raw) + 1
    assert at[0] == 0
    assert at[-1] == len(text)
    assert all(one <= other for one, other in pairwise(at))


def parts_no_character(raw, cut):
    """Whether a cut stands between two characters a reader would call two."""
    behind = re.sub("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\ufeff]", "", raw[cut:])[:1]
    return not behind or not (unicodedata.combining(behind) or "\u1160" <= behind <= "\u11ff")


@settings(UNHURRIED, max_examples=150)
@given(raws, st.data())
def test_a_span_keeps_its_words(raw, data):
    cuts = [cut for cut in range(len(raw) + 1) if parts_no_character(raw, cut)]
    start, end = sorted(data.draw(st.tuples(st.sampled_from(cuts), st.sampled_from(cuts))))
    text, at = normalise_with_map(raw)
    assert text[at[start] : at[end]].strip() == normalise(raw[start:end])
    moved = shift([(start, end)], at, text)
    assert [text[s:e] for s, e in moved] == [normalise(raw[start:end])] * len(moved)
    assert bool(moved) == bool(normalise(raw[start:end]))


@pytest.mark.parametrize(
    ("raw", "words", "expected"),
    [
        ("A  ferry\r\n\r\nsank.", "ferry", "ferry"),
        ("A  ferry\r\n\r\nsank.", "ferry\r\n\r\nsank", "ferry\nsank"),
        ("\ufeffA ferry", "A ferry", "A ferry"),
        ("a cafe\u0301 spoke", "cafe", "café"),  # the mark goes with its letter
        ("a cafe\u0301 spoke", "\u0301 spoke", "spoke"),
        ("  said  it ", "  said  it ", "said it"),
        ("fer\u200bry", "fer", "fer"),
        ("fer\u200bry", "ry", "ry"),
    ],
)
def test_spans_follow_their_words(raw, words, expected):
    text, at = normalise_with_map(raw)
    ((start, end),) = shift(spans(raw, words), at, text)
    assert text[start:end] == expected


def test_a_span_of_nothing_is_gone():
    text, at = normalise_with_map("a \u200b\n b")
    assert shift([(1, 4)], at, text) == ()


# -- brat

RAW = "\ufeff“The  quay\r\n\r\nis closed,” Rosa Lund said; “we waited,” adding that ships left."
ANN = """T1	Content 1 26	“The  quay
T2	Source {rosa}	Rosa Lund
T3	Cue {said}	said
E1	Attribution:T4 Content:T1 Cue:T3 Source:T2 Content2:T5
T4	Attribution {said}	said
T5	Content {waited}	“we waited,”
#1	AnnotatorNotes T1	is this one?
A1	Nested E1
T6	Cue {adding}	adding
T7	Content {that};{left}	that left
E2	Attribution-no-source:T9 Content:T7 Cue:T6
T9	Attribution-no-source {adding}	adding
"""


def at(*words):
    return ";".join(f"{start} {end}" for start, end in spans(RAW, *words))


def annotation(text=ANN):
    words = {w: at(w) for w in ("said", "adding", "that", "left")}
    return text.format(rosa=at("Rosa Lund"), waited=at("“we waited,”"), **words)


@pytest.fixture
def side_by_side(tmp_path):
    (tmp_path / "quay.txt").write_bytes(RAW.encode())
    (tmp_path / "quay.ann").write_bytes(annotation().encode())
    return tmp_path


def words(item, index):
    text = item.document.text
    a = item.attributions[index]
    return {role: [text[s:e] for s, e in getattr(a, role)] for role in ROLES}


def test_brat_spans_point_to_the_same_words_of_the_normalised_text(side_by_side):
    (item,) = read_brat(side_by_side)
    assert item.document.text == normalise(RAW)
    assert [a.id for a in item.attributions] == ["E1", "E2"]
    assert words(item, 0) == {
        "source": ["Rosa Lund"],
        "cue": ["said"],
        "content": ["“The quay\nis closed,”", "“we waited,”"],  # defined behind its event
    }
    assert words(item, 1) == {"source": [], "cue": ["adding"], "content": ["that", "left"]}
    assert item.warnings == ()
    assert item.fields == frozenset()
    assert (item.annotator, item.document.id) == ("", "quay")


def test_line_ends_of_the_annotation_are_no_matter(side_by_side):
    (plain,) = read_brat(side_by_side)
    crlf = annotation().replace("\n", "\r\n").encode()
    (side_by_side / "quay.ann").write_bytes(crlf)
    (item,) = read_brat(side_by_side / "quay.ann")
    assert item == plain


def test_the_polnear_layout_names_annotator_outlet_and_date(tmp_path):
    for folder in ("text", "attributions"):
        (tmp_path / folder).mkdir()
    name = "tidewater-post_2031-04-02_quay-closed"
    (tmp_path / "text" / f"{name}.txt").write_bytes(RAW.encode())
    (tmp_path / "text" / "untouched.txt").write_text("Nobody read me.")
    for who in ("zoe", "abe"):
        path = tmp_path / "attributions" / f"{name}_{who}.ann"
        path.write_bytes(annotation().encode())
    *items, last = read_gold([tmp_path])
    assert [item.annotator for item in items] == ["abe", "zoe"]
    assert {item.document.outlet for item in items} == {"tidewater-post"}
    assert {item.document.published for item in items} == {"2031-04-02"}
    assert items[0].document.id == items[1].document.id == name
    assert isinstance(last, Skipped)
    assert last.uri.endswith("untouched.txt")


@pytest.mark.parametrize(
    ("line", "warning"),
    [
        ("is closed,”", "quay.ann:1: no brat annotation, passed over: 'is closed,”'"),
        ("T1	Source 1 5	Thx", "quay.ann:1: T1 says 'Thx', the text has '“The' there"),
        ("T1	Source 1 5	“The\nE1	Attribution:T1 Source:T1", "E1 has no content"),
        (
            "T1	Cue {gap}	\nT2	Content 1 5	“The\nE1	Attribution:T2 Cue:T1 Content:T2",
            "quay.ann:3: E1: a span of its cue holds nothing but spaces",
        ),
    ],
)
def test_odd_lines_are_warned_of(side_by_side, line, warning):
    line = line.format(gap=at("\r\n\r\n"))
    (side_by_side / "quay.ann").write_text(line, encoding="utf-8")
    (item,) = read_brat(side_by_side)
    assert len(item.warnings) == 1
    assert warning in item.warnings[0]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("T1	Source 1-5	“The", "quay.ann:1: not a text-bound line of brat"),
        ("T1	Source 5 1	x", "T1 has the span [5, 1], but the text has"),
        ("T1	Source 1 5000	x", "T1 has the span [1, 5000]"),
        ("\nE1	Attribution", "quay.ann:2: not an event line of brat"),
        ("E1	Attribution:T1 Content:T2", "E1 points to T2, which the file does not have"),
    ],
)
def test_lines_that_cannot_be_scored_are_refused(side_by_side, line, message):
    (side_by_side / "quay.ann").write_text(line, encoding="utf-8")
    with pytest.raises(GoldError, match=re.escape(message)) as caught:
        list(read_brat(side_by_side))
    assert "quay.ann" in caught.value.subject


@pytest.mark.parametrize(
    ("second", "nested"),
    [
        (("left", "ships"), False),
        (("said", "adding that ships left"), False),  # beside another, with its cue
        (("adding", "that ships left"), False),  # its own content
        (("waited", "ships"), True),  # a cue in another's content
        (("", "waited"), False),
    ],
)
def test_a_brat_file_is_nested_if_a_cue_stands_in_another_content(side_by_side, second, nested):
    cue, content = second
    lines = [
        f"T1\tContent {at('“we waited,”')}\t“we waited,”",
        f"T2\tCue {at('said')}\tsaid",
        "E1\tAttribution:T2 Content:T1 Cue:T2",
        f"T3\tContent {at(content)}\t{content}",
        f"T4\tCue {at(cue)}\t{cue}",
        f"E2\tAttribution:T3 Content:T3{' Cue:T4' if cue else ''}",
    ]
    text = "\n".join(line for line in lines if cue or not line.startswith("T4"))
    (side_by_side / "quay.ann").write_text(text, encoding="utf-8")
    (item,) = read_brat(side_by_side)
    assert len(item.attributions) == 2
    assert item.nested == nested


def test_an_annotation_without_text_is_refused(side_by_side):
    (side_by_side / "quay.txt").rename(side_by_side / "other.txt")
    with pytest.raises(GoldError, match=r"no text for it; expected quay\.txt"):
        list(read_brat(side_by_side))


def test_text_that_is_not_utf8_is_refused(side_by_side):
    (side_by_side / "quay.txt").write_bytes(b"\xe9t\xe9")
    with pytest.raises(GoldError, match="not UTF-8"):
        list(read_brat(side_by_side))


# -- readings


def record(**changes):
    attributions = [
        {
            "id": a.id,
            **{role: getattr(a, role) for role in ROLES},
            "mode": a.mode,
            "speaker": a.speaker,
            "chain": ["Tidewater Post", None],
            "said": None,
            "parent": a.parent,
        }
        for a in harbour()
    ]
    document = {
        "id": "harbour",
        "outlet": "Tidewater Post",
        "published": "2031-04-02",
        "text": HARBOUR,
    }
    return {"document": document, "attributions": attributions, "responses": [], **changes}


def write(folder, *records, name="mine.jsonl"):
    path = folder / name
    lines = (r if isinstance(r, str) else json.dumps(r) for r in records)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_readings_give_their_attributions_and_what_they_decide(tmp_path):
    (item,) = read_readings(write(tmp_path, record(), "", {"claims": []}))
    assert item.document.text == HARBOUR
    assert (item.document.outlet, item.document.published) == ("Tidewater Post", "2031-04-02")
    assert item.annotator == "mine"
    assert item.nested
    assert item.fields == {"mode", "speaker", "chain", "said", "parent"}
    assert [(a.source, a.cue, a.content, a.mode) for a in item.attributions] == [
        (a.source, a.cue, a.content, a.mode) for a in harbour()
    ]
    assert item.attributions[3].parent == "c"
    assert item.attributions[0].chain == (Hop("Tidewater Post"), Hop(None))


def test_what_sayso_prints_is_gold_too(tmp_path):
    printed = record()
    for entry in printed["attributions"]:
        entry |= {"chain": [{"name": "Tidewater Post", "actor": "x1", "evidence": []}], "why": []}
    printed["document"] |= {"byline": ["Ada Quill"], "title": None}
    (item,) = read_readings(write(tmp_path, printed))
    assert item.attributions[0].chain == (Hop("Tidewater Post"),)
    assert item.document.byline == ("Ada Quill",)


def test_readings_of_raw_text_are_moved(tmp_path):
    raw = "Rosa  said:\r\n\r\n  ships left."
    parts = {
        "source": spans(raw, "Rosa"),
        "cue": spans(raw, "said"),
        "content": spans(raw, "ships left."),
    }
    (item,) = read_readings(
        write(tmp_path, {"document": {"text": raw}, "attributions": [{"id": "x", **parts}]})
    )
    assert words(item, 0) == {"source": ["Rosa"], "cue": ["said"], "content": ["ships left."]}


def test_responses_are_read_and_moved(tmp_path):
    raw = "Rosa  said:\r\n\r\n  ships left. Ada  Quill denied it."
    entry = {"id": "x", "source": [], "cue": [], "content": spans(raw, "ships left")}
    response = {"actor": "Ada Quill", "response": "denied", "about": "x",
                "evidence": spans(raw, "Ada  Quill", "denied")}  # fmt: skip
    given_ = {"document": {"text": raw}, "attributions": [entry], "responses": [response]}
    (item,) = read_readings(write(tmp_path, given_))
    (found,) = item.responses
    evidence = spans(item.document.text, "Ada Quill", "denied")
    assert found == Response("Ada Quill", "denied", "x", evidence)


def test_gold_without_the_key_decides_no_responses(tmp_path):
    plain = record()
    del plain["responses"]
    none, empty = read_readings(write(tmp_path, plain, record()))
    assert none.responses is None
    assert empty.responses == ()


def test_readings_without_attributions_are_gold(tmp_path):
    (item,) = read_readings(write(tmp_path, record(attributions=[])))
    assert item.attributions == ()
    assert item.fields <= set(FIELDS)


def answered(**changes):
    response = {"actor": "x", "response": "denied", "about": None, "evidence": [[0, 5]], **changes}
    return record(responses=[{k: v for k, v in response.items() if v != "gone"}])


def broken(**changes):
    out = record()
    out["attributions"][0] |= changes
    return out


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["{"], "mine.jsonl:1: not JSON"),
        ([record(), "[]"], "mine.jsonl:2: not a reading: TypeError"),
        ([{"text": "Hello"}], "not a reading: KeyError 'document'"),
        ([record(document={})], "not a reading: KeyError 'text'"),
        ([broken(cue=[[3, 1]])], "cue of a has the span [3, 1]"),
        ([broken(cue=[[3, 9999]])], "cue of a has the span [3, 9999]"),
        ([broken(verbatim=[[0, 2.5]])], "verbatim of a has the span [0, 2.5]"),
        ([broken(content=[3, 9])], "not a reading: TypeError"),
        ([broken(id="b")], "two attributions are called 'b'"),
        ([broken(parent="zz")], "the parent of a is 'zz', which is not there"),
        ([answered(about="zz")], "what response 1 is about is 'zz', which is not there"),
        ([answered(evidence=[[5, 9999]])], "evidence of response 1 has the span [5, 9999]"),
        ([answered(about="gone")], "not a reading: KeyError 'about'"),
        ([record(responses=None)], "not a reading: TypeError"),
    ],
)
def test_bad_readings_are_refused(tmp_path, lines, message):
    with pytest.raises(GoldError, match=re.escape(message)) as caught:
        list(read_readings(write(tmp_path, *lines)))
    assert caught.value.subject.startswith(str(tmp_path / "mine.jsonl:"))


# -- any gold


def test_a_folder_of_readings_is_read(tmp_path):
    write(tmp_path, record(), name="b.jsonl")
    write(tmp_path, record(), name="a.jsonl")
    assert [item.annotator for item in read_gold([str(tmp_path)])] == ["a", "b"]


def test_the_same_gold_twice_is_refused(tmp_path):
    path = write(tmp_path, record())
    with pytest.raises(GoldError, match="harbour as labelled by mine was given twice"):
        list(read_gold([path, path]))


@pytest.mark.parametrize("name", ["nothing", "nothing.jsonl", "nothing.ann", "empty"])
def test_paths_without_gold_are_refused(tmp_path, name):
    (tmp_path / "empty").mkdir()
    with pytest.raises(GoldError, match=r"nothing|no gold here"):
        list(read_gold([tmp_path / name]))


@pytest.mark.corpus
def test_every_gold_file_is_read(shared: Path):
    given_ = [shared / "gold", shared / "seed", shared / "data/polnear/dev"]
    items = list(read_gold(given_))
    assert all(isinstance(item, GoldItem) for item in items)
    assert sum(len(item.attributions) for item in items if item.fields) == 295
    assert len({item.document.id for item in items}) == 84 + 21
    assert sum(len(item.responses or ()) for item in items) == 14
    assert {item.nested for item in items if item.fields} == {True}
    assert {item.nested for item in items if not item.fields} == {False}
    # brat writes the words beside the offsets: none may differ.
    assert not any(" says " in warning for item in items for warning in item.warnings)
