"""The page and the JSON of a claim: words, trees, timeline, excerpts, grades."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from claims_made import CITES, burned, circle, killed, told
from printed import flat
from rich.console import Console

from sayso.records import Claim, Member, Origin, Spread
from sayso.resolve.grade import Grade, Grades
from sayso.views.claim_facts import (
    Node,
    Told,
    attribution_of,
    chain_of,
    excerpt,
    figure,
    listed,
    sentences,
    spread_in_words,
    timeline,
    tree_of,
)
from sayso.views.claim_page import claim_blocks
from sayso.views.claims import claim_payload, told_payload


def shown(one, *, width=100, most=20):
    console = Console(width=width, file=io.StringIO())
    for block in claim_blocks(one, most=most):
        console.print(block, highlight=False)
        console.print()
    lines = console.file.getvalue().split("\n")
    return "\n".join(line.rstrip() for line in lines)


def section(page, title):
    """The lines under a heading."""
    lines = page.split("\n")
    start = next(n for n, line in enumerate(lines) if line.startswith(title)) + 1
    end = next((n for n in range(start, len(lines)) if lines[n][:1] not in {" ", ""}), len(lines))
    return "\n".join(lines[start:end])


# --- words -----------------------------------------------------------------------------


def test_sentences_say_who_states_denies_and_has_not_denied_it():
    assert sentences(told(burned())) == [
        "2 independent origins: three officers (anonymous) and Ada Holm. It stands in 4 documents of 4 outlets.",
        "Denied by the defence ministry (The Merrow Courier, 2031-05-04).",
        "Calder has not denied it (Tidewater Post, 2031-05-03).",
        "Lowland Monitor could not verify it (2031-05-05).",
    ]


def test_one_origin_of_many_documents_is_said_in_words():
    claim, readings = burned()
    alone = replace(claim, members=claim.members[:3], origins=claim.origins[:1], silent=())
    assert sentences(told((alone, readings))) == [
        "One origin: three officers (anonymous). It stands in 3 documents of 3 outlets.",
        "Nobody denies it in these documents.",
    ]


def test_doubts_and_ranges_are_said_with_whose_they_are():
    assert sentences(told(killed())) == [
        "2 independent origins: Vale and Lund. It stands in 2 documents of 2 outlets.",
        "Nobody denies it in these documents.",
        "Doubted by somebody unknown (outlet unknown).",
        "How many (person): 12 or more by Vale; 14 by somebody unknown; 20 by Lund; 12 to 20 in all.",
    ]


def test_what_only_some_doubt_is_stated_by_nobody():
    claim, readings = killed()
    lone = Claim("c", "14 people died.", claim.members[2:], (Origin(None, (0,)),))
    assert sentences(told((lone, readings)))[0] == "Nobody states it without doubt."


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(12, 12, "12"), (12, None, "12 or more"), (None, 20, "up to 20"), (12, 20, "12 to 20"),
     (1.5, 2.0, "1.5 to 2"), (20000.0, 20000.0, "20,000"), (None, None, "any number")],
)  # fmt: skip
def test_figures_in_words(low, high, words):
    assert figure(low, high) == words


def test_those_who_give_the_same_figure_stand_together():
    claim, _ = killed()
    spread = Spread("person", 12, 20, ((0, 20, 20), (1, 20, 20), (2, 12, 12)))
    words = spread_in_words(spread, claim.members)
    assert words == "How many (person): 12 by somebody unknown; 20 by Vale and Lund."


@pytest.mark.parametrize(
    ("names", "words"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), ("ABC", "A, B and C")]
)
def test_lists_in_words(names, words):
    assert listed(names) == words


# --- trees and chains ------------------------------------------------------------------


def test_a_tree_goes_from_the_origin_to_the_documents():
    one = told(burned())
    assert tree_of(one, one.claim.origins[0]) == Node(
        "three officers", (),
        (Node("The Valley Herald", (0,),
              (Node("Tidewater Post", (2,), (Node("Northern Courier", (1,), ()),)),)),),
    )  # fmt: skip


def test_a_circle_begins_at_its_first_member():
    one = told(circle())
    (gull,) = tree_of(one, one.claim.origins[0]).children
    assert (gull.name, gull.members) == ("The Gull", (0,))
    assert [(child.name, child.members) for child in gull.children] == [("The Tern", (1,))]


def members_of(node):
    return [*node.members, *(n for child in node.children for n in members_of(child))]


@pytest.mark.parametrize("made", [burned, killed, circle])
def test_every_member_stands_in_its_tree_once(made):
    one = told(made())
    for origin in one.claim.origins:
        assert sorted(members_of(tree_of(one, origin))) == sorted(origin.members)


def test_two_reports_of_an_outlet_from_two_voices_keep_the_voices():
    claim, readings = burned()
    (first, *_), (key, *_) = claim.members, readings
    again = replace(readings[key].attributions[0], speaker="officials",
                    chain=(readings[key].attributions[0].chain[0],
                           replace(readings[key].attributions[0].chain[1], name="officials")))  # fmt: skip
    other = replace(readings[key].document, id="other")
    second = replace(first, document="other", attribution=again.id, speaker="officials")
    made = Claim("c", "x", (first, second), (Origin("three officers", (0, 1)),))
    known = {**readings, "other": replace(readings[key], document=other, attributions=(again,))}
    names = [child.name for child in tree_of(told((made, known)), made.origins[0]).children]
    assert names == ["The Valley Herald", "officials"]


def test_an_attribution_is_found_by_its_key_and_by_its_id():
    for keys in (True, False):
        claim, readings = burned(keys=keys)
        one = claim.members[2]
        assert attribution_of(one, readings[one.document]).speaker == "officers"
    assert attribution_of(replace(one, attribution="a9"), readings[one.document]) is None


def test_without_its_reading_a_member_still_has_outlet_and_speaker():
    one = told(burned(), readings={})
    assert chain_of(one, 2) == ("Tidewater Post", "officers")
    assert "that soldiers burned the archive in Karsholm" in shown(one)


# --- time and excerpts -----------------------------------------------------------------


def test_the_timeline_tells_first_repeats_new_origins_and_denials():
    claim, _ = burned()
    assert [(one.at, one.what, one.member, one.who) for one in timeline(claim)] == [
        ("2031-05-02", "first", 0, "three officers"),
        ("2031-05-03", "repeat", 1, "Tidewater Post"),
        ("2031-05-03", "repeat", 2, "officers"),
        ("2031-05-03", "not-denied", 2, "Calder"),
        ("2031-05-04", "denial", 3, "the defence ministry"),
        ("2031-05-05", "new origin", 4, "Ada Holm"),
        ("2031-05-05", "unverified", 4, "Lowland Monitor"),
    ]


def test_a_denial_before_anybody_states_it_is_not_the_first():
    claim, _ = burned()
    late = Claim("c", "x", (claim.members[3], claim.members[0]),
                 (Origin("m", (0,), denies=True), Origin("o", (1,))))  # fmt: skip
    assert [one.what for one in timeline(late)] == ["denial", "first"]


LONG = "word " * 60


@pytest.mark.parametrize(
    ("text", "spans", "words"),
    [
        ("Before. It sank. After.", [(8, 15)], "Before. ⟦It sank⟧. After."),
        ("Other.\nIt sank. After.\nMore.", [(7, 14)], "⟦It sank⟧. After."),
        ("It, he said, sank.", [(0, 3), (13, 17)], "⟦It,⟧ he said, ⟦sank⟧."),
        ("It sank.\nTwice.", [(0, 8), (9, 15)], "⟦It sank.⟧ ⟦Twice.⟧"),
        ("It sank.", [], ""),
        ("It sank.", [(0, 8)], "⟦It sank.⟧"),
    ],
)
def test_an_excerpt_is_marked_in_its_paragraph(text, spans, words):
    assert excerpt(text, spans) == words


def test_a_long_paragraph_is_cut_at_words():
    words = excerpt(f"{LONG}It sank. {LONG}", [(300, 308)])
    assert words.startswith("…word word")
    assert words.endswith("word…")
    assert "⟦It sank.⟧" in words
    assert len(words) < 340


def test_words_without_spaces_are_cut_too():
    assert excerpt("a" * 400 + "It" + "b" * 400, [(400, 402)]) == f"…{'a' * 160}⟦It⟧{'b' * 160}…"


# --- the page --------------------------------------------------------------------------


def test_the_page_draws_the_tree_with_the_reason_of_every_union():
    part = section(shown(told(burned())), "Where it comes from")
    assert part.rstrip() == (
        "  Origin 1: three officers (anonymous)\n"
        "  └── The Valley Herald · 2031-05-02 · no. 1\n"
        "      └── Tidewater Post · 2031-05-03 · no. 3\n"
        "          └── Northern Courier · 2031-05-03 · no. 2\n"
        "  3 places in 3 documents, one origin because:\n"
        f"    · {CITES[0]}\n    · {CITES[1]}\n\n"
        "  Origin 3: Ada Holm\n"
        "  └── Lowland Monitor · 2031-05-05 · no. 5"
    )


def test_the_page_names_a_circle():
    page = shown(told(circle()))
    assert "The Gull and The Tern cite each other: a circle." in page


def test_who_is_only_cited_is_told_from_who_has_a_report():
    claim, readings = burned()
    part = replace(
        claim, members=claim.members[2:3], origins=(Origin("officers", (0,)),), silent=()
    )
    assert "Valley Herald (as cited)" in shown(told((part, readings)))


def test_the_page_explains_every_count():
    page = flat(shown(told(burned())))
    assert "5 documents · 5 outlets · 2 origins · 1 denial · 2031-05-02 to 2031-05-05" in page
    for word in ("documents:", "outlets:", "origins:", "denials:", "no.:"):
        assert word in page


def test_the_page_has_grades_with_reasons_and_calls_nothing_true():
    part = flat(section(shown(told(burned())), "Grades"))
    assert "3, possible: credibility of the claim 2 independent origins state it" in part
    assert "F, cannot be judged: reliability of origin 3, Ada Holm" in part
    assert "true" not in part


def test_excerpts_stand_in_their_context_with_chain_and_place():
    part = flat(section(shown(told(burned())), "In their words"))
    assert "Tidewater Post ← Valley Herald ← officers · states it · 2031-05-03" in part
    assert "reported ⟦that soldiers burned the archive in Karsholm⟧. Calder has not" in part
    assert "https://the-merrow-courier.example/2031-05-04" in part


def test_long_claims_are_cut_and_say_so():
    page = flat(shown(told(burned()), most=2))
    assert "5 more; --limit 0 shows all" in page
    assert "3 more; --limit 0 shows all" in page
    assert "more" not in flat(shown(told(burned()), most=0)).partition("In their words")[2]


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("made", [burned, killed, circle])
def test_no_line_of_the_page_is_wider_than_the_terminal(width, made):
    assert max(map(len, shown(told(made()), width=width).split("\n"))) <= width


def test_a_page_cannot_play_with_the_terminal():
    claim, readings = killed()
    evil = replace(claim, text="\x1b[2JGone [bold]x[/bold]",
                   origins=(Origin("\x1b]0;x\x07Vale", (0,)), *claim.origins[1:]))  # fmt: skip
    page = shown(told((evil, readings)))
    assert "\x1b" not in page
    assert "[bold]x[/bold]" in page


# --- payloads --------------------------------------------------------------------------


def test_the_payload_has_the_keys_of_the_design():
    claim, _ = burned()
    payload = claim_payload(claim)
    assert list(payload) == [
        "id", "text", "members", "origins", "counts", "spreads", "silent", "happenings", "grades",
    ]  # fmt: skip
    assert list(payload["members"][0]) == [
        "document", "uri", "outlet", "attribution", "evidence", "stance",
        "text", "speaker", "said", "published", "key",
    ]  # fmt: skip
    assert payload["counts"] == {"documents": 5, "outlets": 5, "origins": 2, "denials": 1}
    assert payload["origins"][0] == {
        "name": "three officers", "members": [0, 1, 2], "why": list(CITES), "denies": False,
    }  # fmt: skip
    assert payload["silent"][0] == {"actor": "Calder", "response": "not-denied", "member": 2}
    assert payload["grades"] is None


def test_the_payload_of_a_range_says_who_gives_which():
    (spread,) = claim_payload(killed()[0])["spreads"]
    assert spread["told"][0] == {"member": 0, "low": 12, "high": None}
    assert (spread["of"], spread["low"], spread["high"]) == ("person", 12, 20)


def test_one_outlet_of_two_names_counts_once():
    members = tuple(
        Member(f"d{n}", None, outlet, None, None, ((0, 1),), "x", "states")
        for n, outlet in enumerate(("The Hindu", "www.thehindu.com", None))
    )
    counts = claim_payload(Claim("c", "x", members, (Origin(None, (0, 1, 2)),)))["counts"]
    assert counts == {"documents": 3, "outlets": 1, "origins": 1, "denials": 0}


def test_the_payload_of_the_page_tells_what_the_page_tells():
    one = told(burned())
    payload = told_payload(one)
    assert payload["summary"] == sentences(one)
    assert payload["members"][2]["chain"] == ["Tidewater Post", "Valley Herald", "officers"]
    assert "⟦that soldiers" in payload["members"][2]["context"]
    tree = payload["origins"][0]["tree"]
    assert tree["children"][0]["children"][0]["name"] == "Tidewater Post"
    assert payload["timeline"][0]["what"] == "first"
    assert payload["grades"]["credibility"]["grade"] == "3"
    assert len(payload["grades"]["reliability"]) == len(payload["origins"])


def keys(value):
    """All keys of a payload, however deep."""
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in keys(inner)}
    return {key for item in value for key in keys(item)} if isinstance(value, list) else set()


@pytest.mark.parametrize(
    "key", sorted(keys(told_payload(told(burned()))) | keys(told_payload(told(killed()))))
)
def test_every_key_of_a_claim_is_in_the_manual(key):
    page = (Path(__file__).parents[2] / "docs" / "json.md").read_text("utf-8")
    part = page.partition("## Claims\n")[2]
    assert re.search(rf"`{key}`|\"{key}\"", part)


def test_the_page_in_the_manual_is_as_it_is_printed():
    manual = (Path(__file__).parents[2] / "docs" / "cli.md").read_text("utf-8")
    part = re.search(r"```\n(2 independent origins.*?)```", manual, re.DOTALL)[1]
    assert part in shown(told(burned()), width=110)


def test_grades_that_were_not_looked_up_are_null():
    claim, _ = burned()
    grades = claim_payload(claim, Grades(Grade("3", "possible", ())))["grades"]
    assert grades["credibility"] == {"grade": "3", "meaning": "possible", "why": []}
    assert grades["reliability"] is None


def test_what_the_ledger_has_lost_has_no_context():
    claim, _ = killed()
    one = Told(claim, {}, {}, Grades(Grade("6", "cannot be judged", ())))
    assert told_payload(one)["members"][2]["context"] is None
