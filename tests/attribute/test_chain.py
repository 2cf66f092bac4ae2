"""Through whom statements reached the reader, by sentences written for it.

The last name of an expected chain is the speaker; the outlet before it all is left out.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from marked import marked

from sayso.attribute.actors.actor import find_actors
from sayso.attribute.chain.chain import with_chains, with_citing_parents
from sayso.attribute.statement.attributions import with_parents
from sayso.records import Attribution

TOLD = [
    ("[The widow] <told> Reuters {that the boat had sunk}.", ["Reuters", "the widow"]),
    ("[The senator] <told> CNN's Mary Doe {that he would not run}.", ["CNN", "the senator"]),
    ("[A farmer] <told> an AFP correspondent {that the well was dry}.", ["AFP", "a farmer"]),
    (
        "[Two officials] <told> AFP and the BBC {that the plan was dropped}.",
        ["AFP", "BBC", "two officials"],
    ),
    (
        "[The mayor] <told> a local radio station {that the bridge was safe}.",
        ["a local radio station", "the mayor"],
    ),
    ("[The mayor] <told> state media {that the bridge was safe}.", ["state media", "the mayor"]),
    (
        "[The mayor] <told> the Harbour Courier newspaper {that the bridge was safe}.",
        ["Harbour Courier", "the mayor"],
    ),
    (
        "[The mayor] <told> the Israeli newspaper Haaretz {that the bridge was safe}.",
        ["Haaretz", "the mayor"],
    ),
    (
        "[The mayor] <told> Germany's Der Spiegel magazine {that the bridge was safe}.",
        ["Der Spiegel", "the mayor"],
    ),
    (
        "[The mayor] <told> Harbour television {that the bridge was safe}.",
        ["Harbour television", "the mayor"],
    ),
    (
        "[The mayor] <told> the Israeli newspaper Zohar {that the bridge was safe}.",
        ["Zohar", "the mayor"],
    ),
    (
        "[The mayor] <told> the news site Gullwire {that the bridge was safe}.",
        ["Gullwire", "the mayor"],
    ),
    ("[The mayor] <told> Radio Gull {that the bridge was safe}.", ["Radio Gull", "the mayor"]),
    (
        "[The mayor] <told> the Harbour Times {that the bridge was safe}.",
        ["Harbour Times", "the mayor"],
    ),
    ("[The mayor] <told> Gull News {that the bridge was safe}.", ["Gull News", "the mayor"]),
    (
        "[The mayor] <told> Gull FM, a local station, {that the bridge was safe}.",
        ["Gull FM", "the mayor"],
    ),
    (
        "[The mayor] <told> Zohar, a daily newspaper, {that the bridge was safe}.",
        ["Zohar", "the mayor"],
    ),
    (
        "[The ambassador] <told> the BBC's Today programme {that talks went on}.",
        ["BBC", "the ambassador"],
    ),
    (
        "[The ambassador] <told> BBC Radio 4's World at One {that talks went on}.",
        ["BBC Radio 4", "the ambassador"],
    ),
    (
        "[The ambassador] <told> The Associated Press on condition of anonymity {that talks went on}.",
        ["Associated Press", "the ambassador"],
    ),
    ("[The minister] <told> local media {that two were hurt}.", ["local media", "the minister"]),
    ("[The minister] <told> French radio {that two were hurt}.", ["French radio", "the minister"]),
    (
        "[The minister] <told> journalists from Reuters and AFP {that two were hurt}.",
        ["Reuters", "AFP", "the minister"],
    ),
    (
        "[The envoy] <told> a Russian newspaper {that talks went on}.",
        ["a Russian newspaper", "the envoy"],
    ),
]
DESCRIBED = [
    (
        "The story first appeared in Le Monde. [Two aides] <told> the newspaper {that the minister had known}.",
        ["Le Monde", "two aides"],
    ),
    (
        "The BBC and AFP had teams there. [A nurse] <told> the agency {that the ward was full}.",
        ["AFP", "a nurse"],
    ),
    (
        "The BBC and AFP had teams there. [A nurse] <told> the broadcaster {that the ward was full}.",
        ["BBC", "a nurse"],
    ),
    (
        "The UN refugee agency runs the camp. [A mother] <told> the agency {that food was short}.",
        ["a mother"],
    ),
    (
        "Zohar, a weekly, has the story. [The envoy] <told> the weekly {that talks went on}.",
        ["Zohar", "the envoy"],
    ),
]
OCCASIONS = [
    (
        "{“We are ready,”} [Hill] <said> in an interview with Germany’s Bild newspaper.",
        ["Bild", "Ann Hill"],
    ),
    ("Speaking to Sky News, [Hill] <denied> {the charge}.", ["Sky News", "Ann Hill"]),
    (
        "Writing in the Financial Times, [Hill] <argued> {that taxes must rise}.",
        ["Financial Times", "Ann Hill"],
    ),
    (
        "[The rebels], in a statement sent to AFP, <denied> {killing civilians}.",
        ["AFP", "the rebels"],
    ),
    ("[She] <said> in a BBC interview {that she had been followed}.", ["BBC", "Ann Hill"]),
    (
        "[The firm] <said> in an email to the Guardian {that it was sorry}.",
        ["The Guardian", "the firm"],
    ),
    (
        "[The mayor] <said> in an interview with the pro-government daily Zohar {that the bridge was safe}.",
        ["Zohar", "the mayor"],
    ),
    (
        "[The mayor] <said> in a recording broadcast on Gull TV {that the bridge was safe}.",
        ["Gull TV", "the mayor"],
    ),
    ("Speaking on the BBC on Sunday, [Hill] <ruled out> {a deal}.", ["BBC", "Ann Hill"]),
    (
        "[The envoy] <said> in comments published Thursday in Le Figaro {that talks went on}.",
        ["Le Figaro", "the envoy"],
    ),
    (
        "[The envoy] <said> in comments to be broadcast later on CNN {that talks went on}.",
        ["CNN", "the envoy"],
    ),
]
MEDIA = [
    (
        "[The general] <said> on state television {that the army had won}.",
        ["state television", "the general"],
    ),
    ("[Hill] <said> on Fox News {that she would run}.", ["Fox News", "Ann Hill"]),
    ("[The front] <claimed> {the attack} via its Amaq news agency.", ["Amaq", "the front"]),
    (
        "[The ambassador] <said> on NBC's “Meet the Press” {that talks went on}.",
        ["NBC", "the ambassador"],
    ),
    (
        "[The ambassador] <said> on CBS' Face the Nation {that talks went on}.",
        ["CBS", "the ambassador"],
    ),
]
CARRIED = [
    (
        "In a letter to the Security Council seen by Reuters, [the envoy] <said> {aid had been looted}.",
        ["Reuters", "the envoy"],
    ),
    (
        "[The ministry] <said> in a statement carried by the SANA news agency {that four soldiers were killed}.",
        ["SANA", "the ministry"],
    ),
    (
        "[The minister] <was quoted> by the Interfax news agency <as saying> {that the talks had failed}.",
        ["Interfax", "the minister"],
    ),
    (
        "[The minister] <was quoted as saying> by Xinhua {that the talks had failed}.",
        ["Xinhua", "the minister"],
    ),
    (
        "[The minister] <was quoted> by his lawyer <as saying> {that he was innocent}.",
        ["his lawyer", "the minister"],
    ),
    (
        "Interfax <quoted> [the minister] <as saying> {that the talks had failed}.",
        ["Interfax", "the minister"],
    ),
    (
        "{“They took everything,”} <said> [a shopkeeper], as reported by the Financial Times.",
        ["Financial Times", "a shopkeeper"],
    ),
    (
        "<According to> [a memo obtained by Politico], {the fleet will move}.",
        ["Politico", "a memo"],
    ),
    (
        "[The mayor] <was quoted> by the daily Zohar <as saying> {that the bridge was safe}.",
        ["Zohar", "the mayor"],
    ),
    (
        "[The mayor] <is quoted> in the report <as saying> {that the bridge was safe}.",
        ["report", "the mayor"],
    ),
    (
        "[The mayor], quoted by state television, <said> {the bridge was safe}.",
        ["state television", "the mayor"],
    ),
    (
        "{“We had no choice,”} [Hill] <says> in the documentary, which was broadcast by Gull TV.",
        ["Gull TV", "Ann Hill"],
    ),
    ("[Hill] <was interviewed> by CNN and <said> {she would stand}.", ["CNN", "Ann Hill"]),
    (
        "In an excerpt of the interview released by CNN, [the envoy] <said> {talks went on}.",
        ["CNN", "the envoy"],
    ),
]
NONE = [
    ("[The mayor] <said> {the bridge would reopen}.", ["the mayor"]),
    ("{The bridge was unsafe}, it <was feared>.", []),
    ("[The widow] <told> reporters {that the boat had sunk}.", ["the widow"]),
    ("[The widow] <told> the press {that the boat had sunk}.", ["the widow"]),
    ("[Hill] <told> parliament {that the army was ready}.", ["Ann Hill"]),
    ("[The minister] <urged> the BBC {to apologise}.", ["the minister"]),
    ("[The minister] <told> the BBC {to apologise}.", ["the minister"]),
    ("[He] <complained> to the BBC about {the programme}.", ["Jim Roe"]),
    ("[He] <told> the head of the BBC {that he was leaving}.", ["Jim Roe"]),
    ("Speaking to reporters in Oslo, [Hill] <denied> {the charge}.", ["Ann Hill"]),
    ("[The general] <said> on the radio {that the army had won}.", ["the general"]),
    ("[The general] <said> on Twitter {that the army had won}.", ["the general"]),
    ("[The general] <wrote> on his blog {that the army had won}.", ["the general"]),
    ("[The firm] <said> on its website {that it was sorry}.", ["the firm"]),
    (
        "<According to> [a report this week by The Daily Beast], {the fleet will move}.",
        ["The Daily Beast"],
    ),
    ("[State media] <said> {the fleet would move}.", ["state media"]),
    (
        "[John Pym], a columnist at the Financial Times, <called> {the deal a mistake}.",
        ["John Pym"],
    ),
    (
        "[The mayor] <was cited> in the newspaper <as saying> {that the bridge was safe}.",
        ["the mayor"],
    ),
    ("[A spokesman] <declined> {to comment} when contacted by Reuters.", ["a spokesman"]),
    (
        "[One official], speaking on condition of anonymity, <said> {talks went on}.",
        ["one official"],
    ),
    ("[Hill] <tweeted> {that talks went on}.", ["Ann Hill"]),
    ("In a tweet, [Hill] <said> {talks went on}.", ["Ann Hill"]),
    (
        "In a post on the messaging app Telegram, [the governor] <said> {two were hurt}.",
        ["the governor"],
    ),
    ("[The governor] <wrote> on his Telegram channel {that two were hurt}.", ["the governor"]),
    ("[A witness] <told> our correspondent {that two were hurt}.", ["a witness"]),
    ("[A witness] <told> the Post {that two were hurt}.", ["a witness"]),
    ("[The minister] <told> the media {that two were hurt}.", ["the minister"]),
    ("[The minister] <was shown> on television <saying> {that two were hurt}.", ["the minister"]),
    (
        "[The firm] <told> the Securities and Exchange Commission {that two were hurt}.",
        ["the firm"],
    ),
    (
        "[The head of the Reuters Institute] <said> {papers were dying}.",
        ["the head of the Reuters Institute"],
    ),
]
OWN = [
    ("[Hill] <said> {it was over}.", None, ["Ann Hill"]),
    ("[The widow] <told> Reuters {that the boat had sunk}.", "Reuters", ["the widow"]),
    ("{“It sank,”} [the widow] <told> the Guardian.", "The Guardian", ["the widow"]),
    ("{“It sank,”} [the widow] <told> this newspaper.", "The Guardian", ["the widow"]),
    (
        "The Guardian has seen the letter. [An aide] <told> the newspaper {that it was real}.",
        "The Guardian",
        ["an aide"],
    ),
    ("[NPR's Jane Roe] <reports> {that the port was closed}.", "NPR", ["Jane Roe"]),
    (
        "In a statement to the Gull Telegraph, [the bank] <denied> {the claims}.",
        "The Harbour Post",
        ["Gull Telegraph", "the bank"],
    ),
    ("[A witness] <told> BBC News {that two were hurt}.", "BBC", ["a witness"]),
    ("[A witness] <told> BBC Arabic {that two were hurt}.", "BBC News", ["a witness"]),
    ("[A witness] <told> Agence France-Presse {that two were hurt}.", "AFP", ["a witness"]),
]
WIRE = [
    (
        "BEIRUT (Reuters) - [The mayor] <said> {the port was closed}.",
        "The Gull Post",
        None,
        ["Reuters", "the mayor"],
    ),
    (
        "BEIRUT (Reuters) - [The mayor] <told> Reuters {the port was closed}.",
        "The Gull Post",
        None,
        ["Reuters", "the mayor"],
    ),
    (
        "BEIRUT (Reuters) - [The mayor] <said> {the port was closed}.",
        "Reuters",
        None,
        ["the mayor"],
    ),
    ("[The mayor] <told> AFP {the port was closed}.", "The Gull Post", "AFP", ["AFP", "the mayor"]),
    ("[The mayor] <said> {the port was closed}.", "The Gull Post", "AFP", ["AFP", "the mayor"]),
    (
        "[A witness] <told> AP {that two were hurt}.",
        "Gull Post",
        "Associated Press",
        ["Associated Press", "a witness"],
    ),
    ("(AFP) — [The envoy] <said> {talks went on}.", "The Gull Post", None, ["AFP", "the envoy"]),
]
NESTED = [
    (
        "{Rebels hold the port}, [Der Spiegel] <1:reported> on Friday.\n[2:A captain] <2:told> the magazine {2:they had come by night}.",
        ["Der Spiegel", "a captain"],
        {"a2": ["Der Spiegel", "a captain"]},
    ),
    (
        "<According to> [court documents], {[2:she] <2:told> police {2:that she had bought the gun}}.",
        ["court documents", "Ann Hill"],
        {"a2": ["court documents", "Ann Hill"]},
    ),
    (
        "[Reuters] <reported> {that [2:the minister] <2:said> {2:the plant would close}}.",
        ["Reuters", "the minister"],
        {"a1": ["Reuters"], "a2": ["Reuters", "the minister"]},
    ),
    (
        "[Reuters] <reported> {that [2:the minister] <2:told> Bild {2:the plant would close}}.",
        ["Reuters", "the minister"],
        {"a2": ["Reuters", "Bild", "the minister"]},
    ),
    (
        "[Hill] <said> {[2:she] <2:believed> {2:that the vote was fair}}.",
        ["Ann Hill", "Ann Hill"],
        {"a2": ["Ann Hill"]},
    ),
    (
        "[Hill] <said> {[2:the police] <2:had told> her {2:that the man was dead}}.",
        ["Ann Hill", "the police"],
        {"a2": ["Ann Hill", "the police"]},
    ),
    (
        "[Hill] <denied> {[2:reports] <2:that> {2:she had met the envoy}}.",
        ["Ann Hill", "reports"],
        {"a2": ["reports"]},
    ),
    (
        "{2:{1:Five people died in the fire}}, [1:Xinhua] <1:reported>, <2:citing> [2:local police].",
        ["Xinhua", "local police"],
        {"a1": ["Xinhua"], "a2": ["Xinhua", "local police"]},
    ),
    (
        "{2:{1:Five people died in the fire}}, [2:police] <2:said>, <1:according to> [1:Xinhua].",
        ["Xinhua", "police"],
        {"a2": ["Xinhua", "police"]},
    ),
    (
        "<In a report published by> [Amnesty International], {[2:a widow] <2:said> {2:soldiers had taken her son}}.",
        ["Amnesty International", "a widow"],
        {"a2": ["Amnesty International", "a widow"]},
    ),
    (
        "[Hill] <told> Fox {that the vote was fair}, and [2:Hill] <2:told> CNN {2:that it was not}.",
        ["Ann Hill", "Ann Hill"],
        {"a1": ["Fox", "Ann Hill"], "a2": ["CNN", "Ann Hill"]},
    ),
    (
        "[Hill] <told> CNN {the vote was fair}, while [2:the governor] <2:said> {2:it was not}.",
        ["Ann Hill", "the governor"],
        {"a2": ["the governor"]},
    ),
    (
        "[Hill] <told> CNN {the vote was fair}, <2:adding> {2:that she would stand}.",
        ["Ann Hill", "Ann Hill"],
        {"a1": ["CNN", "Ann Hill"]},
    ),
]
CONTINUED = [
    (
        "{“We are ready,”} [Hill] <said> in an interview with Bild. {2:“Nobody will stop us now.”}",
        ["Ann Hill", "Ann Hill"],
        {"a2": ["Bild", "Ann Hill"]},
    ),
    (
        "{“We are ready,”} [Hill] <told> CNN.\n{2:“Nobody will stop us now.}\n{3:“We will be home by spring.”}",
        ["Ann Hill", "Ann Hill", "Ann Hill"],
        {"a2": ["CNN", "Ann Hill"], "a3": ["CNN", "Ann Hill"]},
    ),
    (
        "{“We are ready,”} [Hill] <told> CNN.\n[2:Hill] <2:said> {2:the troops were in place}.",
        ["Ann Hill", "Ann Hill"],
        {"a2": ["Ann Hill"]},
    ),
]


def read(text, speakers, **known):
    """Return the annotated text and its attributions with parents and speakers."""
    annotated, attributions = marked(text, **known)
    spoken = (
        replace(one, speaker=speaker, act="deny" if "<denied>" in text else None)
        for one, speaker in zip(attributions, speakers, strict=True)
    )
    return annotated, with_citing_parents(annotated, with_parents(tuple(spoken)))


def chained(text, speakers, **known):
    annotated, attributions = read(text, speakers, **known)
    phrases = [span for one in attributions for span in one.source]
    return with_chains(annotated, attributions, find_actors(annotated, phrases))


def names(one):
    """The names of a chain behind the outlet."""
    return [hop.name for hop in one.chain[1:]]


def told(text, expected, outlet="The Gull Post", **known):
    speaker = expected[-1] if expected else None
    (one,) = chained(text, [speaker], outlet=outlet, **known)
    assert one.chain[0].name == outlet
    return names(one)


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_a_medium_that_was_told_is_a_hop(text, expected):
    assert told(text, expected) == expected


@pytest.mark.parametrize(("text", "expected"), DESCRIBED)
def test_a_described_medium_is_the_last_of_its_kind_named_before(text, expected):
    assert told(text, expected) == expected


@pytest.mark.parametrize(("text", "expected"), OCCASIONS)
def test_the_medium_of_an_interview_letter_or_article_is_a_hop(text, expected):
    assert told(text, expected) == expected


@pytest.mark.parametrize(("text", "expected"), MEDIA)
def test_a_medium_that_something_was_said_through_is_a_hop(text, expected):
    assert told(text, expected) == expected


@pytest.mark.parametrize(("text", "expected"), CARRIED)
def test_whoever_carried_it_is_a_hop(text, expected):
    assert told(text, expected) == expected


@pytest.mark.parametrize(("text", "expected"), NONE)
def test_people_platforms_and_media_asked_to_do_something_are_no_hops(text, expected):
    assert told(text, expected) == expected


@pytest.mark.parametrize(("text", "outlet", "expected"), OWN)
def test_the_outlet_of_the_report_is_not_a_second_hop(text, outlet, expected):
    assert told(text, expected, outlet) == expected


@pytest.mark.parametrize(("text", "outlet", "credit", "expected"), WIRE)
def test_an_agency_the_text_is_credited_to_comes_second(text, outlet, credit, expected):
    assert told(text, expected, outlet, credit=credit) == expected


@pytest.mark.parametrize(("text", "speakers", "expected"), NESTED)
def test_a_statement_inside_another_goes_through_its_speaker(text, speakers, expected):
    found = {one.id: names(one) for one in chained(text, speakers, outlet="The Gull Post")}
    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize(("text", "speakers", "expected"), CONTINUED)
def test_a_quotation_without_a_cue_takes_the_chain_it_continues(text, speakers, expected):
    found = {one.id: names(one) for one in chained(text, speakers, outlet="The Gull Post")}
    assert {key: found[key] for key in expected} == expected


def test_an_outlet_that_speaks_itself_stands_once():
    text = "[The Gull Post] <has learned> {that the port was closed}."
    (one,) = chained(text, ["The Gull Post"], outlet="The Gull Post")
    assert [hop.name for hop in one.chain] == ["The Gull Post"]


def test_an_outlet_known_by_its_site_goes_by_its_name():
    text = "[Orr] <told> NPR {that the port was closed}."
    (one,) = chained(text, ["Ann Orr"], outlet="www.npr.org")
    assert [hop.name for hop in one.chain] == ["NPR", "Ann Orr"]


def test_an_outlet_whose_site_nobody_knows_keeps_it():
    text = "[Orr] <said> {that the port was closed}."
    (one,) = chained(text, ["Ann Orr"], outlet="www.gull-post.example")
    assert [hop.name for hop in one.chain] == ["www.gull-post.example", "Ann Orr"]


@pytest.mark.parametrize(
    ("outlet", "expected"),
    [("www.nytimes.com", []), ("The New York Times", []), ("The Gull Post", ["Tampa Bay Times"])],
)
def test_the_last_word_of_a_name_stands_for_the_outlet_of_the_report_or_one_named(outlet, expected):
    text = "The Tampa Bay Times was there. [A captain] <told> The Times {that it had rained}."
    (one,) = chained(text, ["a captain"], outlet=outlet)
    assert names(one) == [*expected, "a captain"]


def test_a_group_speaks_through_its_own_members():
    text = "[A video] <says> {that [2:fighters] <2:claimed> {2:the port}}."
    annotated, (video, fighters) = read(text, ["Gull Front", "Gull Front fighters"])
    both = (replace(video, kind="armed-group"), replace(fighters, kind="armed-group"))
    inner = with_chains(annotated, both, find_actors(annotated))[1]
    assert names(inner) == ["Gull Front fighters"]


def test_evidence_is_the_words_that_name_each_hop():
    text = "Der Spiegel has the story. [A captain] <told> the magazine {they had come by night}."
    (one,) = chained(text, ["a captain"], outlet="The Gull Post")
    plain = "Der Spiegel has the story. A captain told the magazine they had come by night."
    shown = [[plain[slice(*span)] for span in hop.evidence] for hop in one.chain]
    assert shown == [[], ["the magazine"], ["A captain"]]


def test_the_credit_has_its_place_in_the_dateline_as_evidence():
    text = "OSLO (Reuters) - [A captain] <said> {it had rained}."
    (one,) = chained(text, ["a captain"], outlet="The Gull Post")
    assert one.chain[1].evidence == ((6, 13),)


def test_the_reason_says_what_a_description_stands_for():
    text = "Der Spiegel has the story. [A captain] <told> the magazine {they had come by night}."
    (one,) = chained(text, ["a captain"], outlet="The Gull Post")
    assert one.why == ("chain: told “the magazine”, which is Der Spiegel",)


def test_a_plain_chain_needs_no_reason():
    (one,) = chained("[A captain] <said> {it had rained}.", ["a captain"], outlet="The Gull Post")
    assert one.why == ()


def test_parents_in_a_ring_end():
    annotated, (first, second) = marked("[Orr] <said> {it rained}. [2:He] <2:said> {2:it snowed}.")
    ring = (replace(first, parent="a2"), replace(second, parent="a1"))
    assert len(with_chains(annotated, ring, find_actors(annotated))) == 2


def test_an_attribution_without_any_span_has_the_outlet_alone():
    annotated, _ = marked("It rained.", outlet="The Gull Post")
    bare = Attribution("a1", (), (), ())
    (one,) = with_chains(annotated, (bare,), find_actors(annotated))
    assert [hop.name for hop in one.chain] == ["The Gull Post"]


CITED = [
    (
        "{1:Five people died}, [1:Xinhua] <1:reported>, [2:]<2:citing> {2:local police}.",
        "local police",
    ),
    ("<2:Citing> {2:two officials}, [1:Xinhua] <1:reported> {1:that five died}.", "two officials"),
    ("[1:Xinhua], <2:quoting> {2:a hospital}, <1:said> {1:five people had died}.", "a hospital"),
]


@pytest.mark.parametrize(("text", "source"), CITED)
def test_who_is_cited_is_the_source_of_what_the_citing_medium_reports(text, source):
    annotated, attributions = marked(text)
    outer, inner = with_citing_parents(annotated, attributions)
    assert annotated.document.text[slice(*inner.source[0])] == source
    assert (inner.content, inner.parent) == (outer.content, outer.id)


def test_the_aside_that_cites_is_cut_out_of_both_contents():
    text = "<1:According to> [1:Xinhua], {1:<2:quoting> {2:a hospital, five people had died}}."
    annotated, attributions = marked(text)
    outer, inner = with_citing_parents(annotated, attributions)
    assert outer.content == inner.content
    assert annotated.document.text[slice(*inner.content[0])] == "five people had died"


def test_who_is_quoted_as_saying_something_is_its_source():
    text = "[Xinhua] <quoted> the minister <as saying> {that the plant would close}."
    annotated, attributions = marked(text)
    (one,) = with_citing_parents(annotated, attributions)
    assert annotated.document.text[slice(*one.source[0])] == "the minister"


def test_what_a_medium_and_a_speaker_both_say_belongs_to_the_speaker_inside_the_medium():
    text = "{2:{1:Five people died}}, [2:police] <2:said>, [1:Xinhua] <1:reported>."
    annotated, attributions = marked(text)
    outer, inner = with_citing_parents(annotated, attributions)
    assert (outer.parent, inner.parent) == (None, "a1")


def test_an_official_who_cites_rules_is_not_inside_anything():
    text = "[2:Officials], <1:citing> {1:privacy rules}, <2:said> {2:they would not comment}."
    annotated, attributions = marked(text)
    assert with_citing_parents(annotated, attributions) == attributions


@pytest.mark.corpus
def test_chains_of_the_gold_readings(shared):
    right = total = 0
    for path in [*sorted((shared / "gold").glob("*.jsonl")), shared / "seed" / "reading.jsonl"]:
        for gold, given in read_gold(path):
            for one, other in zip(gold, given, strict=True):
                total += 1
                right += [key(hop) for hop in one.chain] == [key(hop) for hop in other.chain]
    assert total > 200
    assert right >= 0.95 * total


def read_gold(path):
    """Yield the gold attributions of each report, and ours on their spans and speakers."""
    from sayso.annotate import annotate_document
    from sayso.evaluate.corpus import read_readings

    for item in read_readings(path):
        outlet = item.attributions[0].chain[0].name
        annotated = annotate_document(replace(item.document, outlet=outlet))
        bare = tuple(replace(one, chain=(), addressee=()) for one in item.attributions)
        phrases = [span for one in bare for span in one.source]
        yield item.attributions, with_chains(annotated, bare, find_actors(annotated, phrases))


def key(hop):
    name = (hop.name or "").casefold().replace("’", "'")
    return name.split(" ", 1)[1] if name.split(" ")[0] in {"a", "an", "the"} else name
