"""The reading for people: the marked text, the table, the totals."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import FERRY, bare, ferry, reading
from rich.cells import cell_len
from rich.console import Console

from sayso.records import Attribution
from sayso.views.page import marked_text, page

MARKS = re.compile("⟦[⁰¹²³⁴⁵⁶⁷⁸⁹]+|⟧[⁰¹²³⁴⁵⁶⁷⁸⁹]*|[_/]")


def shown(one, *, width=100, styles=False, **options):
    return page(one, Console(width=width, force_terminal=styles), **options)


def flat(words):
    """Without the line breaks of the page."""
    return " ".join(words.split())


@pytest.mark.parametrize(
    ("text", "attributions", "marked"),
    [
        (
            "It sank, she said.",
            [("she", "said", "It sank")],
            "⟦¹It sank⟧, _she_ /said/.",
        ),
        (
            "“We know,” he said, “and regret it.”",
            [("he", "said", ("“We know,”", "“and regret it.”"))],
            "⟦¹“We know,”⟧ _he_ /said/, ⟦¹“and regret it.”⟧",
        ),
        (
            "Ann said Bob told her it sank.",
            [("Ann", "said", "Bob told her it sank"), ("Bob", "told", "it sank")],
            "_Ann_ /said/ ⟦¹_Bob_ /told/ her ⟦²it sank⟧⟧.",
        ),
        (
            "The Post wrote, citing Ann, that it sank.",
            [("The Post", "wrote", "that it sank"), ("Ann", "citing", "that it sank")],
            "_The Post_ /wrote/, /citing/ _Ann_, ⟦¹⟦²that it sank⟧⟧.",
        ),
        (
            "one two three",
            [("", "", "one two"), ("", "", "two three")],
            "⟦¹one ⟦²two⟧¹ three⟧",
        ),
        (
            "It sank fast, she said.",
            [("she", "said", "It sank"), ("she", "said", "It sank fast")],
            "⟦²⟦¹It sank⟧ fast⟧, _she_ /said/.",
        ),
        ("Nobody spoke.", [], "Nobody spoke."),
    ],
)
def test_marks_stand_around_their_words(text, attributions, marked):
    one = reading(text, *attributions)
    assert marked_text(text, one.attributions, plain=True).plain == marked


def test_numbers_of_two_digits():
    one = reading("It sank.", *[("", "", "It sank")] * 12)
    assert "⟦¹⁰⟦¹¹⟦¹²It sank" in marked_text("It sank.", one.attributions, plain=True).plain


def test_with_styles_sources_are_underlined_and_cues_slanted():
    marked = marked_text(FERRY, ferry().attributions, plain=False)
    styled = {(marked.plain[s.start : s.end], s.style) for s in marked.spans}
    assert {("Mayor Ines Calder", "underline"), ("insisted", "italic")} <= styled
    assert "_" not in marked.plain


spans = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda pair: tuple(sorted(pair))),
    max_size=2,
).map(lambda found: tuple(sorted(found)))


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.tuples(spans, spans, spans), max_size=6))
def test_without_its_marks_the_text_is_as_it_was(parts):
    text = "abcd efgh\nijkl mnop qrst uvwxyz"
    attributions = [Attribution("a", *three) for three in parts]
    marked = marked_text(text, attributions, plain=True).plain
    assert MARKS.sub("", marked) == text
    assert marked.count("⟦") == marked.count("⟧")


@pytest.mark.parametrize("width", [60, 61, 79, 80, 100, 137, 200])
@pytest.mark.parametrize("styles", [False, True])
def test_no_line_is_wider_than_the_console(width, styles):
    lines = bare(shown(ferry(), width=width, styles=styles, why=True)).split("\n")
    assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize("width", [60, 200])
def test_no_word_of_the_text_is_lost(width):
    words = MARKS.sub("", bare(shown(ferry(), width=width)))
    assert flat(FERRY) in flat(words)


def test_the_header_tells_what_is_known():
    head = shown(ferry()).split("\n\n")[0]
    assert head.split("\n")[1:] == [
        "Ferry to sail [bold]again[/bold]",
        "The Merrow Courier · by Tom Vane, Ada Quill · 2031-03-14 · credit: Northern Wire · en",
        "https://tidewater.example/ferry",
    ]


def test_the_header_says_what_is_not_known():
    head = shown(reading("Nobody spoke.")).split("\n\n")[0]
    assert "(no title)" in head
    assert "outlet unknown" in head
    assert "None" not in head


def rows(page_text):
    """The rows of the table by their number, cells of several lines joined."""
    table = page_text[page_text.index("no.  who") :].split("\n\n")[0].split("\n")
    starts = [table[0].index(name) for name in ("who", "cue", "how", "what", "conf.")]
    found = []
    for line in table[2:]:
        cells = [line[a:b].strip() for a, b in zip([0, *starts], [*starts, None], strict=True)]
        if cells[0]:
            found.append((cells[0], [[] for _ in starts]))
        for cell, words in zip(found[-1][1], cells[1:], strict=True):
            cell.extend([words] if words else [])
    return {number: [" ".join(cell) for cell in cells] for number, cells in found}


def test_the_table_has_every_attribution():
    assert rows(shown(ferry())) == {
        "1": ["Mayor Ines Calder", "said", "indirect, say", "the ferry would sail again on Monday",
              "0.90"],
        "2": ["the harbour master", "insisted", "direct, claim",
              "“It was never broken,” … “and we only cleaned it. Ask anyone.", "0.90"],
        "3": ["(continues 2)", "–", "direct", "“Ask the crew.”", "0.50"],
        "4": ["The Tidewater Post", "reported", "indirect, report",
              "that divers had told a clerk that the hull leaks", "0.90"],
        "5": ["divers", "had told", "indirect, say", "that the hull leaks", "0.90"],
        "6": ["unstated", "reportedly", "indirect, report", "The ferry is", "0.90"],
    }  # fmt: skip


@pytest.mark.parametrize("width", [60, 80, 200])
def test_the_same_facts_at_every_width(width):
    found = rows(shown(ferry(), width=width))
    assert list(found) == list("123456")
    assert found["3"][0] == "(continues 2)"
    assert [row[4] for row in found.values()] == ["0.90", "0.90", "0.50", "0.90", "0.90", "0.90"]
    assert all(row[2].startswith(("direct", "indirect")) for row in found.values())


def test_plain_and_styled_pages_tell_the_same():
    signs = str.maketrans("", "", "_/")
    plain, styled = shown(ferry()), bare(shown(ferry(), styles=True))
    assert flat(plain.translate(signs)) == flat(styled.translate(signs))


def test_a_long_content_loses_its_middle_not_its_ends():
    content = "The first words of it all " + "and more " * 200 + "to the very last words"
    row = rows(shown(reading(f"{content}, she said.", ("she", "said", content))))["1"]
    assert row[3].startswith("The first words")
    assert row[3].endswith("very last words")
    assert " … " in row[3]


@pytest.mark.parametrize(
    ("text", "attributions", "who"),
    [
        ("“A.”\n“B.”\n“C.”", [("", "", "“A.”"), ("", "", "“B.”")], ["unstated", "(continues 1)"]),
        (
            "“A,” he said.\n“B.”\n“C.”",
            [("he", "said", "“A,”"), ("", "", "“B.”"), ("", "", "“C.”")],
            ["he", "(continues 1)", "(continues 1)"],
        ),
        (
            "“A,” he said.\nIt rained.\n“B.”",
            [("he", "said", "“A,”"), ("", "", "“B.”")],
            ["he", "unstated"],
        ),
        (
            "“A,” he said. “B.”",
            [("he", "said", "“A,”", {"speaker": "Tom Vane"}),
             ("", "", "“B.”", {"speaker": "Tom Vane"})],
            ["he (Tom Vane)", "Tom Vane (continues 1)"],
        ),
        (
            "“A,” he said. “B.”",
            [("he", "said", "“A,”", {"speaker": "Tom Vane"}),
             ("", "", "“B.”", {"speaker": "Ada Quill"})],
            ["he (Tom Vane)", "Ada Quill"],
        ),
        (
            "“A, as Ann put it, B,” he said. “C.”",
            [("he", "said", "“A, as Ann put it, B,”"), ("Ann", "put it", "A", {"parent": "a1"}),
             ("", "", "“C.”")],
            ["he", "Ann", "(continues 1)"],
        ),
    ],
)  # fmt: skip
def test_who_speaks_where_nobody_is_named(text, attributions, who):
    assert [row[0] for row in rows(shown(reading(text, *attributions))).values()] == who


def test_totals():
    assert shown(ferry()).rstrip().endswith(
        "6 attributions: 2 direct, 4 indirect; "
        "4 with a source, 1 continued, 1 unstated, 1 within another."
    )  # fmt: skip
    one = reading("It sank, she said.", ("she", "said", "It sank"))
    assert "1 attribution: 1 indirect; 1 with a source." in shown(one)


def test_a_document_without_attributions_says_so():
    found = shown(reading("It rained all day."))
    assert "It rained all day." in found
    assert "Nobody is quoted or cited in this report." in found
    assert "who" not in found


def test_why_adds_the_reasons():
    reason = "4 cue “reported” (0.97); a medium speaks"
    assert reason in shown(ferry(), why=True)
    assert reason not in shown(ferry())


def test_markup_and_emoji_codes_in_the_text_print_as_they_are():
    words = "[bold]Never[/bold] :smile: [/nothing] [link=x]y[/link]"
    found = shown(reading(f"{words}, she said.", ("she", "said", words)), styles=True)
    assert bare(found).count("[bold]Never[/bold] :smile:") == 2


def test_a_page_cannot_write_to_the_terminal():
    one = reading("It sank.", title="\x1b[2Jgone", uri="a\x1b]0;x\x07b", outlet="x\ny")
    found = shown(one, styles=False)
    assert "\x1b" not in found
    assert "\x07" not in found
    assert "x y" in found


def test_no_colour_where_none_is_wanted(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    found = shown(ferry(), styles=True)
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", found)
    assert "\x1b[4mMayor Ines Calder" in found


HEBREW = "הספינה תפליג ביום שני, אמרה ראש העיר."
ARABIC = "قالت رئيسة البلدية إن العبارة ستبحر يوم الاثنين."


def test_right_to_left_words_stay_in_their_cells():
    one = reading(HEBREW, ("ראש העיר", "אמרה", "הספינה תפליג ביום שני"))
    found = shown(one, width=60)
    cells = [line for line in found.split("\n") if "\u2068" in line]
    assert cells
    assert all(line.count("\u2068") == line.count("\u2069") for line in cells)
    assert "⟦¹הספינה תפליג ביום שני⟧" in flat(found)


def test_left_to_right_pages_hold_no_direction_marks():
    assert "\u2068" not in shown(ferry())


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (ARABIC, "إن العبارة ستبحر يوم الاثنين"),
        ("市长说渡轮将于周一起航。" * 20, "渡轮将于周一起航。" * 3),
    ],
)
def test_scripts_of_other_widths_fit(text, content):
    one = reading(text, ("", "", text[text.index(content[:4]) :]))
    lines = shown(one, width=60).split("\n")
    assert max(map(cell_len, lines)) <= 60


def test_plain_lines_end_without_spaces():
    assert not [line for line in shown(ferry(), why=True).split("\n") if line.endswith(" ")]


def test_a_long_report_with_many_attributions_is_shown_soon():
    text = "\n".join(["“It was never broken,” she said."] * 300)
    step = len("“It was never broken,” she said.\n")
    attributions = tuple(
        Attribution(f"a{n}", ((n * step + 23, n * step + 26),), (), ((n * step, n * step + 22),))
        for n in range(300)
    )
    one = replace(reading(text), attributions=attributions)
    assert "300 attributions" in shown(one)
