"""The JSON of a reading: its shape, and that every span is its words."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed import flat, shown
from readings import DAM, FERRY, dam, ferry, reading

from sayso.records import Actor, Attribution, Count, Event, Hop, Label, Party, Place, Response
from sayso.views.payload import dumps, reading_payload

KEYS = {
    "": ["document", "actors", "attributions", "responses", "events", "labels", "sayso"],
    "document": [
        "id", "uri", "outlet", "title", "byline", "credit", "published", "language", "text",
        "sha256",
    ],
    "actors": ["id", "name", "kind", "identity", "country", "mentions"],
    "attributions": [
        "id", "source", "cue", "content", "addressee", "verbatim", "mode", "act", "factuality",
        "speaker", "identity", "kind", "chain", "said", "parent", "confidence", "why", "judged",
    ],
    "chain": ["name", "actor", "evidence"],
    "responses": ["actor", "response", "about", "evidence"],
    "events": [
        "type", "mode", "actor", "recipient", "items", "place", "date", "evidence",
        "attribution", "polarity", "modality", "contexts", "counts", "parties", "where", "trigger",
    ],
    "counts": ["what", "low", "high", "text"],
    "parties": ["name", "country", "sector"],
    "where": ["name", "country", "latitude", "longitude", "precision", "others"],
    "labels": ["actor", "label", "by", "polarity", "attribution", "evidence"],
    "sayso": ["version", "model"],
}  # fmt: skip


def full():
    """A reading with something in every list."""
    plain = ferry()
    first = replace(plain.attributions[0], chain=(Hop("The Merrow Courier"), Hop(None)))
    return replace(
        plain,
        attributions=(first, *plain.attributions[1:]),
        actors=(Actor("p1", "Ines Calder", "person", "named", None, ((0, 17),)),),
        responses=(Response("Ines Calder", "declined", "a1", ((0, 5),)),),
        events=(
            Event("AID", "economic", ("Ines Calder",), (), ("a ferry",), None, "2031-03",
                  ((0, 5),), "a1", "+", "planned", ("economic",), (Count("ferries", 1, 1, "a"),),
                  (Party("Ines Calder", "IRL", "GOV"),),
                  Place("Cork", "IE", 51.9, -8.5, "city", ("US",)), (0, 5)),
        ),
        labels=(Label("Ines Calder", "boss", None, "+", None, ((0, 5),)),),
    )  # fmt: skip


def test_no_field_of_a_record_is_left_out():
    for name, record in [("actors", Actor), ("attributions", Attribution), ("chain", Hop),
                         ("responses", Response), ("events", Event), ("counts", Count),
                         ("parties", Party), ("where", Place), ("labels", Label)]:  # fmt: skip
        # A mark is half of a key, which ledgers give.
        assert sorted(KEYS[name]) == sorted({*record.__slots__} - {"mark"})


def parsed(line):
    """A small reader of the format: the words of each part of each attribution."""
    data = json.loads(line)
    text = data["document"]["text"]
    return [
        {
            role: [text[start:end] for start, end in attribution[role]]
            for role in ("source", "cue", "content", "addressee", "verbatim")
        }
        for attribution in data["attributions"]
    ]


def test_keys_and_their_order_are_those_of_the_design():
    payload = reading_payload(full())
    assert list(payload) == KEYS[""]
    assert list(payload["document"]) == KEYS["document"]
    assert list(payload["sayso"]) == KEYS["sayso"]
    assert list(payload["attributions"][0]["chain"][0]) == KEYS["chain"]
    for name in ("actors", "attributions", "responses", "events", "labels"):
        assert list(payload[name][0]) == KEYS[name]
    event = payload["events"][0]
    assert list(event["counts"][0]) == KEYS["counts"]
    assert list(event["parties"][0]) == KEYS["parties"]
    assert list(event["where"]) == KEYS["where"]


def test_what_is_not_decided_is_null_or_empty():
    payload = reading_payload(reading("Nobody spoke."))
    assert {key for key, value in payload["document"].items() if value is None} == {
        "uri", "outlet", "title", "credit", "published", "language",
    }  # fmt: skip
    assert payload["document"]["byline"] == payload["attributions"] == payload["events"] == []
    assert payload["labels"] == []
    attribution = reading_payload(reading("He left, she said.", ("she", "said", "He left")))
    first = attribution["attributions"][0]
    assert first["speaker"] is first["parent"] is first["said"] is first["act"] is None
    assert first["chain"] == first["addressee"] == first["why"] == []


def test_every_span_is_its_words():
    assert parsed(dumps(reading_payload(ferry())))[1] == {
        "source": ["the harbour master"],
        "cue": ["insisted"],
        "content": ["“It was never broken,”", "“and we only cleaned it. Ask anyone."],
        "addressee": [],
        "verbatim": [],
    }


def test_values_come_back_as_they_were():
    payload = reading_payload(full())
    assert json.loads(dumps(payload)) == payload
    assert payload["document"]["text"] == FERRY
    assert payload["responses"][0]["evidence"] == payload["events"][0]["evidence"] == [[0, 5]]
    assert payload["actors"][0]["mentions"] == [[0, 17]]


def test_a_whole_reading_is_passed_whole():
    payload = json.loads(dumps(reading_payload(dam())))
    second, ninth = payload["attributions"][1], payload["attributions"][8]
    paper, addressee = DAM.index("the newspaper"), second["addressee"]
    assert (second["speaker"], second["identity"], second["kind"]) == (
        "engineers at the dam", "role", "group",
    )  # fmt: skip
    assert second["chain"] == [
        {"name": "The Valley Herald", "actor": None, "evidence": []},
        {"name": "Lowland Monitor", "actor": "p1", "evidence": [[paper, paper + 13]]},
        {"name": "engineers at the dam", "actor": None, "evidence": []},
    ]
    assert addressee == [[paper, paper + 13]]
    assert [a["said"] for a in payload["attributions"][:4]] == ["2032-01-13", None, None, "2031-03"]
    assert [a["factuality"] for a in payload["attributions"]] == [
        "CT+", "CT+", "PS+", "CT+", "CT+", "CT-", "CT+", "CT+", "UU",
    ]  # fmt: skip
    assert (ninth["speaker"], ninth["identity"]) == (None, "unstated")
    assert payload["attributions"][7]["parent"] == "a7"
    assert [(r["actor"], r["response"], r["about"]) for r in payload["responses"]] == [
        ("Ilse Brandt", "not-denied", "a1"),
        ("Oren Vale", "denied", "a2"),
        ("the operator", "unreachable", None),
    ]
    assert [actor["id"] for actor in payload["actors"]] == ["p1", "p2", "p3", "p4", "p5", "p6"]
    assert payload["actors"][1]["country"] == "Norland"
    assert [DAM[s:e] for s, e in payload["actors"][1]["mentions"]] == ["Ilse Brandt", "Brandt"]


def told(value, key=""):
    """Every name, date and other word of a payload but those the page tells in its own way."""
    own = {"id", "sha256", "text", "factuality", "identity", "response", "about", "parent", "actor"}
    if isinstance(value, dict):
        return [word for k, inner in value.items() if k not in own for word in told(inner, k)]
    if isinstance(value, list):
        return [word for inner in value for word in told(inner, key)]
    return [value] if isinstance(value, str) else []


def test_the_page_tells_what_the_json_tells():
    payload = reading_payload(dam(uri="https://valley.example/dam"))
    page = flat(shown(dam(uri="https://valley.example/dam"), width=79, why=True, everyone=True))
    payload["sayso"] = None  # the command that prints the page tells its version
    for attribution in payload["attributions"]:
        reasons = [entry.partition(": ")[2] or entry for entry in attribution["why"]]
        attribution["why"] = reasons
    words = told(payload)
    assert len(words) > 60
    assert [word for word in words if word not in page] == []


def test_a_span_from_an_array_is_a_json_number():
    np = pytest.importorskip("numpy")
    plain = ferry()
    odd = replace(
        plain.attributions[0], source=((np.int32(0), np.int32(5)),), confidence=np.float32(0.25)
    )
    line = dumps(reading_payload(replace(plain, attributions=(odd,))))
    assert '"source": [[0, 5]]' in line
    assert '"confidence": 0.25' in line


def test_a_path_that_is_no_utf8_can_be_written_and_read_again():
    odd = "caf\udce9.txt"
    one = ferry()
    line = dumps(reading_payload(replace(one, document=replace(one.document, uri=odd))))
    assert json.loads(line.encode("utf-8"))["document"]["uri"] == odd


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(), st.text(max_size=30))
def test_one_line_of_utf8_whatever_the_words(text, title):
    line = dumps(reading_payload(reading(text, title=title)))
    assert len(line.splitlines()) == 1
    assert json.loads(line.encode("utf-8"))["document"]["title"] == title
