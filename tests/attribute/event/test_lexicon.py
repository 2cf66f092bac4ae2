"""The tables of events: every row can be read and says something that is known."""

from sayso.attribute.event.context import _words as contexts
from sayso.attribute.event.lexicon import lexicon
from sayso.views.plover import types

MODES = {
    "CONSULT": {"visit", "third-party", "multilateral", "phone"},
    "RETREAT": {"withdraw", "release", "disarm", "ceasefire", "access", "resign"},
    "ACCUSE": {"disapprove", "investigate", "allege"},
    "SANCTION": {"convict", "expel", "withdraw", "discontinue"},
    "MOBILIZE": {"troops", "weapons", "police", "militia"},
    "PROTEST": {"demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"},
    "THREATEN": {"restrict", "arrest", "relations", "expel", "territory", "violence"},
    "COERCE": {"seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport",
               "withhold", "misinformation", "cyber"},
    "ASSAULT": {"abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive",
                "firearms", "explosives", "suicide-attack", "aerial", "drone", "heavy-weapons",
                "crowd-control", "unconventional"},
    "REQUEST": {"assist", "change", "yield", "meet"},
    "REJECT": {"assist", "change", "yield", "meet"},
}  # fmt: skip


def senses():
    return [sense for found in lexicon().values() for sense in found]


def test_every_type_is_one_of_the_sixteen_or_none():
    assert {sense.type for sense in senses()} - {"-"} == set(types())


def test_every_mode_is_one_of_its_types_where_the_manual_lists_them():
    for sense in senses():
        if sense.type in MODES and sense.mode:
            assert sense.mode in MODES[sense.type], sense


def test_every_slot_and_test_is_known():
    prepositions = {
        "on", "at", "to", "in", "of", "for", "from", "with", "by", "against", "into", "over",
        "about", "between", "towards", "toward", "upon", "after", "outside", "under", "as",
    }  # fmt: skip
    slots = prepositions | {"o", "io", "x", "poss", "comp", "both", "from>", "doer"}
    tests = slots | {
        "who",
        "who_with",
        "who_to",
        "who_on",
        "passive",
        "inf",
        "adj",
        "accident",
        "light",
    }
    for sense in senses():
        assert set(sense.recipient) | set(sense.items) <= slots, sense
        assert {test.what for test in sense.tests} <= tests, sense
        for test in sense.tests:
            assert test.kinds <= {"outlet", "armed", "office", "state", "civil", "civilian"}, sense


def test_no_word_shows_more_than_a_few_contexts():
    assert max(map(len, contexts().values())) <= 3
