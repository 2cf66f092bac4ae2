"""The reading for people: the marked text, the header, the lists below the table, the totals."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed import bare, flat, shown
from readings import DAM, FERRY, PAGES, dam, ferry, reading
from rich.cells import cell_len

from sayso.records import Actor, Attribution, Hop, Response
from sayso.views.page import marked_text

MARKS = re.compile("⟦[⁰¹²³⁴⁵⁶⁷⁸⁹]+|⟧[⁰¹²³⁴⁵⁶⁷⁸⁹]*|[_/]")


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


@pytest.mark.parametrize("width", [40, 60, 61, 79, 80, 110, 137, 200])
@pytest.mark.parametrize("styles", [False, True])
@pytest.mark.parametrize("one", PAGES, ids=["ferry", "dam", "foreign"])
def test_no_line_is_wider_than_the_console(one, width, styles):
    lines = bare(shown(one(), width=width, styles=styles, why=True, everyone=True)).split("\n")
    assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize("width", [60, 200])
@pytest.mark.parametrize(("one", "text"), [(ferry, FERRY), (dam, DAM)], ids=["ferry", "dam"])
def test_no_word_of_the_text_is_lost(one, text, width):
    words = MARKS.sub("", bare(shown(one(), width=width)))
    assert flat(text) in flat(words)


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


@pytest.mark.parametrize("one", PAGES, ids=["ferry", "dam", "foreign"])
@pytest.mark.parametrize("width", [60, 110])
def test_plain_and_styled_pages_tell_the_same(one, width):
    signs = str.maketrans("", "", "_/")
    plain = shown(one(), width=width, why=True)
    styled = bare(shown(one(), width=width, why=True, styles=True))
    table = plain.index("ⁿ")  # above, the signs change where lines break
    assert flat(plain.translate(signs)) == flat(styled.translate(signs))
    assert plain[table:].count("\n") == styled[styled.index("ⁿ") :].count("\n")


def test_the_notes_say_what_the_signs_mean():
    notes = flat(shown(dam()))
    assert "who: A ← B is A, who has it from B." in notes
    assert "A name without ← came through The Valley Herald alone." in notes
    assert "it is so (+), it is not so (−), or no stand is taken (?)" in notes
    assert "came through" not in flat(shown(dam(outlet=None)))
    assert "sure:" not in shown(ferry())


def section(page_text, heading):
    """The lines under a heading."""
    return page_text.partition(f"\n{heading}")[2].split("\n\n")[0].split("\n")[1:]


def test_responses_to_no_statement_stand_below_with_their_words():
    assert section(shown(dam()), "Responses to no statement above") == [
        "  ? no answer from the operator: “The company that runs the dam did not answer questions”"
    ]
    assert "Responses" not in shown(ferry())


def test_a_response_to_something_unknown_is_not_lost():
    one = replace(ferry(), responses=(Response("Tom Vane", "denied", "a99", ((0, 5),)),))
    assert section(shown(one), "Responses") == ["  ✗ denied by Tom Vane: “Mayor”"]


def test_the_actors_who_have_a_say():
    assert section(shown(dam(), width=110), "Actors who speak, pass on or answer (1 more: --a") == [
        "  Lowland Monitor       outlet · named · 1 mention · says 1 · passes on 2, 9",
        "  Ilse Brandt           person · named · Norland · 2 mentions · says 4–5 · answers 1",
        "  Oren Vale             person · named · 2 mentions · says 6–7 · passes on 8 · answers 2",
        "  engineers at the dam  group · role, unnamed · 1 mention · says 2",
        "  the operator          organisation · role, unnamed · 1 mention · answers",
    ]


def test_all_actors_where_asked_for():
    found = shown(dam(), width=110, everyone=True)
    names = [re.split("  +", line)[1] for line in section(found, "Actors")]
    assert names == [actor.name for actor in dam().actors]
    assert "more" not in found


def test_no_list_of_actors_without_any():
    assert "Actors" not in shown(ferry(), everyone=True)
    silent = replace(ferry(), actors=(Actor("p1", "Ada Quill", "unknown"),))
    assert "Actors" not in shown(silent)
    assert section(shown(silent, everyone=True), "Actors") == ["  Ada Quill  0 mentions"]


def test_an_actor_is_known_by_id_before_name():
    two = (Actor("p1", "the court"), Actor("p2", "the court"))
    one = reading("He left, it said.", ("it", "said", "He left", {
        "speaker": "the court", "chain": (Hop(None), Hop("the court", "p2"))}))  # fmt: skip
    found = section(shown(replace(one, actors=two), everyone=True), "Actors")
    assert found == ["  the court  0 mentions", "  the court  0 mentions · says 1"]


@pytest.mark.parametrize(
    ("speak", "says"),
    [([1], "1"), ([1, 2], "1–2"), ([1, 3], "1, 3"), ([1, 2, 3, 5, 7, 8], "1–3, 5, 7–8")],
)
def test_numbers_in_a_row_are_drawn_together(speak, says):
    said = [
        ("", "", "It sank", {"speaker": "Ann" if number in speak else "Bob"})
        for number in range(1, 9)
    ]
    one = replace(reading("It sank.", *said), actors=(Actor("p1", "Ann"),))
    assert section(shown(one), "Actors") == [f"  Ann  0 mentions · says {says}"]


def test_totals():
    assert flat(shown(ferry())).endswith(
        "6 attributions: 2 direct, 4 indirect; 1 continued, 1 within another."
    )
    assert flat(shown(dam())).endswith(
        "9 attributions: 2 direct, 1 mixed, 6 indirect; 1 continued, 1 within another. "
        "6 speakers; 56% named, 22% by role, 11% anonymous, 11% unstated. "
        "3 through others, by 3 hops."
    )
    one = reading("It sank, she said.", ("she", "said", "It sank", {"identity": "named"}))
    assert flat(shown(one)).endswith(
        "1 attribution: 1 indirect. 0 speakers; 100% named, 0% anonymous."
    )


def test_a_document_without_attributions_says_so():
    found = shown(reading("It rained all day."))
    assert "It rained all day." in found
    assert "Nobody is quoted or cited in this report." in found
    assert "who" not in found


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437", "no-such-encoding"])
@pytest.mark.parametrize("width", [60, 110])
@pytest.mark.parametrize("styles", [False, True])
def test_signs_that_a_console_lacks_are_replaced(encoding, width, styles):
    found = shown(dam(), width=width, styles=styles, encoding=encoding, why=True)
    if encoding != "no-such-encoding":
        assert found.encode(encoding)
    words = flat(bare(found))
    assert "[2:that its gauges had been" in words
    assert "Lowland Monitor <-" in words
    assert re.search("[∅o] not denied by Ilse Brandt", words)
    assert "x denied by Oren Vale" in words
    assert "certain -" in words
    assert max(map(cell_len, bare(found).split("\n"))) <= width


def test_a_console_with_all_signs_gets_them():
    found = shown(dam(), encoding="utf-8")
    assert {"⟦²", "←", "✗", "∅", "−", "·"} <= set(re.findall("⟦²|.", found))
    assert "<-" not in found


def test_only_the_signs_that_are_lacking_are_replaced():
    assert "·" in shown(dam(), encoding="latin-1")
    assert "“wrong for weeks”" in shown(dam(), encoding="cp1252")


def test_crossing_contents_have_numbers_without_raised_digits():
    one = reading("one two three", ("", "", "one two"), ("", "", "two three"))
    assert "[1:one [2:two]1 three]" in shown(one, encoding="ascii")


def test_markup_and_emoji_codes_in_the_text_print_as_they_are():
    words = "[bold]Never[/bold] :smile: [/nothing] [link=x]y[/link]"
    found = shown(reading(f"{words}, she said.", ("she", "said", words)), styles=True)
    assert bare(found).count("[bold]Never[/bold] :smile:") == 2


def test_markup_in_names_prints_as_it_is():
    hops = (Hop("[b]The Post[/b]"), Hop(":smile:"), Hop("[/x]"))
    one = reading("It sank, she said.", ("she", "said", "It sank", {
        "speaker": "[/x]", "chain": hops}))  # fmt: skip
    one = replace(
        one, actors=(Actor("p1", "[/x]"),), responses=(Response("[y]", "denied", "a1", ()),)
    )
    assert "[b]The Post[/b] ← :smile: ← [/x]" in flat(bare(shown(one, width=60, styles=True)))
    assert "denied by [y]" in shown(one)


def test_a_page_cannot_write_to_the_terminal():
    evil = "a\x1b]0;x\x07b"
    one = reading("It sank.", ("", "", "It sank", {
        "speaker": evil, "chain": (Hop(evil), Hop(evil), Hop("x\ny")), "why": (evil,)}),
        title="\x1b[2Jgone", uri=evil, outlet="x\ny")  # fmt: skip
    one = replace(one, actors=(Actor("p1", evil, evil, evil, evil),),
                  responses=(Response(evil, "denied", "a1", ()), Response(evil, evil, None, ())))  # fmt: skip
    found = shown(one, why=True, everyone=True)
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
    assert len(cells) >= 3
    assert all(line.count("\u2068") == line.count("\u2069") for line in cells)
    assert "⟦¹הספינה תפליג ביום שני⟧" in flat(found)


def test_left_to_right_pages_hold_no_direction_marks():
    assert "\u2068" not in shown(ferry()) + shown(dam())


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
