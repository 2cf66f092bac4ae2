"""Places looked up and actors coded."""

import pytest

from sayso.attribute.event.code import alpha3, party_of
from sayso.attribute.event.locate import locate
from sayso.countries import countries
from sayso.records import Actor

PLACES = [
    ("Syria", [], "SY", "country"),
    ("northern Nigeria", [], "NG", "region"),
    ("Mosul", [], "IQ", "city"),
    ("Raqqa", [], "SY", "city"),
    ("Cairo, Egypt", [], "EG", "city"),
    ("the town of Maiduguri", [], "NG", "city"),
    ("the border", [], None, None),
]


@pytest.mark.parametrize(("name", "spoken_of", "country", "precision"), PLACES)
def test_a_name_lies_in_a_country(name, spoken_of, country, precision):
    found = locate(name, spoken_of)
    assert (found.country, found.precision) == (country, precision)
    assert (found.latitude is None) == (precision != "city")


def test_of_cities_of_one_name_it_is_the_largest_and_the_others_are_told():
    found = locate("London", [])
    assert found.country == "GB"
    assert "CA" in found.others


def test_or_that_of_a_country_the_document_speaks_of():
    found = locate("London", ["CA"])
    assert found.country == "CA"
    assert "GB" in found.others


def someone(name, kind, country=None, identity="named"):
    return Actor("p1", name, kind, identity, country)


PARTIES = [
    ("Russia", None, "", ("RUS", "GOV")),
    ("Indonesian Navy", None, "", ("IDN", "MIL")),
    ("Kenyan police", None, "", ("KEN", "COP")),
    ("United Nations", None, "", ("UNO", None)),
    ("European Union", None, "", ("EUR", None)),
    ("Islamic State", someone("Islamic State", "armed-group"), "", ("IMG", "REB")),
    ("Hezbollah", someone("Hezbollah", "armed-group", "LB"), "", ("LBN", "REB")),
    ("Ann Lee", someone("Ann Lee", "person", "FR"), "Foreign Minister Ann Lee", ("FRA", "GOV")),
    ("former prime minister of Chad", None, "", ("TCD", "ELI")),
    ("The Gull", someone("The Gull", "outlet"), "", (None, "JRN")),
    ("refugees", None, "", (None, "REF")),
    ("gunmen", None, "", (None, "UAF")),
    ("the town", someone("the town", "government"), "", (None, None)),
    ("Ann Lee", None, "", (None, None)),
]


@pytest.mark.parametrize(("name", "actor", "title", "expected"), PARTIES)
def test_an_actor_is_coded_by_country_and_sector(name, actor, title, expected):
    party = party_of(name, actor, title)
    assert (party.country, party.sector) == expected


def test_every_country_has_three_letters():
    assert [c.name for c in countries() if alpha3(c.code) is None] == []
