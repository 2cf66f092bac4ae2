"""Outlets: one name for each, their owners, and the agencies that reports name."""

import pytest
from copies import WIRE

from sayso.resolve.outlet import agency_of, agency_sign, name_of, outlet_of, owner_of, same_outlet
from sayso.text import make_document

BARE = WIRE.replace("PORT MERROW (Reuters) - ", "")


@pytest.mark.parametrize(
    ("names", "one"),
    [
        (
            (
                "www.thehindu.com",
                "The Hindu",
                "the Hindu newspaper",
                "https://www.thehindu.com/a/b",
            ),
            "The Hindu",
        ),
        (("africa.chinadaily.com.cn", "China Daily", "usa.chinadaily.com.cn"), "China Daily"),
        (("AP", "Associated Press", "The Associated Press", "apnews.com"), "Associated Press"),
        (("huffingtonpost.ca", "The Huffington Post"), "HuffPost"),
        (
            ("www.saltmarshcourier.example", "https://saltmarshcourier.example/2025"),
            "saltmarshcourier.example",
        ),
        (
            ("The Saltmarsh Courier", "Saltmarsh  Courier", "the Saltmarsh Courier"),
            "Saltmarsh Courier",
        ),
    ],
)
def test_an_outlet_has_one_name_under_all_its_names_and_sites(names, one):
    assert {name_of(name) for name in names} == {one}


@pytest.mark.parametrize(
    ("outlet", "owner"),
    [
        ("The Sun", "News Corp"),
        ("www.wsj.com", "News Corp"),
        ("Daily Mail", "DMG Media"),
        ("www.detroitnews.com", "MediaNews Group"),
        ("BBC", "BBC"),
        ("The Saltmarsh Courier", "Saltmarsh Courier"),
        ("saltmarshcourier.example", "saltmarshcourier.example"),
    ],
)
def test_owners(outlet, owner):
    assert owner_of(outlet) == owner


def test_papers_of_one_house_are_two_outlets():
    assert owner_of("The Sun") == owner_of("The Wall Street Journal")
    assert name_of("The Sun") != name_of("The Wall Street Journal")


@pytest.mark.parametrize(
    ("known", "agency", "reason"),
    [
        ({"outlet": "uk.reuters.com"}, "Reuters", "Reuters published it"),
        ({"credit": "AP"}, "Associated Press", "it credits Associated Press"),
        ({"credit": "Coastwire"}, "Coastwire", "it credits Coastwire"),
        ({"byline": ("Jo Lin", "Agence France-Presse")}, "AFP", "its byline names AFP"),
        ({"text": WIRE}, "Reuters", "its dateline names Reuters"),
        ({"text": WIRE, "credit": "AFP"}, "AFP", "it credits AFP"),
        ({"text": f"Pictures by AFP\n(AFP) — {BARE}"}, "AFP", "its dateline names AFP"),
        ({"text": f"{BARE}\n© 2021 AFP"}, "AFP", "its copyright notice names AFP"),
        ({"text": f"{BARE}\nAdditional reporting by Reuters"}, "Reuters", "it says that it is from Reuters"),
        ({"text": f"{BARE}\nSource: Xinhua"}, "Xinhua", "it says that it is from Xinhua"),
    ],
)  # fmt: skip
def test_the_agency_of_a_text_and_the_reason(known, agency, reason):
    document = make_document(**{"text": BARE, **known})
    sign = agency_sign(document)
    assert sign
    assert (sign.agency, sign.reason, sign.sure) == (agency, reason, True)
    assert agency_of(document) == agency


@pytest.mark.parametrize(
    "text",
    [
        f"{BARE}\nReuters contributed to this report.",
        f"{BARE}\nJo Lin of Reuters and Ida Holm contributed to this report.",
    ],
)
@pytest.mark.parametrize("credit", [None, "Reuters"])
def test_an_agency_that_contributed_is_not_the_one_whose_text_it_is(text, credit):
    document = make_document(text, credit=credit)
    assert agency_of(document) is None
    assert agency_sign(document)


@pytest.mark.parametrize(
    "text",
    [
        BARE,
        f"{BARE}\nThe mayor told Reuters that it was late.",
        f"{BARE}\nCopyright 2021 the Saltmarsh Courier",
        f"{BARE}\nThe ship (Gullwing) — built in 1987 — is old.",
    ],
)
def test_other_words_name_no_agency(text):
    assert agency_sign(make_document(text, outlet="The Courier")) is None


def test_who_published_a_document():
    site = make_document(BARE, uri="https://www.thehindu.com/a")
    named = make_document(BARE, outlet="The Hindu")
    unknown = make_document(BARE, uri="report.txt")
    assert outlet_of(site) == outlet_of(named) == "The Hindu"
    assert outlet_of(unknown) is None
    assert same_outlet(site, named)
    assert not same_outlet(unknown, unknown)
