"""What pages show of a payload is what is in it."""

import pytest

pytest.importorskip("fastapi", reason="the desk's packages are not installed (the extra desk)")

from starlette.requests import Request

from sayso.views.desk.showing import (
    answers_of,
    api_address,
    claim_points,
    here_with,
    named_address,
    notes_of,
    section_of,
    speaking,
    stations,
)
from sayso.views.desk.words import minute

TEXT = "Officers told the Tern that no ship sank, the Gull reports. The harbour has not denied it."
READING = {
    "document": {"text": TEXT},
    "actors": [{"id": "p1", "name": "Officers", "kind": "group", "identity": "anonymous"},
               {"id": "p2", "name": "the Tern", "kind": "outlet", "identity": "named"}],
    "attributions": [{
        "id": "a1", "source": [[0, 8]], "cue": [[9, 13]], "content": [[23, 27], [28, 40]],
        "addressee": [[14, 22]], "mode": "indirect", "act": "say", "factuality": "CT+",
        "speaker": "Officers", "identity": "anonymous", "kind": "group", "said": None,
        "parent": "a2", "confidence": 0.9, "why": ["cue"], "judged": [],
        "chain": [{"name": "The Gull", "actor": None}, {"name": "the Tern", "actor": "p2"},
                  {"name": "Officers", "actor": "p1"}]},
        {"id": "a2", "source": [], "cue": [], "content": [[0, 40]], "addressee": [],
         "mode": "indirect", "act": "report", "factuality": "UU", "speaker": None,
         "identity": "unstated", "kind": "outlet", "said": None, "parent": None,
         "confidence": 0.8, "why": [], "judged": [],
         "chain": [{"name": "The Gull", "actor": None}]}],
    "responses": [{"actor": "The harbour", "response": "not-denied", "about": "a1",
                   "evidence": [[60, 86]]}],
    "ids": {"a1": "doc-k1", "a2": "doc-k2"},
}  # fmt: skip


def asked(address):
    path, _, query = address.partition("?")
    return Request({"type": "http", "path": path, "query_string": query.encode(), "headers": [],
                    "server": ("localhost", 80), "scheme": "http", "root_path": ""})  # fmt: skip


def test_a_note_has_the_words_and_the_number_it_is_known_by():
    """Pieces are joined, the parent is told by its number."""
    first, second = notes_of(READING)
    assert (first["number"], first["key"], first["within"]) == (1, "doc-k1", 2)
    assert first["content"] == "that … no ship sank"
    assert first["addressee"] == "the Tern"
    assert second["within"] is None


def test_the_stations_of_a_chain_play_their_parts():
    """Who published it, who passed it on, who says so, and what each is."""
    hops = notes_of(READING)[0]["chain"]
    assert [(hop["name"], hop["kind"], hop["role"], hop["identity"]) for hop in hops] == [
        ("The Gull", "outlet", "published it", None),
        ("the Tern", "outlet", "passed it on", None),
        ("Officers", "group", "says so", "anonymous"),
    ]
    assert [hop["kind"] for hop in stations(["The Gull", None, "Ann"], "person", "named")] == [
        "outlet", "unknown", "person",
    ]  # fmt: skip


def test_a_credited_agency_is_an_outlet():
    """A station of the chain that no words of the text name."""
    chain = [{"name": "The Gull", "actor": None}, {"name": "Coastwire", "actor": None},
             {"name": "Officers", "actor": "p1"}]  # fmt: skip
    told = {**READING, "attributions": [{**READING["attributions"][0], "chain": chain}]}
    assert [hop["kind"] for hop in notes_of(told)[0]["chain"]] == ["outlet", "outlet", "group"]


def test_responses_stand_with_what_they_are_about():
    """By the attribution, with their words."""
    (answer,) = notes_of(READING)[0]["answers"]
    assert (answer["actor"], answer["words"]) == ("The harbour", TEXT[60:86])
    assert answers_of({**READING, "responses": []}) == {}


def test_speakers_are_counted():
    """Those who say something, with what is known of them."""
    assert [(one["name"], one["kind"], one["says"]) for one in speaking(READING)] == [
        ("Officers", "group", 1)
    ]


@pytest.mark.parametrize(("at", "changes", "to"), [
    ("/claims?about=a%20b&cursor=9", {"denied": "true"}, "/claims?about=a+b&denied=true"),
    ("/claims?about=a&denied=true", {"denied": None}, "/claims?about=a"),
    ("/claims", {"cursor": "5-1"}, "/claims?cursor=5-1"),
    ("/outlets/A & B?<x>=1", {}, "/outlets/A%20%26%20B?%3Cx%3E=1"),
])  # fmt: skip
def test_a_filter_keeps_the_others_and_begins_anew(at, changes, to):
    """The cursor of another list is not taken along."""
    assert here_with(asked(at), **changes) == to


def test_programs_get_the_same_query():
    """Page, JSON and CSV differ by the address alone."""
    page = asked("/claims?about=x&cursor=4-2")
    assert api_address(page) == "/api/v1/claims?about=x&cursor=4-2"
    assert api_address(page, "csv") == "/api/v1/claims?about=x&cursor=4-2&format=csv"


def test_pages_know_their_section():
    """A single attribution belongs to the documents."""
    assert section_of(asked("/outlets/The%20Tern")) == "/outlets"
    assert section_of(asked("/attributions/abc")) == "/documents"
    assert section_of(asked("/attributions?q=a")) == "/search"
    assert section_of(asked("/")) == "/"


def test_a_name_with_a_slash_is_one_part_of_an_address():
    """As it is with any other letter."""
    assert named_address("actors", "A/B? é") == "/actors/A%2FB%3F%20%C3%A9"


def test_the_moments_of_a_claim_tell_who_and_where():
    """Unknown ones too."""
    claim = {"members": [{"outlet": "The Tern"}, {"outlet": None}],
             "timeline": [{"at": "2024", "what": "first", "member": 0, "who": "Ann"},
                          {"at": None, "what": "denial", "member": 1, "who": None}]}  # fmt: skip
    assert [one.who for one in claim_points(claim)] == [
        "Ann, in The Tern", "somebody unknown, in an unknown outlet",
    ]  # fmt: skip


@pytest.mark.parametrize(("when", "shown"), [
    ("2016-01-14T09:30:00+02:00", "2016-01-14 09:30 +02:00"), ("2016-01-14T09:30:00Z", "2016-01-14 09:30 UTC"),
    ("2016-01-14T09:30", "2016-01-14 09:30"), ("2016-01", "2016-01"), (None, ""),
])  # fmt: skip
def test_times_are_shown_to_the_minute(when, shown):
    """With their zone; no more precisely than they are known."""
    assert minute(when) == shown
