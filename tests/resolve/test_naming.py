"""Names of people and bodies as two documents write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.resolve.naming import body_words, person_words, same_body, same_person, same_word


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Gen. Farid al-Noori Jr.", "farid noori"),
        ("Mrs. Ines Calder", "ines calder"),
        ("Đorđe Łukaš", "dorde lukas"),
        ("Odile d’Arcy-Wren", "odile darcy wren"),
        ("Pope Ignatius", "pope ignatius"),
        ("George H.W. Marlow", "george h w marlow"),
        ("President", "president"),
        ("Alhaji Musa Dikko", "musa dikko"),
    ],
)
def test_a_persons_name_is_its_words_without_titles(name, words):
    assert " ".join(person_words(name)) == words


SAME = [
    ("Ines Calder", "Inês Calder"),
    ("Mohammed Dikko", "Muhammadu Dikko"),
    ("Yousef al-Hamdan", "Yusuf Hamdan"),
    ("Khaled Mansour", "Khalid Mansur"),
    ("Sergei Orlov", "Sergey Orlov"),
    ("Dmitri Peskin", "Dimitry Peskin"),
    ("Alexander Wren", "Aleksandr Wren"),
    ("Bill Farrant", "William J. Farrant"),
    ("J. Farrant", "John Farrant"),
    ("Mallam Garba Dikko", "Garba Dikko"),
    ("Abba Musa Dikko", "Musa Dikko"),
    ("Ri Jong-ho", "Ri Jong Ho"),
    ("Wei Zhang", "Zhang Wei"),
    ("George W. Marlow", "George Walker Marlow"),
    ("José Luis Prado Ruiz", "José Prado Ruiz"),
]
UNSURE = [
    ("Calder", "Ines Calder"),
    ("Ines", "Ines Calder"),
    ("Tom Wren", "Tom Wren Jr."),
    ("George W. Marlow", "George H. W. Marlow"),
    ("Jon Hart", "John Hart"),
    ("Maria Silva", "Marie Silva"),
]
NOT = [
    ("Ines Calder", "Ines Wren"),
    ("Robert Burton", "Robert Barton"),
    ("Peter Anderson", "Peter Andersen"),
    ("Thomas Miller", "Thomas Muller"),
    ("Ines", "Calder"),
]
EXCLUDED = [
    ("John Smith", "Jane Smith"),
    ("Li Wei", "Lu Wei"),
    ("Karin Silva", "Marta Silva"),
    ("Tom Wren Jr.", "Tom Wren Sr."),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_names_of_one_person(a, b):
    assert same_person(a, b).score >= 0.75


@pytest.mark.parametrize(("a", "b"), UNSURE)
def test_names_that_may_be_one_persons(a, b):
    assert 0.4 <= same_person(a, b).score < 0.75


@pytest.mark.parametrize(("a", "b"), [*NOT, *EXCLUDED])
def test_names_of_two_people(a, b):
    assert same_person(a, b).score == 0
    assert same_person(a, b).excluded == ((a, b) in EXCLUDED)


BODIES = [
    ("International Committee of the Red Cross", "International Committee for the Red Cross"),
    ("International Committee of the Red Cross", "ICRC"),
    ("International Red Cross", "International Committee of the Red Cross"),
    ("the Red Cross", "International Committee of the Red Cross"),
    ("UN", "the United Nations"),
    ("Isis", "Islamic State"),
    ("Northern Harbour Workers Union", "NHWU"),
    ("Gullwing Lines", "Gullwing Lines Ltd"),
    ("Light The Bank", "Light the Bank campaign"),
    ("Saltmarsh Centre for Ports", "Saltmarsh Center for Ports"),
    ("Hezbollah", "Hizbullah"),
]
OTHER_BODIES = [
    ("Red Cross", "Kenya Red Cross"),
    ("Democratic Party", "Liberal Democratic Party"),
    ("Gullwing Lines", "Gullwing Bank"),
    ("Northern Union", "Northern Union Bank"),
    ("who", "World Health Organization"),
    ("is", "Islamic State"),
    ("Port Authority", "Harbour Authority"),
]


@pytest.mark.parametrize(("a", "b"), BODIES)
def test_names_of_one_body(a, b):
    assert same_body(a, b).score >= 0.75
    assert same_body(a, b).why


@pytest.mark.parametrize(("a", "b"), OTHER_BODIES)
def test_names_of_two_bodies(a, b):
    assert same_body(a, b).score < 0.75


NAMES = st.text(alphabet="abekhmorsuyxz '-.ÉøJ", max_size=25)


@given(NAMES, NAMES)
def test_the_order_of_two_names_does_not_matter(a, b):
    assert same_person(a, b).score == same_person(b, a).score
    assert same_person(a, b).excluded == same_person(b, a).excluded
    assert same_body(a, b).score == same_body(b, a).score


@given(NAMES)
def test_a_name_is_itself(name):
    words = person_words(name)
    if len(words) > 1:
        assert same_person(name, name).score == 0.95
    if body_words(name):
        assert same_body(name, name).score == 0.95
    assert all(same_word(word, word).score == 1 for word in words)
