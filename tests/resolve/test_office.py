"""Offices and voices of states in phrases."""

import pytest

from sayso.resolve.office import office_in, voice_in


@pytest.mark.parametrize(
    ("phrase", "post", "country"),
    [
        ("Nigerian President Musa Dikko", "president", "NG"),
        ("the Portuguese president", "president", "PT"),
        ("Vice President Ida Holm", "vice president", None),
        ("Chad's Defense Minister", "defence minister", "TD"),
        ("the minister of information", "information minister", None),
        ("Minister of Foreign Affairs", "foreign minister", None),
        ("U.S. Secretary of State Jo Lin", "secretary of state", "US"),
        ("Prime Minister of Malta", "prime minister", "MT"),
        ("Norway's army chief", "army chief", "NO"),
        ("Chief of Army Staff", "army chief", None),
    ],
)
def test_posts(phrase, post, country):
    assert office_in(phrase) == (post, country, False)


def test_a_former_president_is_another_office():
    found = office_in("former Peruvian president Luisa Prado")
    assert found == ("president", "PE", True)


@pytest.mark.parametrize(
    "phrase",
    ["Ines Calder", "a minister", "the secretary", "a spokesman for President Dikko", "the coach",
     "the president's office", "the president's wife", "the ministers said", "presidential hopes",
     "club president Jo Lin", "Gullwing President Jo Lin", "president of the Northern Union",
     "a president", "President Dikko's sister", "the founding president", "Senate President Jo Lin"],
)  # fmt: skip
def test_phrases_without_a_post_of_one_holder(phrase):
    assert office_in(phrase) is None


@pytest.mark.parametrize(
    ("phrase", "body", "country", "speaks"),
    [
        ("officials", "government", None, True),
        ("Peruvian officials", "government", "PE", True),
        ("two senior officials in Kabul", "government", "AF", True),
        ("the authorities", "government", None, False),
        ("the government of Peru", "government", "PE", False),
        ("Peru's government", "government", "PE", False),
        ("the Peruvian government", "government", "PE", False),
        ("government sources", "government", None, True),
        ("Peru", "state", "PE", False),
        ("Lima", "capital", "PE", False),
        ("LIMA", "capital", "PE", False),
        ("the Obama administration", "obama administration", "US", False),
        ("Scotland", "state of Scotland", "GB", False),
        ("the White House", "presidency", "US", False),
        ("U.S. government", "government", "US", False),
        ("the Kremlin", "presidency", "RU", False),
        ("a Peruvian military source", "military", "PE", True),
        ("the army", "army", None, False),
        ("the armed forces", "military", None, False),
        ("police", "police", None, False),
        ("a police spokeswoman", "police", None, True),
        ("intelligence officials", "security services", None, True),
        ("the vice president's office", "vice presidency", None, False),
        ("a spokesman for President Luisa Prado", "presidency", None, True),
        ("Spokesman for Peru’s President", "presidency", "PE", True),
        ("Swiss foreign ministry spokesman", "foreign ministry", "CH", True),
        ("the Ministry of Defense", "defence ministry", None, False),
        ("the U.S. State Department", "state department", "US", False),
        ("city officials", "local government", None, True),
    ],
)
def test_voices_of_states(phrase, body, country, speaks):
    assert voice_in(phrase) == (body, country, True, speaks)


@pytest.mark.parametrize(
    ("phrase", "body"),
    [
        ("Red Cross officials", "red cross"),
        ("a UN spokesperson", "united nations"),
        ("a spokesman for Gullwing Lines", "gullwing lines"),
    ],
)
def test_voices_of_bodies(phrase, body):
    assert voice_in(phrase) == (body, None, False, True)


@pytest.mark.parametrize(
    "phrase",
    ["the spokesman", "a spokesman", "local sources", "sources", "an aid worker", "analysts",
     "school officials", "company officials", "two Western intelligence sources", "the town",
     "residents of Lima", "two governments", "a government", "many armies", "Peruvian soldiers",
      "the Peruvians", "Ines Calder", ""],
)  # fmt: skip
def test_phrases_that_speak_for_no_state(phrase):
    assert voice_in(phrase) is None
