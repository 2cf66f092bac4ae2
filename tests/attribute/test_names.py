"""Phrases read into names, posts and descriptions; names that stand for the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.attribute.actors.letters import LETTERS, row_of, table
from sayso.attribute.actors.names import (
    find_aliases,
    initials_of,
    is_acronym,
    key_of,
    short_forms,
    tokens_of,
)
from sayso.attribute.actors.phrase import _read_long, _read_short, read_phrase

P, B = "person", "organization"

NAMED = [
    # titles and posts before the name
    ("Portugal’s President Luisa Moreira", P, "Luisa Moreira"),
    ("Chadian deputy foreign minister Idris Tahir", P, "Idris Tahir"),
    ("the former spy chief Oleg Marin", P, "Oleg Marin"),
    ("Lieutenant General Hugo Prats", P, "Hugo Prats"),
    ("Sen. Clara Dunne of Ohio", P, "Clara Dunne"),
    ("Mrs. Hartwell", P, "Hartwell"),
    ("the Rev. Amos Tilley", P, "Amos Tilley"),
    ("Professor Emeritus Jonas Falk", P, "Jonas Falk"),
    ("U.S. District Judge Nora Pike", P, "Nora Pike"),
    ("team member Rosa Delgado", P, "Rosa Delgado"),
    ("Gulltech chief executive Tim Cook", P, "Tim Cook"),
    ("ex-president Jorge Leal", P, "Jorge Leal"),
    ("chairman and chief executive Ann Lee", P, "Ann Lee"),
    ("Pope Francis", P, "Pope Francis"),
    ("Queen Margrethe II", P, "Queen Margrethe II"),
    ("Crown Prince Faisal bin Nasser", P, "Faisal bin Nasser"),
    # a post that "of" or "to" follows
    ("Ambassador to the United States Farid Noori", P, "Farid Noori"),
    ("Deputy Chairman of the Lake Council's Port Committee Franz Berg", P, "Franz Berg"),
    ("a furious Ana Vettel", P, "Ana Vettel"),
    ("Algeria's ministry of foreign affairs", B, "Algeria's ministry of foreign affairs"),
    ("Minister of Education Stella Grieg", P, "Stella Grieg"),
    ("mayor of London Ken Harrow", P, "Ken Harrow"),
    ("Undersecretary for Trade Mr. Bellini", P, "Bellini"),
    ("President of the European Commission Ursula van den Berg", P, "Ursula van den Berg"),
    # appositions
    ("Major General Radu Stan, spokesman for the Moldovan military", P, "Radu Stan"),
    ("the team's coach, Ali Rezaei", P, "Ali Rezaei"),
    ("a spokesman for the mayor, Piet Vos", P, "Piet Vos"),
    ("Hannah Okoye, a nurse from Leeds", P, "Hannah Okoye"),
    ("Peter Sorrell, 41, of Maine", P, "Peter Sorrell"),
    ("the secretary general of FISH (Fishers in Shetland), Gail Moir", P, "Gail Moir"),
    ("One Karen, Saw Htoo", "", "Saw Htoo"),
    ("another parent, Esther Bako", P, "Esther Bako"),
    ("her ex-husband Rob Lindley", P, "Rob Lindley"),
    ("a 35-year-old man named John Harrow", P, "John Harrow"),
    ("the victim's mother, Karen White,", P, "Karen White"),
    # what does not belong to a name
    ("Coastwire's Jo Lin", P, "Jo Lin"),
    ("Jo Lin of Coastwire", P, "Jo Lin"),
    ("Jo Lin (@jolin)", P, "Jo Lin"),
    ("Reuters Ivan Orlov", P, "Ivan Orlov"),
    ("BREAKING Ivan Orlov", P, "Ivan Orlov"),
    ("Martin Luther King, Jr.", P, "Martin Luther King"),
    ("only Ivan Orlov", P, "Ivan Orlov"),
    ("Ivan Orlov and Mary Lowe", P, "Ivan Orlov"),
    # bodies
    ("the Church of the Open Sea", B, "Church of the Open Sea"),
    ("The International Committee for Clean Rivers", B, "International Committee for Clean Rivers"),
    ("the Union of Bakers and Millers (UBM)", B, "Union of Bakers and Millers"),
    ("Chad's government", B, "Chad's government"),
    ("the Chadian government", B, "Chadian government"),
    ("Saudi Arabia's Port Authority", B, "Saudi Arabia's Port Authority"),
    ("the government's Reef Project", B, "Reef Project"),
    ("the Swiss foreign ministry", B, "Swiss foreign ministry"),
    ("Gaza's Hamas-run health ministry", B, "Gaza's Hamas-run health ministry"),
    ("Harbour Police", B, "Harbour Police"),
    ("the Gullwing newspaper", B, "Gullwing"),
    ("the Gullwing news agency", B, "Gullwing"),
    ("Gullwing news agency", B, "Gullwing news agency"),
    ("Chad's Gullwing newspaper", B, "Gullwing"),
    ("the liberal magazine Gullwing", B, "Gullwing"),
    ("intelligence firm Gull Risk", B, "Gull Risk"),
    ("the militant group Red Tide", B, "Red Tide"),
    ("the Red Tide group", B, "Red Tide"),
    ("the ‘Save Our Reef’ movement", B, "Save Our Reef"),
    ("the Save Our Reef campaign", B, "Save Our Reef campaign"),
    ("other sites such as Gull.com", B, "Gull.com"),
    ("the Kurdish-led Gull Forces", B, "Gull Forces"),
    ("Save the Children", B, "Save the Children"),
]

DESCRIBED = [
    # text, description, noun, article, plural
    (
        "Red Tide field commanders serving in Chad",
        "Red Tide field commanders",
        "commander",
        "",
        True,
    ),
    ("an aid worker who saw the girls", "an aid worker", "aid worker", "an", False),
    ("an Internet posting made just over a day ago", "an Internet posting", "posting", "an", False),
    ("officials in Lima", "officials in Lima", "official", "", True),
    ("critics of President Ana Lima", "critics of President Ana Lima", "critic", "", True),
    ("only a quarter of voters", "a quarter of voters", "voter", "a", True),
    ("a number of officials", "a number of officials", "official", "a", True),
    ("one of the rescued girls", "one of the rescued girls", "girl", "one", False),
    ("University of Hull researchers", "University of Hull researchers", "researcher", "", True),
    ("the concert goers crowding Gull Park", "the concert goers", "goer", "the", True),
    ("the driver himself", "the driver", "driver", "the", False),
    ("more than 100 lawmakers", "more than 100 lawmakers", "lawmaker", "", True),
    ("many Chadians", "many Chadians", "chadian", "many", True),
    ("the mayor of Hull", "the mayor of Hull", "mayor", "the", False),
    ("a statement on Monday by the union", "a statement by the union", "statement", "a", False),
    ("posts this week on a message board", "posts on a message board", "post", "", True),
    ("several municipalities", "several municipalities", "municipality", "several", True),
    (
        "two senior officials who asked not to be named",
        "two senior officials",
        "official",
        "two",
        True,
    ),
    (
        "a person familiar with the matter",
        "a person familiar with the matter",
        "person",
        "a",
        False,
    ),
]

OWNERS = [
    ("a spokesman for the Harbour Board", "the Harbour Board"),
    ("a Harbour Board spokeswoman", "Harbour Board"),
    ("the ministry's spokesman", "the ministry"),
    ("a police spokesman", "the police"),
    ("a report this week by The Daily Gull", "The Daily Gull"),
    ("a post on the group's page", "the group's page"),
    ("Red Tide video", "Red Tide"),
    ("a government statement", "the government"),
]


@pytest.mark.parametrize(("text", "hint", "name"), NAMED, ids=[row[0] for row in NAMED])
def test_the_name_in_a_phrase(text, hint, name):
    assert read_phrase(text, hint).name == name


@pytest.mark.parametrize(
    ("text", "description", "noun", "article", "plural"),
    DESCRIBED,
    ids=[row[0] for row in DESCRIBED],
)
def test_a_phrase_without_a_name_is_described(text, description, noun, article, plural):
    phrase = read_phrase(text)
    assert (phrase.name, phrase.text, phrase.noun) == ("", description, noun)
    assert (phrase.article, phrase.plural) == (article, plural)


@pytest.mark.parametrize(("text", "owner"), OWNERS, ids=[row[0] for row in OWNERS])
def test_whom_a_noun_speaks_for(text, owner):
    assert read_phrase(text).owner == owner


@pytest.mark.parametrize(
    ("text", "withheld"),
    [
        ("a military source", True),
        ("local sources", True),
        ("an insider", True),
        ("officials who asked not to be named", True),
        ("a shopkeeper, who did not want to be identified", True),
        ("an official speaking on condition of anonymity", True),
        ("a person familiar with the matter", True),
        ("an unnamed minister", True),
        ("someone", True),
        ("officials", False),
        ("a senior official", False),
        ("Ann Lee, a source of news", False),
    ],
)
def test_a_name_that_is_kept_back(text, withheld):
    assert read_phrase(text).withheld is withheld


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Mrs. Hartwell", "f"),
        ("spokesman Piet Vos", "m"),
        ("the actress", "f"),
        ("Lawan Bello, the father of Amina", "m"),
        ("the minister", ""),
    ],
)
def test_the_gender_a_noun_tells(text, gender):
    assert read_phrase(text, "person").gender == gender


def test_the_first_word_of_a_sentence_is_no_name():
    assert read_phrase("Relatives", lowered=True).name == ""
    assert read_phrase("Fishermen in Hull", lowered=True).text == "fishermen in Hull"


@given(
    st.text(max_size=60) | st.text("aA ,.-'“(", max_size=12),
    st.sampled_from(["", "person", "organization", "place"]),
)
def test_any_text_is_read(text, hint):
    phrase = read_phrase(text, hint)
    assert phrase.name == "" or phrase.name.strip() == phrase.name


WORDS = (
    "the a some Lima Swiss Ann officials minister said who serving police old Gull and of".split()
)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join))
def test_short_phrases_are_read_as_long_ones(text):
    short = _read_short(text)
    assert short is None or short == _read_long(text, "")


@given(st.text(max_size=40))
def test_every_word_has_a_letter(text):
    row = row_of(text)
    assert set(row.letters) <= set(LETTERS)
    assert len(row.letters) == len(row.words) == len(row.spans)
    assert all(text[a:b] == word for (a, b), word in zip(row.spans, row.words, strict=True))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Daily Gull", "daily gull"),
        ("People’s Front", "People's Front"),
        ("U.N.", "UN"),
        ("  the  Gull ", "gull"),
    ],
)
def test_names_that_compare_equal(one, other):
    assert key_of(one) == key_of(other)


def test_acronyms_of_a_name():
    assert initials_of("International Committee of the Red Cross") == ("icrc", "icotrc")
    assert initials_of("Gull") == ()
    assert is_acronym("ICRC")
    assert is_acronym("U.N.")
    assert not is_acronym("Gull")
    assert not is_acronym("I")


def test_short_forms_of_a_long_name():
    forms = set(short_forms(tokens_of("faisal bin nasser al said")))
    assert {("faisal", "bin", "nasser"), ("faisal", "said"), ("al", "said")} <= forms
    assert tokens_of("paul hartwell jr") == ("paul", "hartwell")


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("The Economic Community of Lake States (ECLS) met.",
         [("Economic Community of Lake States", "ECLS")]),
        ("deputies of Vento 5 Mari (V5M) met", [("Vento 5 Mari", "V5M")]),
        ("the CEI (Italian Episcopal Conference) said", [("Italian Episcopal Conference", "CEI")]),
        ("the Union of Rational Bakers (UBR) met", [("Union of Rational Bakers", "UBR")]),
        ("the Red Tide, also known as Tidal, struck", [("Red Tide", "Tidal")]),
        ("Ann Lee (Labour) spoke", []),
        ("Lima (Reuters) - The mayor", []),
        ("no names here", []),
    ],
)  # fmt: skip
def test_other_names_the_text_gives(text, pairs):
    assert list(find_aliases(text)) == pairs


@pytest.mark.parametrize("file", ["roles.tsv", "titles.tsv", "given_names.tsv", "bodies.tsv"])
def test_no_row_stands_twice(file):
    from importlib.resources import files

    package = files("sayso")
    folders = [package.joinpath("data", file), package.joinpath("attribute", "data", file)]
    raw = next(path for path in folders if path.is_file()).read_text("utf-8")
    rows = [line for line in raw.splitlines() if line and not line.startswith("#")]
    assert len(rows) == len(table(file))
