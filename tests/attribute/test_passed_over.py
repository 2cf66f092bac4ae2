"""What the encoder marks in part or not at all, and the tree makes good; with the real encoder."""

import pytest

import sayso
from sayso.annotate import annotate_document
from sayso.attribute.statement.fronted import find_said
from sayso.text import make_document

BESIDE = "Tourists have come back to the lakes this summer."


def said(text):
    """Source, cue, content, act, factuality, last hops and parent's source of each attribution."""
    reading = sayso.read_text(text, outlet="Gull Post", published="2025-03-14")
    by_id = {one.id: one for one in reading.attributions}
    return [
        {
            "source": shown(reading, one.source),
            "cue": shown(reading, one.cue),
            "content": shown(reading, one.content),
            "act": one.act,
            "factuality": one.factuality,
            "chain": [hop.name for hop in one.chain[1:]],
            "parent": shown(reading, by_id[one.parent].source) if one.parent else None,
        }
        for one in reading.attributions
    ]


def shown(reading, spans):
    return " / ".join(reading.document.text[start:end] for start, end in spans)


def about(text, word):
    """The attributions whose content has a word."""
    return [one for one in said(text) if word in one["content"]]


# -- a clause before its cue ----------------------------------------------------------------

FRONTED = [
    (
        f"{BESIDE} Soldiers burned the archive, two officials who spoke on condition of anonymity told the Evening Ledger.",
        "two officials who spoke on condition of anonymity",
        "Soldiers burned the archive",
    ),
    (
        "The army moved tanks into Oster Bay, a person familiar with the matter told the Lindmoor Gazette. The river is frozen for the first time in twelve years.",
        "a person familiar with the matter",
        "The army moved tanks into Oster Bay",
    ),
    (
        f"The mayor of Casterfield took bribes from a builder, an official who asked not to be named told the Northern Herald. {BESIDE}",
        "an official who asked not to be named",
        "The mayor of Casterfield took bribes from a builder",
    ),
    (
        "The mayor of Velden took bribes from a builder, it was reported on Friday. The old railway station is to become a library.",
        "",
        "The mayor of Velden took bribes from a builder",
    ),
]


@pytest.mark.parametrize(("text", "source", "content"), FRONTED)
def test_what_stands_before_its_cue_is_taken_whole(text, source, content):
    word = content.split()[1]
    assert [(one["source"], one["content"]) for one in about(text, word)] == [(source, content)]


def test_a_fronted_clause_says_whom_it_was_told_to():
    (one,) = about(FRONTED[0][0], "archive")
    assert one["chain"] == ["Evening Ledger", "two officials"]


def test_who_told_a_paper_what_stands_before_is_found_where_the_encoder_saw_no_cue():
    text = "Schools in the north stay closed until the middle of next week. Soldiers burned the archive in Casterfield, an official who asked not to be named told the Northern Herald."
    (one,) = about(text, "archive")
    assert (one["source"], one["cue"]) == ("an official who asked not to be named", "told")


SAID = [
    ("The mayor said the crew was very tired.", ("The mayor", "said", "the crew was very tired")),
    ("Divers told the Post that the hull leaks.", ("Divers", "told", "that the hull leaks")),
    ("Nobody would say that the hull leaks.", None),
    ("The mayor did not say that the hull leaks.", None),
    ("It said a lot.", None),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_the_tree_tells_who_said_a_clause(text, expected):
    found = list(find_said(annotate_document(make_document(text))))
    assert [tuple(text[slice(*span)] for span in one) for one in found] == (
        [expected] if expected else []
    )


def test_a_headline_says_nothing_even_by_the_tree():
    text = "The Mayor Said the Ferry Will Sail Soon\nTourists have come back to the lakes."
    assert not said(text)


# -- retractions ----------------------------------------------------------------------------

RETRACTED = [
    ("The Saltmarsh Courier withdrew its report that a dam had broken.", "Saltmarsh Courier"),
    (f"{BESIDE} The Harbour Chronicle has retracted a report that a dam had broken.",
     "Harbour Chronicle"),
    (f"On Friday the Tidewater Post took back its report that a dam had broken. {BESIDE}",
     "Tidewater Post"),
    (f"{BESIDE} The Lindmoor Gazette apologised and withdrew its story that a dam had broken.",
     "Lindmoor Gazette"),
    ("Tomas Wren, the mayor, walked back his claim that a dam had broken.", "Tomas Wren"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "who"), RETRACTED)
def test_who_takes_back_a_report_denies_it(text, who):
    (one,) = about(text, "dam")
    assert (one["content"], one["act"], one["factuality"]) == (
        "that a dam had broken",
        "deny",
        "CT-",
    )
    assert one["chain"] == [who]


@pytest.mark.parametrize(
    "text",
    [
        "The Saltmarsh Courier has not withdrawn its report that a dam had broken.",
        "The bank withdrew its offer that had been on the table.",
        "The army withdrew its troops that had held the bridge.",
    ],
)
def test_what_is_kept_or_no_report_is_not_taken_back(text):
    assert not [one for one in said(text) if one["act"] == "deny"]


# -- who cites whom -------------------------------------------------------------------------

CITED = [
    ("{0}The Evening Ledger reported, citing Lena Oduya, that the hospital was shut.",
     "The Evening Ledger", "Lena Oduya"),
    ("{0}The Northern Herald, citing the Evening Ledger, reported that the hospital was shut.",
     "The Northern Herald", "the Evening Ledger"),
    ("The Karsholm Times reported, citing a nurse, that the hospital was shut. {0}",
     "The Karsholm Times", "a nurse"),
]  # fmt: skip


@pytest.mark.parametrize("beside", ["", f"{BESIDE} "])
@pytest.mark.parametrize(("text", "medium", "cited"), CITED)
def test_who_is_cited_and_who_cites_are_two(text, medium, cited, beside):
    found = about(text.format(beside).strip(), "hospital")
    assert {one["source"]: one["parent"] for one in found} == {medium: None, cited: medium}
    assert {one["content"] for one in found} == {"that the hospital was shut"}
    assert next(one for one in found if one["source"] == cited)["cue"] == "citing"


def test_citing_something_that_is_nobody_adds_no_voice():
    text = "The Evening Ledger closed its office in Velden, citing high rents."
    assert "high rents" not in {one["source"] for one in said(text)}


# -- names ----------------------------------------------------------------------------------


def test_a_given_name_that_opens_a_sentence_stays_part_of_the_name():
    text = (
        "The old railway station is to become a library. Ines Calder said a cargo plane crashed "
        "near Lindmoor, the Tidewater Post reported."
    )
    assert ["Tidewater Post", "Ines Calder"] in [one["chain"] for one in said(text)]


def test_a_bus_driver_is_a_person_whatever_his_name_looks_like():
    text = "Ines Calder, a bus driver, told the Tidewater Post that the hospital in Lindmoor refused to treat wounded men."
    reading = sayso.read_text(text)
    assert {one.kind for one in reading.actors if one.name == "Ines Calder"} == {"person"}


def test_a_capital_behind_a_full_stop_begins_a_sentence():
    text = "The national team plays its last match of the season on Sunday. The Harbour Chronicle reported that a militia kidnapped the engineers of the Karsholm dam. Odile Farrant, the head of the police, has neither confirmed nor denied the report."
    reading = sayso.read_text(text)
    (response,) = reading.responses
    assert (response.actor, response.response) == ("Odile Farrant", "not-denied")
