"""Quotation marks: pairing, nesting, paragraphs, slips, speed, and what stands as speech."""

from __future__ import annotations

import json
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.annotate.quotation import find_quotations, is_statement, speech_runs
from sayso.records import Quotation
from sayso.text import normalise

MARKS = "\"“”„‟«»‹›‘’‚‛'`´‚「」『』﹁﹂｢｣″＂＇❝❞❛❜〝〞〟⹂"


def shown(text: str) -> list[str]:
    """Each quotation as "·" by depth, "+" if it continues, its text, and " …" if unclosed."""
    return [
        "·" * q.depth + "+" * q.continues + text[slice(*q.span)] + " …" * (not q.closed)
        for q in find_quotations(text)
    ]


PLAIN = [
    ("Nothing is said here.", []),
    ("", []),
    ('"We go," he said. "Now."', ['"We go,"', '"Now."']),
    ("“We go,” he said. “Now.”", ["“We go,”", "“Now.”"]),
    ("the “so-called” plan", ["“so-called”"]),
    ('("We go," he said)', ['"We go,"']),
    ('He left—"at once"—and said: "Go."', ['"at once"', '"Go."']),
    ('"...and so we left," he said.', ['"...and so we left,"']),
    ('It is a "so-so"... plan', ['"so-so"']),
    ("„Wir gehen“, sagte er. „Idziemy” mówi.", ["„Wir gehen“", "„Idziemy”"]),
    ("”Vi går”, sade han. ”Nu.”", ["”Vi går”", "”Nu.”"]),
    ("«On part», dit-il. L’« affaire » du jour", ["«On part»", "« affaire »"]),
    ("»Wir gehen«, sagte sie. Er rief:»Halt!«", ["»Wir gehen«", "»Halt!«"]),
    ("«Vamos» y ‹ya›", ["«Vamos»", "‹ya›"]),
    ("``We go,'' he said. `Now.'", ["``We go,''", "`Now.'"]),
    ("`` We go , '' he said .", ["`` We go , ''"]),
    ("''We go,'' he said. ’’Now’’", ["''We go,''", "’’Now’’"]),
    (",,Wir gehen'', sagte er, und,, nein", [",,Wir gehen''"]),
    ('" We go , " he said .', ['" We go , "']),
    ("他说“我们走”。「はい」と答えた。", ["“我们走”", "「はい」"]),
    ("＂We go,＂ he said", ["＂We go,＂"]),
    ("“...” he said, “ ” and “”", ["“...”"]),
]

SINGLE = [
    ("I don’t, he can't, O'Brien and l'homme", []),
    ("the ’90s, '08 and class of ‘99", []),
    ("rock ’n’ roll and Guns 'n' Roses", []),
    ("give ‘em more, 'tis the season, 'til death, ’cause we can", []),
    ("the dogs’ home, the Jones' car, goin' home", []),
    ("John 's book and they 're here", []),
    ("’splain that", []),
    ("‘We go,’ he said, ‘now.’", ["‘We go,’", "‘now.’"]),
    ("'We don't go,' he said.", ["'We don't go,'"]),
    ("Chief says 'no deal' on dogs' homes", ["'no deal'"]),
    ("'The dogs' home is here,' she said.", ["'The dogs' home is here,'"]),
    ("He called them 'heavy weapons' and 'toys'.", ["'heavy weapons'", "'toys'"]),
    ("'I told 'em to leave,' he said.", ["'I told 'em to leave,'"]),
    ("'Till we meet again,' he said.", ["'Till we meet again,'"]),
    ("“It is the dogs’ food,” he said.", ["“It is the dogs’ food,”"]),
    ("\"Rock 'n' roll is mine,\" he said.", ["\"Rock 'n' roll is mine,\""]),
    (
        "'We said so. 'It is the dogs' home,' he said.",
        ["'We said so. …", "+'It is the dogs' home,'"],
    ),
    ("‚Ja‘, sagte er, ‚nein‘.", ["‚Ja‘", "‚nein‘"]),
]

NESTED = [
    ("“I said ‘no’,” he said.", ["“I said ‘no’,”", "·‘no’"]),
    ("‘I said “no”,’ he said.", ["‘I said “no”,’", "·“no”"]),
    ("\"He told me: 'Go away.'\"", ["\"He told me: 'Go away.'\"", "·'Go away.'"]),
    ("'He told me: \"Go away.\"'", ["'He told me: \"Go away.\"'", '·"Go away."']),
    ("“He told me: ‘Go away.’”", ["“He told me: ‘Go away.’”", "·‘Go away.’"]),
    ("“‘No,’ he said, ‘“Go” it is.’”", ["“‘No,’ he said, ‘“Go” it is.’”", "·‘No,’", "·‘“Go” it is.’", "··“Go”"]),
    ("„Er sagte ‚nein‘ und ging.“", ["„Er sagte ‚nein‘ und ging.“", "·‚nein‘"]),
    ("»Er sagte ›nein‹ und ging.«", ["»Er sagte ›nein‹ und ging.«", "·›nein‹"]),
    ("« Il a dit “non” hier »", ["« Il a dit “non” hier »", "·“non”"]),
    ("「彼は『行く』と」", ["「彼は『行く』と」", "·『行く』"]),
    ("他说“他叫‘走’了”。", ["“他叫‘走’了”", "·‘走’"]),
    ('"I said "no" twice," he said.', ['"I said "no" twice,"', '·"no"']),
    ("``He said `no','' she said.", ["``He said `no',''", "·`no'"]),
    ("'It was ''blue.'''", ["'It was ''blue.'''", "·''blue.''"]),
    ("''It was 'blue.'''", ["''It was 'blue.'''", "·'blue.'"]),
    ("“She said, ‘Go.’ ” Then", ["“She said, ‘Go.’ ”", "·‘Go.’"]),
]  # fmt: skip

INCHES = [
    ("He is 6'2\" tall and 5’ 11” wide", []),
    ('a 5" screen and a 27″ one', []),
    ('"He is 6\'2" tall," she said.', ['"He is 6\'2" tall,"']),
    ("“It has a 5” screen,” she said.", ["“It has a 5” screen,”"]),
    ('"in 2012" and "in 2014" he won', ['"in 2012"', '"in 2014"']),
    ('34°12\'45"N of "here"', ['"here"']),
    ('ראש צה"ל אמר "כן" ויצא', ['"כן"']),
]

SLIPS = [
    ("“word“ and ”word” and ”word“", ["“word“", "”word”", "”word“"]),
    ('"mixed” and “mixed" marks', ['"mixed”', '“mixed"']),
    ('He said,"We go."They left. "Yes,"he said.', ['"We go."', '"Yes,"']),
    ('"We go, "he said. "And stay."', ['"We go, "', '"And stay."']),
    ('He said:" We go." They left.', ['" We go."']),
    ("“They saw it. “", ["“They saw it. “"]),
    ("He wrote: “Let’s go.’ He was “here.”", ["“Let’s go.’", "“here.”"]),
    ('\'We go," he said. "Yes."', ["'We go,\"", '"Yes."']),
    ('Let\'s go," he said. "Now."', ['"Now."']),
    ("We go,” he said. “Now.”", ["“Now.”"]),
    ("He is a “maverick. “We know,” he said.", ["“maverick. …", "“We know,”"]),
    ("”… we go,” he wrote. \u202a”Now.”", ["”… we go,”", "”Now.”"]),
    ('"“We go,” he said.\n"Next.', ["“We go,”", '"Next. …']),
    ("“““““““““ and ''''''''''''", []),
    ("Home » News » World", []),
]

PARAGRAPHS = [
    ("“One.\n“Two.\n“Three,” he said.", ["“One. …", "+“Two. …", "+“Three,”"]),
    ('"One.\n"Two," he said.', ['"One. …', '+"Two,"']),
    ("‘One.\n‘Two,’ he said.", ["‘One. …", "+‘Two,’"]),
    ("« Un.\n« Deux », dit-il.", ["« Un. …", "+« Deux »"]),
    ("“A.”\n“B.”", ["“A.”", "“B.”"]),
    ("“One.\nHe left. “Two,” he said.", ["“One. …", "“Two,”"]),
    ("“One.\nHe left.\n“Two,” he said.", ["“One. …", "“Two,”"]),
    ('"One. \nHe "left".\nShe "stayed".', ['"One. …', '"left"', '"stayed"']),
    ("“He said: ‘One.\n“‘Two.’”", ["“He said: ‘One. …", "·‘One. …", "+“‘Two.’”", "·+‘Two.’"]),
    ("“He said ‘no’.\n“Then he left.”", ["“He said ‘no’. …", "·‘no’", "+“Then he left.”"]),
    ("“It was a “slip” of mine.\n“No more.”", ["“It was a “slip” of mine. …", "·“slip”", "+“No more.”"]),
    ("“We knew. “We know,” he said.", ["“We knew. …", "+“We know,”"]),
    ("“He said ‘No and left.”", ["“He said ‘No and left.”"]),
    ("“He said, ‘No and left.”", ["“He said, ‘No and left.”", "·‘No and left. …"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"), [*PLAIN, *SINGLE, *NESTED, *INCHES, *SLIPS, *PARAGRAPHS]
)
def test_quotations_are_found(text, expected):
    assert shown(text) == expected


def test_marks_are_outside_inner_and_inside_span():
    (quotation,) = find_quotations("She said: ``Go.''")

    assert quotation == Quotation(span=(10, 17), inner=(12, 15))


def test_an_unclosed_quotation_ends_with_its_paragraph():
    (quotation,) = find_quotations("He said: “Go. \nShe left.")

    assert quotation == Quotation(span=(9, 13), inner=(10, 13), closed=False)


def test_an_odd_mark_does_not_turn_later_paragraphs():
    later = "The day went on.\n" + "\n".join(
        f'"We are {n}," he said, "and stay."' for n in range(5)
    )

    assert shown('A 5" odd "mark here.\n' + later) == ['"mark here. …', *shown(later)]
    assert len(shown(later)) == 10


# -- invariants

WORDS = ["we", "The", "dogs", "said", "em", "90s", "6", "don't", "你好", "צה", "é", "\u202a"]
SIGNS = ["''", "``", ",,", "\n", " ", " ", ". ", ", ", "? ", ": ", "—", "(", ")", "[", "]"]
CHUNKS = st.lists(st.sampled_from([*MARKS, *WORDS, *SIGNS]), max_size=60).map("".join)


def check(text: str, quotations: tuple[Quotation, ...]) -> None:
    opened: list[Quotation] = []
    last = -1
    for quotation in quotations:
        (start, stop), (inner_start, inner_stop) = quotation.span, quotation.inner
        assert last < start < inner_start < inner_stop <= stop <= len(text)
        assert text[start] in MARKS or text[start:inner_start] == ",,"
        assert inner_start - start in (1, 2)
        assert quotation.closed == (inner_stop < stop)
        if quotation.closed:
            assert all(char in MARKS for char in text[inner_stop:stop])
            assert stop - inner_stop in (1, 2)
        else:
            assert not text[stop - 1].isspace()
        assert "\n" not in text[start:stop]
        assert text[inner_start:inner_stop].strip()
        while opened and opened[-1].span[1] <= start:
            opened.pop()
        if opened:
            assert opened[-1].inner[0] <= start
            assert stop <= opened[-1].inner[1]
        assert quotation.depth == len(opened)
        opened.append(quotation)
        last = start


@settings(deadline=None)
@given(CHUNKS)
def test_any_mixture_of_marks_gives_well_formed_quotations(text):
    check(text, find_quotations(text))


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_unicode_gives_well_formed_quotations(text):
    check(text, find_quotations(text))


@settings(deadline=None)
@given(CHUNKS, CHUNKS)
def test_paragraphs_do_not_change_those_after_the_next(first, second):
    alone = find_quotations(second)
    shift = len(first) + len("\nA break.\n")

    together = find_quotations(f"{first}\nA break.\n{second}")

    assert [q.span for q in together if q.span[0] >= shift] == [
        (start + shift, stop + shift) for start, stop in (q.span for q in alone)
    ]


@settings(deadline=None)
@given(CHUNKS)
def test_every_outermost_quotation_is_in_one_run(text):
    quotations = find_quotations(text)

    runs = speech_runs(text, quotations)

    assert [index for run in runs for index in run] == [
        index for index, quotation in enumerate(quotations) if not quotation.depth
    ]
    for run in runs:
        assert not any(quotations[index].closed for index in run[:-1])
        assert all(quotations[index].continues for index in run[1:])


@settings(deadline=None)
@given(CHUNKS)
def test_a_verdict_on_any_quotation_is_a_bool(text):
    assert all(is_statement(text, q) in (True, False) for q in find_quotations(text))


@pytest.mark.parametrize(
    "piece",
    ['"', "“", "word ", 'a"', ' "', "“a” ", " “‘a", '"a\n', "« a ‹ b ", "“a ", "' dogs' ", "a”’»"],
)
def test_time_grows_with_the_text_only(piece):
    text = (piece * 40_000)[:40_000]
    begun = time.process_time()

    quotations = find_quotations(text)
    speech_runs(text, quotations)
    for quotation in quotations[:300]:
        is_statement(text, quotation)

    assert time.process_time() - begun < 1.5  # quadratic in any step: minutes


# -- utterances and statements


def test_paragraphs_of_one_speech_are_one_run():
    text = "“One.\n“He said ‘two’.\n“Three,” he said. “Four.”\n“Five.\nHe left. “Six.”"
    quotations = find_quotations(text)

    runs = speech_runs(text, quotations)

    assert [[text[slice(*quotations[i].span)] for i in run] for run in runs] == [
        ["“One.", "“He said ‘two’.", "“Three,”"],
        ["“Four.”"],
        ["“Five."],
        ["“Six.”"],
    ]


def test_no_quotations_no_runs():
    assert speech_runs("Nothing.", ()) == ()


STATEMENTS = [
    ("“We go,” he said.", True),
    ("“Never,” he said.", True),
    ("He left. “Go Home Now!” the crowd sang.", True),
    ("He said: “No.”", True),
    ("He said, “We go.”", True),
    ("He wrote “We have always kept our word” there.", False),
    ("He wrote “We have always kept our word and will keep it” there.", True),
    ("He told them “we will all go.”", True),
    ("He said, “and we will keep our word in the end, too.”", True),
    ("“We have always kept our word” is his line.", True),
    ("They got “heavy weapons” for it.", False),
    ("They got it “with no strings attached.”", False),
    ("He called it “weak,” “small” and “crazy.”", False),
    ("She wrote “The Winter Road” in May.", False),
    ("In her book, “The Winter Road,” she left.", False),
    ("“The Winter Road” came out in May.", False),
    ("Known as “Rocky,” he left.", False),
    ("“Rocky” is his name.", False),
    ("It said “…” and no more.", False),
    ("他说：“我们明天走。”", True),
    ("他是“英雄”吗", False),
]


@pytest.mark.parametrize(("text", "expected"), STATEMENTS)
def test_statements_are_told_from_scare_quotes_and_titles(text, expected):
    assert is_statement(text, find_quotations(text)[0]) is expected


def test_a_paragraph_that_goes_on_is_a_statement():
    text = "“We went.\n“home"

    assert is_statement(text, find_quotations(text)[1])


# -- real reports


def documents(shared):
    for path in sorted((shared / "data/polnear/train/text").glob("*.txt"))[::4]:
        yield path.read_bytes().decode("utf-8")
    with (shared / "data/news/stories.jsonl").open(encoding="utf-8") as lines:
        for line in list(lines)[::4]:
            yield json.loads(line)["text"]


@pytest.mark.corpus
def test_few_paragraphs_of_real_reports_stay_unbalanced(shared):
    marked = unbalanced = 0
    for raw in documents(shared):
        text = normalise(raw)
        quotations = find_quotations(text)
        check(text, quotations)
        used = {q.span[0] for q in quotations} | {q.inner[1] for q in quotations if q.closed}
        paragraphs = [match.span() for match in re.finditer(r"[^\n]+", text)]
        goes_on = {text.rfind("\n", 0, q.span[0]) for q in quotations if q.continues}
        for start, stop in paragraphs:
            marks = {m.start() for m in re.compile('["“”]').finditer(text, start, stop)}
            marked += bool(marks)
            left = any(not q.closed and start <= q.span[0] < stop for q in quotations)
            unbalanced += bool(marks - used) or (left and stop not in goes_on)

    assert marked > 1000
    assert unbalanced / marked < 0.02


@pytest.mark.corpus
def test_the_seed_report_reads_as_its_gold_reading_does(shared):
    text = normalise((shared / "seed/report.txt").read_text(encoding="utf-8"))
    quotations = find_quotations(text)

    runs = speech_runs(text, quotations)

    assert [is_statement(text, q) for q in quotations] == [
        *(False, False, True, True, True, False, True, True, True, True)
    ]
    assert [len(run) for run in runs] == [1, 1, 1, 1, 1, 1, 1, 1, 2]
