"""Who speaks in each attribution, on annotations made by hand and on the research corpora."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scenes import said, scene

from sayso.annotate import annotate_document
from sayso.attribute.actors.actor import find_actors
from sayso.attribute.actors.speaker import with_speakers
from sayso.evaluate.corpus import read_readings
from sayso.evaluate.score import same_name


def voices(given, *attributions):
    """(speaker, identity, kind) of each attribution."""
    phrases = [place for one in attributions for place in one.source]
    cast = find_actors(given, phrases)
    return [(a.speaker, a.identity, a.kind) for a in with_speakers(given, attributions, cast)]


def speakers(given, *attributions):
    return [speaker for speaker, _, _ in voices(given, *attributions)]


def reasons(given, *attributions):
    phrases = [place for one in attributions for place in one.source]
    found = with_speakers(given, attributions, find_actors(given, phrases))
    return [[why for why in one.why if why.startswith("speaker: ")] for one in found]


def test_the_speaker_is_the_actor_of_the_source():
    text = "Mayor Ann Lee said no. Lee said yes. Officials said so."
    given = scene(text, "Mayor Ann Lee", "Lee@1", "Officials")
    told = (
        said("a1", text, "Mayor Ann Lee", "said", "no"),
        said("a2", text, "Lee@1", "said@1", "yes"),
        said("a3", text, "Officials", "said@2", "so"),
    )
    assert voices(given, *told) == [
        ("Ann Lee", "named", "person"),
        ("Ann Lee", "named", "person"),
        ("officials", "role", "group"),
    ]
    assert reasons(given, *told)[0] == []
    assert reasons(given, *told)[1] == [
        "speaker: “Lee” is Ann Lee, as the text calls them elsewhere"
    ]


def test_a_pronoun_is_the_one_before_it_and_the_reason_says_so():
    text = "Ann Lee left. She said no."
    given = scene(text, "Ann Lee", "She")
    told = said("a1", text, "She", "said", "no")
    assert speakers(given, told) == ["Ann Lee"]
    assert reasons(given, told) == [["speaker: “She” is Ann Lee, the last woman it may be"]]


@pytest.mark.parametrize(
    ("source", "cue", "content"),
    [
        ("", "was told", "to leave"),
        ("", "praise", "for the crew"),
        ("", "allegedly", "sold boats"),
        ("It", "is feared", "that all drowned"),
        ("it", "emerged", "that he lied"),
    ],
)
def test_whoever_is_not_told_is_unstated(source, cue, content):
    text = "She was told to leave. It is feared that all drowned. He allegedly sold boats. "
    text += "There was praise for the crew. Later it emerged that he lied."
    given = scene(text, "It|abstract", "it|abstract")
    assert voices(given, said("a1", text, source, cue, content)) == [(None, "unstated", "unknown")]


def test_a_quotation_that_goes_on_has_the_speaker_before_it():
    text = "“We leave,” Ann Lee said. “We will not be back here.”\n“The boats are old.”"
    given = scene(text, "Ann Lee")
    told = (
        said("a1", text, "Ann Lee", "said", "“We leave,”", mode="direct"),
        said("a2", text, "", "", "“We will not be back here.”", mode="direct"),
        said("a3", text, "", "", "“The boats are old.”", mode="direct"),
    )
    assert speakers(given, *told) == ["Ann Lee"] * 3
    assert reasons(given, *told)[2] == ["speaker: goes on with Ann Lee of a2"]


def test_a_quotation_two_paragraphs_on_goes_on_with_nobody():
    text = "“We leave,” Ann Lee said.\nThe sea was calm that day.\nIt rained.\n“The boats are old.”"
    given = scene(text, "Ann Lee")
    told = (
        said("a1", text, "Ann Lee", "said", "“We leave,”", mode="direct"),
        said("a2", text, "", "", "“The boats are old.”", mode="direct"),
    )
    assert speakers(given, *told) == ["Ann Lee", None]


def test_a_caption_between_two_parts_of_a_quotation_is_no_paragraph():
    text = "“We leave,” Ann Lee said.\nThe harbour in May (Gull Pictures)\n“The boats are old.”"
    given = scene(text, "Ann Lee")
    told = (
        said("a1", text, "Ann Lee", "said", "“We leave,”", mode="direct"),
        said("a2", text, "", "", "“The boats are old.”", mode="direct"),
    )
    assert speakers(given, *told) == ["Ann Lee"] * 2


def test_what_somebody_wants_is_no_speech_a_quotation_goes_on_with():
    text = "“We leave,” Ann Lee said. Dealers want boats. “The boats are old.”"
    given = scene(text, "Ann Lee", "Dealers")
    told = (
        said("a1", text, "Ann Lee", "said", "“We leave,”", mode="direct"),
        said("a2", text, "Dealers", "want", "boats", act="want"),
        said("a3", text, "", "", "“The boats are old.”", mode="direct"),
    )
    assert speakers(given, *told) == ["Ann Lee", "dealers", "Ann Lee"]


def test_a_quotation_before_the_first_cue_leads_to_it():
    text = "“The boats are old.”\n“We leave,” Ann Lee said."
    given = scene(text, "Ann Lee")
    told = (
        said("a1", text, "", "", "“The boats are old.”", mode="direct"),
        said("a2", text, "Ann Lee", "said", "“We leave,”", mode="direct"),
    )
    assert speakers(given, *told) == ["Ann Lee", "Ann Lee"]


def test_said_right_behind_a_quotation_counts_though_found_for_the_next():
    text = "Paul Orr said no. “The boats are old, we leave”, said Ann Lee, “and go.”"
    given = scene(text, "Paul Orr", "Ann Lee")
    told = (
        said("a1", text, "Paul Orr", "said", "no"),
        said("a2", text, "", "", "“The boats are old, we leave”", mode="direct"),
        said("a3", text, "Ann Lee", "said@1", "“and go.”", mode="direct"),
    )
    assert speakers(given, *told) == ["Paul Orr", "Ann Lee", "Ann Lee"]


def test_reportedly_takes_up_the_report_before_it():
    text = "Boats sank, Reuters said. They reportedly were old."
    given = scene(text, "Reuters|organization")
    told = (
        said("a1", text, "Reuters", "said", "Boats sank"),
        said("a2", text, "", "reportedly", "were old"),
    )
    assert voices(given, *told)[1] == ("Reuters", "named", "outlet")
    assert reasons(given, *told)[1] == ["speaker: “reportedly” takes up what Reuters reports"]


def test_reportedly_after_a_person_names_nobody():
    text = "Boats sank, Ann Lee said. They reportedly were old."
    given = scene(text, "Ann Lee")
    told = (
        said("a1", text, "Ann Lee", "said", "Boats sank"),
        said("a2", text, "", "reportedly", "were old"),
    )
    assert speakers(given, *told) == ["Ann Lee", None]


def test_i_and_we_inside_a_quotation_are_its_speaker():
    text = "Ann Lee said: “I doubt it. We hope so.”"
    given = scene(text, "Ann Lee", "I", "We")
    told = (
        said("a1", text, "Ann Lee", "said", "“I doubt it. We hope so.”", mode="direct"),
        said("a2", text, "I", "doubt", "it", parent="a1"),
        said("a3", text, "We", "hope", "so", parent="a1"),
    )
    assert speakers(given, *told) == ["Ann Lee"] * 3


def test_we_of_a_head_of_state_is_the_state():
    text = "Malaysia's Prime Minister, Aziz Rahim, said: “We hope so.”"
    given = scene(text, "Malaysia's Prime Minister, Aziz Rahim", "Malaysia|place", "We")
    told = (
        said("a1", text, "Malaysia's Prime Minister, Aziz Rahim", "said", "“We hope so.”"),
        said("a2", text, "We", "hope", "so", parent="a1"),
    )
    assert voices(given, *told)[1] == ("Malaysia", "named", "government")


def test_the_subject_speaks_where_the_source_was_not_found():
    text = "Ann Lee said no and denied it. Paul Orr was told to go."
    given = scene(
        text, "Ann Lee|person|nsubj|said", "<denied|conj|said>",
        "Paul Orr|person|nsubj|told", "<was|aux|told>",
    )  # fmt: skip
    words = given.words
    tags = words.tag.copy()
    for part in ("denied", "said", "told"):
        tags[int(words.start.searchsorted(text.index(part)))] = words.tags.index("VERB")
    given = replace(given, words=replace(words, tag=tags))
    told = (
        said("a1", text, "", "said", "no"),
        said("a2", text, "", "denied", "it"),
        said("a3", text, "", "told", "to go"),
    )
    assert speakers(given, *told) == ["Ann Lee", "Ann Lee", None]


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("An official, speaking on condition of anonymity, said no.", "anonymous"),
        ("An official said no. He spoke on condition of anonymity.", "anonymous"),
        ("An official said no. The official was not authorized to speak.", "anonymous"),
        ("An official said no. Ann Lee asked not to be named.", "role"),
        ("An official said no.", "role"),
    ],
)
def test_a_name_kept_back_is_told_around_the_source(text, identity):
    given = scene(text, "An official")
    assert voices(given, said("a1", text, "An official", "said", "no"))[0][1] == identity


def test_whoever_reports_under_an_article_is_an_outlet():
    text = "Boats sank, The Tide-Way reported."
    given = scene(text, "The Tide-Way|person")
    told = said("a1", text, "The Tide-Way", "reported", "Boats sank", act="report")
    assert voices(given, told) == [("Tide-Way", "named", "outlet")]


def test_of_a_split_source_the_subject_of_the_cue_speaks():
    text = "Ann Lee, from Hull in Chad, said no."
    given = scene(text, "Ann Lee|person|nsubj|said", "Chad|place|obl")
    both = replace(said("a1", text, "Ann Lee", "said", "no"), source=((0, 7), (22, 26)))
    words = given.words
    tags = words.tag.copy()
    tags[int(words.start.searchsorted(text.index("said")))] = words.tags.index("VERB")
    given = replace(given, words=replace(words, tag=tags))
    assert speakers(given, both) == ["Ann Lee"]


def test_nothing_else_of_an_attribution_changes():
    text = "Ann Lee said no."
    given = scene(text, "Ann Lee")
    told = said("a1", text, "Ann Lee", "said", "no", why=("cue “said”",), confidence=0.5)
    (found,) = with_speakers(given, [told], find_actors(given, told.source))
    assert replace(found, speaker=None, identity=None, kind=None) == told
    assert with_speakers(given, [], find_actors(given)) == ()


# -- research corpora -----------------------------------------------------------------------


def judged(path):
    """Right speakers, identities and kinds of a file of readings, and how many there are."""
    right, count = [0, 0, 0], 0
    for item in read_readings(path):
        given = annotate_document(item.document)
        bare = [
            replace(a, speaker=None, identity=None, kind=None, why=()) for a in item.attributions
        ]
        cast = find_actors(
            given, [place for one in bare for place in (*one.source, *one.addressee)]
        )
        for gold, found in zip(item.attributions, with_speakers(given, bare, cast), strict=True):
            count += 1
            right[0] += same_name(gold.speaker) == same_name(found.speaker)
            right[1] += gold.identity == found.identity
            right[2] += gold.kind == found.kind
    return right, count


@pytest.mark.corpus
def test_the_first_report_has_all_its_speakers(shared):
    right, count = judged(shared / "seed/reading.jsonl")
    assert count == 13
    assert right[0] == 13
    assert min(right) >= 12


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("file", "floors"),
    [
        ("dev_a.jsonl", (0.94, 0.97, 0.97)),
        ("dev_b.jsonl", (0.80, 0.88, 0.90)),
        ("cross_chibok.jsonl", (0.95, 0.97, 0.96)),
    ],
)
def test_speakers_identities_and_kinds_stay_over_their_floors(shared, file, floors):
    right, count = judged(shared / "gold" / file)
    shares = [number / count for number in right]
    assert all(share >= floor for share, floor in zip(shares, floors, strict=True)), shares
