"""What actors did about a claim, in sentences written for these tests, by the shipped encoder."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.annotate import annotate_document
from sayso.attribute.certainty.factuality import with_factuality
from sayso.attribute.grammar.clause import phrase_of
from sayso.attribute.response.answer import find_answers
from sayso.attribute.response.answering import words_for
from sayso.attribute.response.responses import UNNAMED_OUTLET, find_responses
from sayso.attribute.statement.act import find_act
from sayso.attribute.statement.span import mode_of
from sayso.evaluate.corpus import read_readings
from sayso.records import Annotated, Attribution, Hop, Words
from sayso.text import make_document

RESPONSES = {"confirmed", "denied", "not-denied", "declined", "unreachable", "unverified"}
PRONOUNS = {"i", "we", "he", "she", "it", "they", "who"}


def answers_in(text):
    """Return (response, who) of what a text tells, attributions aside."""
    annotated = annotate_document(make_document(text))
    return [
        (x.response, "" if x.actor is None else text[slice(*phrase_of(annotated, x.actor))])
        for x in find_answers(annotated)
    ]


DECLINED = [
    ("A lawyer for the two men declined to comment.", "A lawyer for the two men"),
    ("The ministry has so far refused to comment.", "The ministry"),
    ("Hartwell Bank declined to comment on whether it would sell.", "Hartwell Bank"),
    ("Officials in the port declined to say how many had been hurt.", "Officials in the port"),
    ("Ines Calder declined to answer questions about her boat.", "Ines Calder"),
    ("Ines Calder declined an interview request.", "Ines Calder"),
    ("Asked about the report, the palace declined comment.", "the palace"),
    ("The agency declined to provide further information.", "The agency"),
    ("The two officials refused to give any more details.", "The two officials"),
    ("The ministry refused to confirm or deny the report.", "The ministry"),
    ("The army would neither confirm nor deny the raid.", "The army"),
    ("Harbour police would not comment on the issue.", "Harbour police"),
    ("The army would not say whether the drone had been armed.", "The army"),
    ("The town council has not commented.", "The town council"),
    ("Coastwire has not commented on their validity.", "Coastwire"),
    ("The bank is not commenting on the report.", "The bank"),
    ("Ms Calder chose not to comment.", "Ms Calder"),
    ("The singer was not willing to discuss the claims.", "The singer"),
    ("The club was unable to comment on the report.", "The club"),
    ("Hartwell had no comment.", "Hartwell"),
    ("The palace had no immediate comment on the claims.", "The palace"),
    ("The foreign ministry made no comment on the claims.", "The foreign ministry"),
    ("The prince has remained silent on the allegations.", "The prince"),
    ("The chief executive refused to be drawn on the claims.", "The chief executive"),
    ("The department referred questions to the mayor.", "The department"),
    ("The firm, which declined to comment, has moved.", "The firm, which declined to comment"),
]
UNREACHABLE = [
    ("Hartwell did not immediately respond to a request for comment.", "Hartwell"),
    ("The mayor's office has yet to respond to the allegations.", "The mayor's office"),
    ("The group failed to respond to several requests for comment.", "The group"),
    ("Coastwire has not yet responded to a newspaper's request for comment.", "Coastwire"),
    ("The airline did not return calls seeking comment.", "The airline"),
    ("The senator never returned our messages.", "The senator"),
    ("The embassy did not answer calls or emails.", "The embassy"),
    ("The governor ignored repeated requests for comment.", "The governor"),
    ("The White Island office did not immediately comment.", "The White Island office"),
    ("Hartwell Air could not immediately be reached for comment.", "Hartwell Air"),
    ("The family could not be reached on Sunday.", "The family"),
    ("A spokesman for the ministry was not available for comment.",
     "A spokesman for the ministry"),
    ("Ms Calder was unavailable for comment on Friday.", "Ms Calder"),
    ("No one from the company was available to comment.", "the company"),
    ("There was no immediate comment from the Norland army.", "the Norland army"),
    ("There was no immediate reaction from the palace to the report.", "the palace"),
    ("No comment was immediately available from the ministry.", "the ministry"),
    ("Calls to the company's office went unanswered on Friday.", "the company's office"),
    ("Phone messages left for the family were not returned.", "the family"),
    ("An email seeking comment from the school was not immediately returned.", "the school"),
    ("Messages seeking comment were left with the company.", "the company"),
    ("Attempts to reach the mayor were unsuccessful.", "the mayor"),
    ("The Courier was unable to reach Ms Calder for comment.", "Ms Calder"),
    ("The Courier contacted the ministry but received no response.", "the ministry"),
]  # fmt: skip
UNVERIFIED = [
    ("The claim could not be independently verified.", ""),
    ("The figures have not been independently verified.", ""),
    ("It was not immediately possible to verify the video.", ""),
    ("There was no way to verify the claim.", ""),
    ("There was no independent confirmation of the claim.", ""),
    ("The reports remain unverified.", ""),
    ("The Courier was unable to confirm the reports.", "The Courier"),
    ("The Courier could not independently verify the claims.", "The Courier"),
    ("The account could not immediately be corroborated by the agency.", "the agency"),
    ("Army officials couldn't immediately confirm the launch.", "Army officials"),
    ("The government has not confirmed the report.", "The government"),
]
STATED = [
    ("Calder so far has not denied the report.", "not-denied", "Calder"),
    ("The palace has neither confirmed nor denied the story.", "not-denied", "The palace"),
    ("The firm did not dispute the account.", "not-denied", "The firm"),
    ("The minister has never denied the affair.", "not-denied", "The minister"),
    ("Mr Lund has denied the allegations.", "denied", "Mr Lund"),
    ("The firm denies any wrongdoing.", "denied", "The firm"),
    ("The accusation was rejected by the palace.", "denied", "the palace"),
    ("The palace has dismissed the accusations as groundless.", "denied", "The palace"),
    ("He pleaded not guilty to the charges.", "denied", "He"),
    ("She has maintained her innocence throughout.", "denied", "She"),
    ("The report was confirmed by two officials.", "confirmed", "two officials"),
    ("The police confirmed the report on Tuesday.", "confirmed", "The police"),
]


@pytest.mark.parametrize(
    ("text", "response", "who"),
    [
        *((text, "declined", who) for text, who in DECLINED),
        *((text, "unreachable", who) for text, who in UNREACHABLE),
        *((text, "unverified", who) for text, who in UNVERIFIED),
        *STATED,
    ],
)
def test_a_sentence_tells_of_an_answer(text, response, who):
    assert set(answers_in(text)) == {(response, who)}


def test_neither_of_two_has_answered():
    text = "Neither the zoo nor the fire department responded to a request for comment."
    assert answers_in(text) == [
        ("unreachable", "the zoo"),
        ("unreachable", "the fire department"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "He denied entry to the men.",
        "Guards denied him water.",
        "The judge denied the motion.",
        "He denied himself every pleasure.",
        "Officials have not denied visas to anyone.",
        "She declined the invitation to the wedding.",
        "Prices declined sharply last year.",
        "The mayor declined to run again.",
        "The rebels refused to leave the talks.",
        "He refused to answer the door.",
        "Soldiers refused to respond.",
        "The prisoners refused to speak to each other.",
        "The patient did not respond to treatment.",
        "The champion was unable to respond.",
        "The army did not respond to the attack.",
        "The village could not be reached by road.",
        "The climbers could not reach the summit.",
        "They failed to reach an agreement.",
        "Statistics for last year are not yet available.",
        "The drug is not available in shops.",
        "Many questions remain unanswered.",
        "The ship did not return to port.",
        "There was no response to the drug.",
        "There was no reply.",
        "The team had no answer to his speed.",
        "She never commented on his clothes.",
        "He did not say goodbye.",
        "She could not say when it began.",
        "If the firm does not respond, it will be fined.",
        "The minister should not comment on the case.",
        "Did he deny the report?",
        "The court asked the firm to confirm the figures.",
        "He asked her to deny the claim.",
        "The senator would deny the claim if asked.",
        "No one can deny that it was a success.",
        "Nobody has denied the problem.",
        "The nominee has not been confirmed by the Senate.",
        "The guest list has not been confirmed.",
        "The court dismissed the charges.",
        "The court confirmed the sentence.",
        "The government has confirmed its support.",
        "Scientists confirmed the theory in 1919.",
        "Verified accounts will be charged.",
    ],
)
def test_what_tells_of_no_answer(text):
    assert answers_in(text) == []


def report(text, *said, **known):
    """Build a text with attributions (speaker, source, cue, content) and their parents."""
    annotated = annotate_document(make_document(text, **known))
    assert annotated.document.text == text
    outer = tuple(q for q in annotated.quotations if q.depth == 0)
    made, at = [], 0
    for number, (speaker, source, cue, content) in enumerate(said, 1):
        at = text.index(content, at)
        parts = (("source", source), ("cue", cue), ("content", content))
        spans = {name: nearest(text, part, at) for name, part in parts}
        mode, _ = mode_of(text, spans["content"], outer)
        cue_span = spans["cue"][0] if cue else None
        act, _ = find_act(annotated, cue_span, spans["content"], spans["source"])
        made.append(Attribution(f"a{number}", **spans, mode=mode, act=act, speaker=speaker))
    return annotated, made


def nearest(text, part, at):
    """Return where a part stands nearest to a place, as spans."""
    found = [match.start() for match in re.finditer(re.escape(part), text)] if part else []
    start = min(found, key=lambda k: abs(k - at), default=0)
    return ((start, start + len(part)),) if part else ()


def responses(annotated, attributions):
    text = annotated.document.text

    def name_of(span):
        words = text[slice(*span)]
        return None if words.lower() in PRONOUNS else re.sub(r"^(?:The|the|A|a) ", "", words)

    return find_responses(annotated, attributions, name_of)


def shown(annotated, attributions):
    return [(x.actor, x.response, x.about) for x in responses(annotated, attributions)]


def test_denial_of_a_report_goes_back_to_where_it_is_first_told():
    given = report(
        "The island is arming smugglers, according to a report by The Courier. Dock workers"
        " told the paper they had seen crates. The crates reportedly held rifles. President"
        " Ruiz so far has not denied the report.",
        (
            "The Courier",
            "a report by The Courier",
            "according to",
            "The island is arming smugglers",
        ),
        ("dock workers", "Dock workers", "told", "they had seen crates"),
        ("The Courier", "", "reportedly", "held rifles"),
    )
    assert shown(*given) == [("President Ruiz", "not-denied", "a1")]


def test_denial_answers_the_claim_that_shares_its_words():
    given = report(
        "Divers said the ferry had leaked for weeks. The union said pay was late. The owner"
        " denied that the ferry had leaked.",
        ("divers", "Divers", "said", "the ferry had leaked for weeks"),
        ("the union", "The union", "said", "pay was late"),
        ("the owner", "The owner", "denied", "that the ferry had leaked"),
    )
    assert shown(*given) == [("the owner", "denied", "a1")]


def test_denial_answers_the_other_half_of_its_sentence():
    given = report(
        "Residents said they had been sold out, but the mayor denied striking a bargain.",
        ("residents", "Residents", "said", "they had been sold out"),
        ("the mayor", "the mayor", "denied", "striking a bargain"),
    )
    assert shown(*given) == [("the mayor", "denied", "a1")]


def test_the_allegations_are_those_of_whoever_makes_most():
    given = report(
        "Ana Reyes claims the abbey locked her up. She claims the abbey took her passport."
        " Ana Reyes left in May. The abbey denied these allegations.",
        ("Ana Reyes", "Ana Reyes", "claims", "the abbey locked her up"),
        ("Ana Reyes", "She", "claims", "the abbey took her passport"),
        ("the abbey", "The abbey", "denied", "these allegations"),
    )
    assert shown(*given) == [("the abbey", "denied", "a1")]


def test_denial_of_what_it_tells_itself():
    text = "The minister denied rumours that the harbour might be closed."
    annotated, (denial, inner) = report(
        text,
        ("the minister", "The minister", "denied", "rumours that the harbour might be closed"),
        (None, "", "rumours", "that the harbour might be closed"),
    )
    given = annotated, [denial, replace(inner, parent="a1")]
    assert shown(*given) == [("the minister", "denied", "a2")]


def test_denial_of_what_stands_within_it():
    given = report(
        "The firm disputed a report in which a source “said the ferry had leaked.”",
        ("the firm", "The firm", "disputed", "a report"),
        ("a source", "a source", "said", "the ferry had leaked."),
    )
    assert shown(*given) == [("the firm", "denied", "a2")]


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("he had not taken any money", [("Ivo Lund", "denied", "a1")]),
        ("he did not take the money", [("Ivo Lund", "denied", "a1")]),
        ("he did not know who had paid", []),
        ("he was not in good health", []),
        ("it was not a good year for banks", []),
        ("he had counted the money", []),
    ],
)
def test_whoever_says_he_did_not_denies_what_was_just_said_of_him(second, expected):
    given = report(
        f"Auditors said Ivo Lund took the money. Lund said {second}.",
        ("auditors", "Auditors", "said", "Ivo Lund took the money"),
        ("Ivo Lund", "Lund", "said", second),
    )
    assert shown(*given) == expected


def test_confirmation_of_what_another_has_said():
    given = report(
        "Foremen said twenty-two miners had been rescued. A spokesman confirmed that 22 miners had"
        " been rescued.",
        ("foremen", "Foremen", "said", "twenty-two miners had been rescued"),
        ("a spokesman", "A spokesman", "confirmed", "that 22 miners had been rescued"),
    )
    assert shown(*given) == [("a spokesman", "confirmed", "a1")]


def test_confirmation_of_one_s_own_part_answers_who_spoke_of_it():
    given = report(
        "The deal was brokered by the Lakeland Union, the envoy said. Roads were closed, police"
        " said. The Lakeland Union confirmed its role.",
        ("the envoy", "the envoy", "said", "The deal was brokered by the Lakeland Union"),
        ("police", "police", "said", "Roads were closed"),
        ("Lakeland Union", "The Lakeland Union", "confirmed", "its role"),
    )
    assert shown(*given) == [("Lakeland Union", "confirmed", "a1")]


@pytest.mark.parametrize(
    ("speaker", "cue", "content"),
    [
        ("Police", "confirmed", "three deaths"),
        ("The army", "confirmed", "that it had close ties to the island"),
        ("The council", "rejected", "a request for money"),
        ("The council", "opposed", "the plan"),
        ("The union", "dismissed", "its rival"),
        ("The guards", "denied", "entry to the men"),
    ],
)
def test_confirming_or_rejecting_what_nobody_claimed_is_no_response(speaker, cue, content):
    given = report(
        f"Farmers said the harvest was poor. {speaker} {cue} {content}.",
        ("farmers", "Farmers", "said", "the harvest was poor"),
        (speaker, speaker, cue, content),
    )
    assert shown(*given) == []


def test_going_on_about_the_same_is_no_second_response():
    given = report(
        "Divers said the ferry had leaked for weeks. The owner denied that the ferry had leaked."
        " “This is nonsense,” he said.",
        ("divers", "Divers", "said", "the ferry had leaked for weeks"),
        ("the owner", "The owner", "denied", "that the ferry had leaked"),
        ("the owner", "he", "said", "“This is nonsense,”"),
    )
    assert shown(*given) == [("the owner", "denied", "a1")]


def test_each_sentence_of_a_denial_may_answer_another_claim():
    given = report(
        "Ana Reyes claims the abbey locked her up. She claims she was forced to work in the"
        " kitchen. The abbey denied these allegations.\n"
        "“She was free to go. She was never forced to work in the kitchen.”",
        ("Ana Reyes", "Ana Reyes", "claims", "the abbey locked her up"),
        ("Ana Reyes", "She", "claims", "she was forced to work in the kitchen"),
        ("the abbey", "The abbey", "denied", "these allegations"),
        ("the abbey", "", "", "“She was free to go. She was never forced to work in the kitchen.”"),
    )
    annotated, made = given
    made[3] = replace(made[3], act="deny")
    assert shown(annotated, made) == [
        ("the abbey", "denied", "a1"),
        ("the abbey", "denied", "a2"),
    ]


def test_refusal_answers_only_what_it_names():
    text = (
        "The harbour is full of crates, the Herald reported. Ruiz declined to comment on the report."
        " Lund declined to comment."
    )
    said = ("the Herald", "the Herald", "reported", "The harbour is full of crates")
    assert shown(*report(text, said)) == [("Ruiz", "declined", "a1"), ("Lund", "declined", None)]


def test_whose_report_it_is_counts():
    given = report(
        "Crates were seen, the Courier reported. Rifles were seen, the Herald reported. The palace"
        " has not denied the Courier's report.",
        ("Courier", "the Courier", "reported", "Crates were seen"),
        ("Herald", "the Herald", "reported", "Rifles were seen"),
    )
    assert shown(*given) == [("palace", "not-denied", "a1")]


def test_it_answers_what_was_said_before():
    given = report(
        "Divers said the ferry had leaked. The owner denied it.",
        ("divers", "Divers", "said", "the ferry had leaked"),
        ("the owner", "The owner", "denied", "it"),
    )
    assert shown(*given) == [("the owner", "denied", "a1")]


@pytest.mark.parametrize(
    ("text", "speaker", "source", "cue", "content"),
    [
        ("The bank said it would not comment.", "Hartwell Bank", "The bank", "said",
         "it would not comment"),
        ("“I can't comment on that,” the mayor said.", "Ana Reyes", "the mayor", "said",
         "“I can't comment on that,”"),
        ("“No comment,” said the mayor.", "Ana Reyes", "the mayor", "said", "“No comment,”"),
    ],
)  # fmt: skip
def test_refusal_in_somebody_s_own_words_is_that_speaker_s(text, speaker, source, cue, content):
    given = report(text, (speaker, source, cue, content))
    assert shown(*given) == [(speaker, "declined", None)]


def test_denial_told_by_another_belongs_to_who_denied():
    given = report(
        "The envoy said the palace has not denied the report.",
        ("the envoy", "The envoy", "said", "the palace has not denied the report"),
    )
    assert [x[:2] for x in shown(*given)] == [("palace", "not-denied")]


CHECK = "Divers said the ferry had leaked. The claim could not be independently verified."
LEAK = ("divers", "Divers", "said", "the ferry had leaked")


def test_check_with_nobody_named_is_the_outlet_s():
    assert shown(*report(CHECK, LEAK, outlet="The Courier")) == [
        ("The Courier", "unverified", "a1")
    ]
    annotated, (one,) = report(CHECK, LEAK, outlet="courier.example")
    named = replace(one, chain=(Hop("The Courier"), Hop("divers")))
    assert shown(annotated, [named]) == [("The Courier", "unverified", "a1")]


def test_check_of_an_unknown_outlet_is_said_to_be_the_outlet_s():
    assert shown(*report(CHECK, LEAK)) == [(UNNAMED_OUTLET, "unverified", "a1")]


def test_check_told_by_somebody_else_is_his():
    text = "“The figures could not be verified,” the inspector said."
    said = ("Ana Reyes", "the inspector", "said", "“The figures could not be verified,”")
    assert shown(*report(text, said, outlet="The Courier")) == [("Ana Reyes", "unverified", None)]


def test_check_told_by_the_outlet_s_own_reporter_is_the_outlet_s():
    text = "The figures could not be verified, the Courier's Ana Reyes reports."
    said = ("Ana Reyes", "the Courier's Ana Reyes", "reports", "The figures could not be verified")
    assert shown(*report(text, said, outlet="Courier")) == [("Courier", "unverified", None)]


def test_each_response_is_told_once():
    text = "Ruiz declined to comment. Asked again, Ruiz declined to comment."
    assert shown(*report(text)) == [("Ruiz", "declined", None)]


def test_evidence_is_the_clause_that_tells_it():
    text = "Rain fell all day, and Hartwell did not respond to a request for comment."
    annotated, made = report(text)
    (found,) = responses(annotated, made)
    assert [text[slice(*span)] for span in found.evidence] == [
        "Hartwell did not respond to a request for comment"
    ]


def test_no_text_gives_no_responses():
    assert responses(*report("")) == ()


WORDS = """
the mayor has not denied declined to comment report claim it said “ ” . ? if neither nor no
confirmed could be verified calls went unanswered reached who I think may likely was silent on by
""".split()
TAGS = "NOUN VERB AUX PRON PROPN ADJ ADV ADP PUNCT".split()
RELATIONS = "root nsubj obj obl aux cop advmod conj acl ccomp xcomp advcl mark case cc det".split()
ACTS = "say report claim confirm deny accuse decline ask believe".split()


@st.composite
def scrambled(draw):
    """Any words under any tree, with any attributions: what a poor parse may look like."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=20))
    n = len(words)
    text = " ".join(words)
    ends = np.cumsum([len(word) + 1 for word in words]) - 1
    starts = ends - [len(word) for word in words]

    def column(values):
        return np.array(draw(st.lists(values, min_size=n, max_size=n)), dtype=np.int32)

    cut = draw(st.integers(0, n))
    heads = [draw(st.integers(-1 if i in {0, cut} else (cut if i > cut else 0), max(i - 1, -1)))
             if i not in {0, cut} else -1 for i in range(n)]  # fmt: skip
    made = Words(
        starts.astype(np.int32),
        ends.astype(np.int32),
        column(st.integers(0, len(TAGS) - 1)),
        np.array(heads, dtype=np.int32),
        column(st.integers(0, len(RELATIONS) - 1)),
        (np.arange(n) >= cut).astype(np.int32),
        tuple(TAGS),
        tuple(RELATIONS),
    )
    spot = st.integers(0, len(text) - 1)
    span = st.tuples(spot, st.integers(1, 30)).map(lambda s: (s[0], min(len(text), sum(s))))
    spans = st.lists(span, max_size=2).map(lambda found: tuple(sorted(found)))
    attributions = [
        Attribution(
            f"a{k}",
            source=draw(spans),
            cue=draw(spans),
            content=(draw(span),),
            act=draw(st.sampled_from(ACTS)),
            speaker=draw(st.sampled_from(["Ruiz", "the mayor", None])),
            parent=draw(st.sampled_from([None, "a0", "a1"])),
        )
        for k in range(draw(st.integers(0, 4)))
    ]
    nothing = np.zeros(n, dtype=np.float32)
    document = make_document(text)
    return Annotated(document, made, ((0, len(text)),), (), (), nothing), attributions


@settings(deadline=None, max_examples=150)
@given(scrambled())
def test_any_parse_gives_responses_within_the_text(given_):
    annotated, attributions = given_
    end = len(annotated.document.text)
    ids = {None, *(x.id for x in attributions)}
    for found in responses(annotated, attributions):
        assert found.response in RESPONSES
        assert found.actor
        assert found.about in ids
        assert all(0 <= low < high <= end for low, high in found.evidence)
    assert all(x.factuality for x in with_factuality(annotated, attributions))


def test_lists_of_words_are_there():
    for part in ("speech", "reply", "contact", "claim", "report", "guilt", "deny", "check", "rule"):
        assert words_for(part), part


def named_by(item):
    """Names as the gold gives them, for want of the stage that decides them."""
    text = item.document.text
    names = sorted({x.speaker for x in item.attributions if x.speaker}, key=len, reverse=True)

    def name_of(span):
        words = text[slice(*span)]
        return next((name for name in names if name.casefold() in words.casefold()), words)

    return name_of


@pytest.mark.corpus
def test_responses_of_the_gold_readings(shared):
    right = found = wanted = 0
    for name in ("gold/dev_a.jsonl", "gold/dev_b.jsonl", "seed/reading.jsonl"):
        for item in read_readings(shared / name):
            annotated = annotate_document(item.document)
            ours = find_responses(annotated, item.attributions, named_by(item))
            keys = [
                {(x.actor.casefold(), x.response, x.about) for x in some}
                for some in (ours, item.responses or ())
            ]
            assert {x.response for x in ours} <= RESPONSES
            right += len(keys[0] & keys[1])
            found += len(keys[0])
            wanted += len(keys[1])
    assert 2 * right / (found + wanted) >= 0.8
