import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.read.wire import agency, credited, read_wire, split_byline


@pytest.mark.parametrize(
    ("line", "dateline", "credit"),
    [
        ("BEIRUT (Reuters) - Dockers stayed away.", "BEIRUT", "Reuters"),
        (
            "KABUL, Afghanistan (AP) — Dockers stayed away.",
            "KABUL, Afghanistan",
            "Associated Press",
        ),
        ("Portmouth (AFP) - Dockers stayed away.", "Portmouth", "AFP"),
        ("WASHINGTON — Dockers stayed away.", "WASHINGTON", None),
        ("LAKE FOREST, Ill. — Dockers stayed away.", "LAKE FOREST, Ill.", None),
        ("GENEVA, Oct. 3 (Xinhua) -- Dockers stayed away.", "GENEVA", "Xinhua"),
        ("SEOUL/UNITED NATIONS, Aug 30 (Reuters) - Dockers", "SEOUL/UNITED NATIONS", "Reuters"),
        ("OFER PRISON, West Bank, Jan 1 (Reuters) - Dockers", "OFER PRISON, West Bank", "Reuters"),
        ("MOSCOW, January 5. /TASS/. Dockers stayed away.", "MOSCOW", "TASS"),
        ("(CNN) Dockers stayed away.", None, "CNN"),
        ("(Reuters) - Dockers stayed away.", None, "Reuters"),
        ("ISLAMABAD: The dockers stayed away.", "ISLAMABAD", None),
        ("SÃO PAULO (AP) — Dockers stayed away.", "SÃO PAULO", "Associated Press"),
        ("ABUJA (Daily Lantern) — Dockers stayed away.", "ABUJA", "Daily Lantern"),
        ("HOUSTON, Texas (KTRK) -- Dockers stayed away.", "HOUSTON, Texas", None),
    ],
)
def test_a_dateline_names_the_place_and_perhaps_the_agency(line, dateline, credit):
    wire = read_wire(line)
    assert (wire.dateline, wire.credit) == (dateline, credit)


@pytest.mark.parametrize(
    "line",
    [
        "FILE - In this photo of May 18 dockers stay away.",
        "UPDATE — Dockers stayed away.",
        "WATCH: Dockers stay away.",
        "THIS is the moment the dockers stayed away - and nobody came.",
        "Lunaris-1 — which means nothing — fell into the sea.",
        "PRELIMS TEST SERIES – 2018",
        "The union (the larger one) - said nothing.",
        "Dockers stayed away.",
    ],
)
def test_what_only_looks_like_a_dateline_is_none(line):
    assert read_wire(line).dateline is None


def test_the_labels_of_a_transcript_are_no_datelines():
    assert read_wire("SHARP: What did they say?\nPOE: Nothing at all.").dateline is None


def test_a_dateline_may_stand_behind_headline_and_byline():
    wire = read_wire("Dockers stay away\nBy Jane Doe\nPORTMOUTH (AP) — They stayed away.")
    assert (wire.dateline, wire.credit, wire.byline) == (
        "PORTMOUTH", "Associated Press", ("Jane Doe",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("last", "credit"),
    [
        ("Copyright 2018 The Associated Press. All rights reserved.", "Associated Press"),
        ("© 2022 AFP", "AFP"),
        ("© Thomson Reuters 2020", "Reuters"),
        ("The Associated Press contributed to this report.", "Associated Press"),
        ("Associated Press writers Jane Doe in Oslo and A. Roe contributed to this report.",
         "Associated Press"),
        ("Additional reporting by Reuters", "Reuters"),
        ("With files from The Canadian Press", "Canadian Press"),
        ("Source: AFP", "AFP"),
        ("Reuters", "Reuters"),
        ("AP - AFP", "Associated Press"),
        ("jm/dm (AFP, dpa)", "AFP"),
        ("Additional reporting by Steve Green", None),
        ("The mayor told Reuters that he was not there.", None),
        ("Photo: AP", None),
        ("They walked home, he said.", None),
    ],
)  # fmt: skip
def test_the_last_lines_may_credit_an_agency(last, credit):
    assert read_wire(f"They stayed away.\nNobody came.\n{last}").credit == credit


def test_a_line_in_the_middle_credits_nobody():
    text = "\n".join(["They stayed away."] * 10 + ["Reuters"] + ["Nobody came to the gate."] * 10)
    assert read_wire(text).credit is None


@pytest.mark.parametrize(
    ("raw", "people", "credit"),
    [
        ("By Jane Doe", ("Jane Doe",), None),
        ("by Jane Doe and John Roe", ("Jane Doe", "John Roe"), None),
        ("Jane Doe, John Roe & Ali bin Sami", ("Jane Doe", "John Roe", "Ali bin Sami"), None),
        ("By JANE DOE, Associated Press Writer", ("JANE DOE",), "Associated Press"),
        ("By Jane Doe in Addis Ababa and John Roe, Reuters", ("Jane Doe", "John Roe"), "Reuters"),
        ("Jane Doe For Daymail.com", ("Jane Doe",), None),
        ("Jane Doe, PhD", ("Jane Doe",), None),
        ("Ludwig van der Meer", ("Ludwig van der Meer",), None),
        ("AFP", (), "AFP"),
        ("Staff and news service reports", (), None),
        ("admin", (), None),
        ("Posted by Editor", (), None),
        ("https://example.org/jane", (), None),
        ("", (), None),
    ],
)
def test_a_byline_is_split_into_people_and_agency(raw, people, credit):
    assert split_byline(raw) == (people, credit)


def test_reporting_lines_name_the_writers_where_no_byline_does():
    text = "They stayed away.\n(Reporting by Jane Doe and John Roe; Editing by Eve Fox)"
    assert read_wire(text).byline == ("Jane Doe", "John Roe")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("AP", "Associated Press"), ("The Associated Press", "Associated Press"),
        ("Agence France-Presse", "AFP"), ("uk.reuters.com", "Reuters"), ("REUTERS", "Reuters"),
        ("ap", None), ("Jane Doe", None), ("", None), (".", None),
    ],
)  # fmt: skip
def test_agencies_are_known_by_name_short_name_and_site(name, expected):
    assert agency(name) == expected


def test_an_agency_does_not_credit_itself():
    assert credited("Reuters", "uk.reuters.com") is None
    assert credited("Reuters", "The Quay Gazette") == "Reuters"
    assert credited(None, "Reuters") is None


@given(st.text(max_size=300))
def test_any_text_has_a_wire(text):
    wire = read_wire(text)
    assert wire.dateline is None or wire.dateline in text
    assert all(name in " ".join(text.split()) for name in wire.byline)
