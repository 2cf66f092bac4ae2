"""The table of a page: who through whom, what, how sure, when, who answers."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed import bare, flat, shown
from readings import PAGES, dam, ferry, foreign, reading
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from sayso.records import Attribution, Hop, Response
from sayso.text import normalise
from sayso.views.table import Lines, isolated, make_rows, shortened

WIDTHS = [40, 60, 79, 80, 100, 110, 160]


def rows(page_text):
    """What stands in each row by its number, the lines of a column or of a card joined."""
    head, _, below = bare(page_text).partition("cue")[2].partition("\n\n")[2].partition("conf.")
    lines = f"{head}conf.{below}".split("\n")
    starts = [0]
    if lines[0].startswith("no."):
        starts = [0, *(lines[0].index(name) for name in ("who", "what", "sure, when", "conf."))]
        lines = lines[2:]
    found = {}
    for line in lines:
        number = re.match(" {0,2}([0-9]{1,3})  ", line)
        if number and int(number[1]) == len(found) + 1:
            cells = found[number[1]] = [[] for _ in starts]
        elif line and not line.startswith("   "):
            break
        for cell, start, end in zip(cells, starts, [*starts[1:], None], strict=True):
            cell.append(line[start:end].strip() if start or len(starts) > 1 else line[5:].strip())
    return {number: [flat(" ".join(cell)) for cell in cells] for number, cells in found.items()}


def test_the_table_has_every_attribution():
    assert rows(shown(dam(), width=110)) == {
        "1": ["1", ("Lowland Monitor (outlet) according to “a report by the Lowland Monitor” "
              "indirect, report"),
              "The reservoir at Kest was emptied overnight ∅ not denied by Ilse Brandt",
              "certain + 2032-01-13", "0.90"],
        "2": ["2", ("The Valley Herald ← Lowland Monitor ← engineers at the dam (role, unnamed) "
              "“Three engineers at the dam” told to the newspaper · mixed, say"),
              "that its gauges had been “wrong for weeks” ✗ denied by Oren Vale (no. 6)",
              "certain +", "0.90"],
        "3": ["3", ("a person close to the water board (anonymous) “A person close to the water "
              "board, who asked not to be named” said indirect, say"),
              "a valve may have failed", "possible +", "0.90"],
        "4": ["4", "Ilse Brandt “Brandt” said · to Radio Kest direct, say",
              "“Nobody opened anything,” … “We will publish the log.", "certain + 2031-03", "0.90"],
        "5": ["5", "Ilse Brandt continues 4 · to Radio Kest direct, say",
              "“It will be complete.”", "certain + 2031-03", "0.90"],
        "6": ["6", "Oren Vale “The director of the board, Oren Vale” denied indirect, deny",
              "that the gauges were wrong", "certain −", "0.90"],
        "7": ["7", "Oren Vale “He” added · indirect, say",
              "that a foreman had promised the town council to replace the valve",
              "certain +", "0.90"],
        "8": ["8", ("The Valley Herald ← Oren Vale ← a foreman (role, unnamed) had promised "
              "to the town council · within 7 indirect, promise"),
              "to replace the valve", "certain +", "0.90"],
        "9": ["9", "The Valley Herald ← Lowland Monitor ← (unstated) reportedly · indirect, report",
              "The log was … altered", "no stand ?", "0.40"],
    }  # fmt: skip


def test_what_is_not_decided_takes_no_room():
    assert rows(shown(ferry())) == {
        "1": ["1", "Mayor Ines Calder said · indirect, say",
              "the ferry would sail again on Monday", "", "0.90"],
        "2": ["2", "the harbour master insisted · direct, claim",
              "“It was never broken,” … “and we only cleaned it. Ask anyone.", "", "0.90"],
        "3": ["3", "(continues 2) direct", "“Ask the crew.”", "", "0.50"],
        "4": ["4", "The Tidewater Post reported · indirect, report",
              "that divers had told a clerk that the hull leaks", "", "0.90"],
        "5": ["5", "divers had told · within 4 indirect, say", "that the hull leaks", "", "0.90"],
        "6": ["6", "(unstated) reportedly · indirect, report", "The ferry is", "", "0.90"],
    }  # fmt: skip


SURE = {"CT+": "certain +", "CT-": "certain −", "PS+": "possible +", "UU": "no stand ?"}


def facts(attribution, text):
    """What the page has to tell of an attribution, read off the record."""
    between = [hop.name for hop in attribution.chain[1:] if hop.name != attribution.speaker]
    yield from (f"{name} ←" for name in between)
    yield from filter(None, [attribution.speaker, attribution.act, attribution.mode])
    for part in (attribution.source, attribution.cue, attribution.addressee, attribution.content):
        yield from (text[start:end] for start, end in part)
    words = {"role": "role, unnamed", "anonymous": "anonymous", "unstated": "unstated"}
    yield words.get(attribution.identity, "")
    yield attribution.kind if attribution.kind in {"outlet", "document"} else ""
    yield SURE[attribution.factuality]
    yield attribution.said or ""
    yield f"{attribution.confidence:.2f}"
    yield f"within {attribution.parent[1:]}" if attribution.parent else ""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("styles", [False, True])
def test_every_fact_at_every_width(width, styles):
    found = rows(shown(dam(), width=width, styles=styles))
    for number, attribution in enumerate(dam().attributions, 1):
        cells = " | ".join(found[str(number)])
        missing = [f for f in facts(attribution, dam().document.text) if f not in cells]
        assert not missing, cells
    assert "∅ not denied by Ilse Brandt" in " ".join(found["1"])
    assert "✗ denied by Oren Vale (no. 6)" in " ".join(found["2"])
    assert "answer" not in " ".join(found["9"])


def one_row(text="It sank, she said.", source="she", cue="said", content="It sank", **fields):
    """The row of a reading with one attribution."""
    return make_rows(reading(text, (source, cue, content, fields)))[0]


def told(parts):
    """The words of parts in a row."""
    return parts.between.join(part.plain for part in parts.parts if part)


def hops(*names):
    return tuple(Hop(name) for name in names)


@pytest.mark.parametrize(
    ("fields", "who"),
    [
        ({}, "she"),
        ({"speaker": "Ann"}, "Ann"),
        ({"speaker": "Ann", "chain": hops(None, "Ann")}, "Ann"),
        ({"speaker": "Ann", "chain": hops("The Post", "Ann")}, "Ann"),
        ({"speaker": "Ann", "chain": hops(None, "Bild", "Ann")}, "Bild ← Ann"),
        ({"speaker": "Ann", "chain": hops("The Post", "Bild", "Ann")}, "The Post ← Bild ← Ann"),
        ({"speaker": "Ann", "chain": hops("The Post", None, "Ann")}, "The Post ← (unknown) ← Ann"),
        ({"speaker": "The Post", "chain": hops("The Post")}, "The Post"),
        ({"identity": "unstated", "chain": hops(None)}, "(unstated)"),
        ({"identity": "unstated", "chain": hops("The Post", "Bild")},
         "The Post ← Bild ← (unstated)"),
        ({"identity": "anonymous", "chain": hops(None)}, "(anonymous)"),
        ({"speaker": "a source", "identity": "anonymous"}, "a source (anonymous)"),
        ({"speaker": "officials", "identity": "role", "kind": "group"}, "officials (role, unnamed)"),
        ({"speaker": "Bild", "identity": "named", "kind": "outlet"}, "Bild (outlet)"),
        ({"speaker": "a poll", "identity": "role", "kind": "document"},
         "a poll (role, unnamed; document)"),
        ({"speaker": "Ann", "identity": "named", "kind": "person"}, "Ann"),
    ],
)  # fmt: skip
def test_the_chain_is_read_from_the_readers_end(fields, who):
    assert told(one_row(**fields).who) == who


@pytest.mark.parametrize(
    ("text", "attributions", "who"),
    [
        ("“A.”\n“B.”\n“C.”", [("", "", "“A.”"), ("", "", "“B.”")], ["(unstated)", "(continues 1)"]),
        (
            "“A,” he said.\n“B.”\n“C.”",
            [("he", "said", "“A,”"), ("", "", "“B.”"), ("", "", "“C.”")],
            ["he", "(continues 1)", "(continues 1)"],
        ),
        (
            "“A,” he said.\nIt rained.\n“B.”",
            [("he", "said", "“A,”"), ("", "", "“B.”")],
            ["he", "(unstated)"],
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
    assert [told(row.who) for row in make_rows(reading(text, *attributions))] == who


@pytest.mark.parametrize(
    ("second", "saying"),
    [("Tom Vane", "continues 1 · indirect"), ("Ada Quill", "indirect")],
)
def test_a_speech_goes_on_in_one_voice_only(second, saying):
    one = reading("“A,” he said. “B.”", ("he", "said", "“A,”", {"speaker": "Tom Vane"}),
                  ("", "", "“B.”", {"speaker": second}))  # fmt: skip
    row = make_rows(one)[1]
    assert (told(row.who), told(row.saying)) == (second, saying)


@pytest.mark.parametrize(
    ("fields", "saying"),
    [
        ({"speaker": "Ann Lee"}, "“she” said · indirect"),
        ({"speaker": "she"}, "said · indirect"),
        ({"source": "", "speaker": "Ann Lee"}, "said · indirect"),
        ({"text": "According to the union, it sank.", "source": "the union", "cue": "According to",
          "content": "it sank", "speaker": "Dockers"}, "According to “the union” · indirect"),
        ({"text": "The union says it sank.", "source": "The union", "cue": "says",
          "content": "it sank", "speaker": "the Union"}, "says · indirect"),
        ({"addressee": ((0, 2),), "mode": "mixed", "act": "deny"}, "said · to It · mixed, deny"),
    ],
)  # fmt: skip
def test_the_words_it_is_said_in(fields, saying):
    assert told(one_row(**fields).saying) == saying


def test_a_long_source_loses_its_middle_at_every_width_alike():
    source = "the man " + "who knew the man " * 20 + "at the quay"
    one = reading(f"It sank, {source} said.", (source, "said", "It sank", {"speaker": "Tom"}))
    cells = {flat(" ".join(rows(shown(one, width=width))["1"][1:])) for width in (80, 110)}
    assert len(cells) == 1
    assert re.search("“the man who .* … .* at the quay” said", cells.pop())


@pytest.mark.parametrize(
    ("code", "sure"),
    [
        ("CT+", "certain +"), ("PR+", "probable +"), ("PS+", "possible +"), ("UU", "no stand ?"),
        ("CT-", "certain −"), ("PR-", "probable −"), ("PS-", "possible −"), ("X9", "X9"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("width", [60, 110])
@pytest.mark.parametrize("styles", [False, True])
def test_certainty_has_a_word_and_a_sign(code, sure, width, styles):
    one = reading("It sank, she said.", ("she", "said", "It sank", {"factuality": code}))
    assert sure in " ".join(rows(shown(one, width=width, styles=styles))["1"])


RESPONSES = {
    "confirmed": "✓ confirmed by Ann",
    "denied": "✗ denied by Ann",
    "not-denied": "∅ not denied by Ann",
    "declined": "– comment declined by Ann",
    "unreachable": "? no answer from Ann",
    "unverified": "? not verified by Ann",
    "shrugged": "? shrugged by Ann",
}


@pytest.mark.parametrize(("response", "words"), RESPONSES.items())
@pytest.mark.parametrize("width", [60, 110])
def test_responses_stand_beside_what_they_answer(response, words, width):
    one = reading("It sank, she said. It did not, he said.", ("she", "said", "It sank"),
                  ("he", "said", "It did not"))  # fmt: skip
    one = replace(one, responses=(Response("Ann", response, "a2", ()),
                                  Response("Bob", response, "a2", ())))  # fmt: skip
    first, second = (" ".join(row) for row in rows(shown(one, width=width)).values())
    assert "by" not in first
    assert words in second
    assert words.replace("Ann", "Bob") in second


def test_a_response_names_the_number_it_is_told_under():
    text = "It sank, she said. Ann denied it. Bob denied it too."
    one = reading(text, ("she", "said", "It sank"),
                  ("Ann", "denied", "it", {"speaker": "Ann"}),
                  ("Bob", "denied", "it", {"speaker": "Bob", "near": "Bob"}))  # fmt: skip
    whole = ((text.index("Ann"), len(text)),)
    one = replace(one, responses=(Response("Bob", "denied", "a1", whole),
                                  Response("Eve", "denied", "a1", whole)))  # fmt: skip
    assert make_rows(one)[0].answers.plain == "✗ denied by Bob (no. 3)\n✗ denied by Eve"


def test_what_is_nested_is_indented_and_names_its_parent():
    one = reading("A said B said C said it sank.", ("A", "said", "B said C said it sank"),
                  ("B", "said", "C said it sank", {"parent": "a1", "near": "B"}),
                  ("C", "said", "it sank", {"parent": "a2", "near": "C"}))  # fmt: skip
    assert [row.depth for row in make_rows(one)] == [0, 1, 2]
    for width in (60, 110):
        lines = [line for line in shown(one, width=width).split("\n")
                 if re.match(" +[123]  +[ABC]", line)]  # fmt: skip
        assert [re.search("[ABC]", line).start() for line in lines] == [5, 7, 9]
    assert "within 2" in told(make_rows(one)[2].saying)


@pytest.mark.parametrize("parent", ["a1", "a2", "a9"])
def test_parents_that_make_no_sense_do_no_harm(parent):
    one = reading("It sank.", ("", "", "It sank", {"parent": parent}),
                  ("", "", "It sank", {"parent": "a1"}))  # fmt: skip
    assert list(rows(shown(one))) == ["1", "2"]


def test_an_interval_stands_on_two_lines_of_its_column():
    lines = shown(foreign(), width=80).split("\n")
    assert any(line.rstrip().endswith("2016-01-02/") for line in lines)
    assert any(line.rstrip().endswith("2016-01-09") for line in lines)
    assert "2016-01-02/2016-01-09" in shown(foreign(), width=60)


@pytest.mark.parametrize("width", [80, 110, 160])
def test_lines_of_a_chain_break_behind_the_arrow(width):
    lines = shown(dam(), width=width).split("\n")
    assert not [line for line in lines if re.match(" *←", line)]
    assert any(re.search("Lowland Monitor ← ", f"{line} ") for line in lines)


def test_why_tells_field_by_field_what_decided():
    found = shown(dam(), width=110, why=True)
    block = found[found.index("\n  1  ") : found.index("\n  2  ")].split("\n")
    assert [line for line in block if re.match("     (found|act|fact|speaker|said|response) ?", line)] == [
        "     found       cue “according to” (0.99)",
        "     act         cue 'according to' (medium) -> report",
        "     factuality  CT+; a medium reports on its own",
        "     speaker     “a report by the Lowland Monitor” is Lowland Monitor",
        "     said        “Tuesday” before 2032-01-14",
        "     response    not-denied, Ilse Brandt: “has so far not denied the report”",
    ]  # fmt: skip
    assert "Tuesday” before" not in shown(dam(), width=110)


@pytest.mark.parametrize("width", [60, 110])
def test_every_reason_stands_under_its_attribution(width):
    found = bare(shown(dam(), width=width, why=True))
    for number, attribution in enumerate(dam().attributions, 1):
        below = flat(found[re.search(rf"\n +{number}  ", found).end() :])
        block = below.partition(f" {number + 1} ")[0] if number < 9 else below
        for entry in attribution.why:
            assert re.sub("^[a-z]+: ", "", entry) in block


@pytest.mark.parametrize(
    ("fields", "reasons"),
    [
        ({}, [("found", "no reason given")]),
        ({"why": ("a quotation without a cue",)}, [("found", "a quotation without a cue")]),
        ({"why": ("quoted by another: it speaks",)}, [("found", "quoted by another: it speaks")]),
        ({"why": ("said: “May”", "cue “said”", "said: it is June")},
         [("found", "cue “said”"), ("said", "“May”; it is June")]),
        ({"act": "say", "why": ("cue 'say' -> say",)}, [("act", "cue 'say' -> say")]),
        ({"factuality": "UU"}, [("factuality", "UU")]),
        ({"chain": (Hop("The Post"), Hop("Bild", None, ((0, 2),)), Hop("Ann", None, ((9, 12),)))},
         [("chain", "Bild: “It”")]),
        ({"chain": (Hop(None), Hop("Bild", None, ((0, 2),))), "why": ("chain: told Bild",)},
         [("chain", "told Bild")]),
    ],
)  # fmt: skip
def test_reasons_are_drawn_together_by_their_field(fields, reasons):
    assert list(one_row(**fields).reasons) == reasons


# -- scripts of other directions and widths ---------------------------------------------------


@pytest.mark.parametrize("width", [80, 110, 160])
def test_names_of_any_script_leave_the_columns_where_they_are(width):
    lines = shown(foreign(), width=width).split("\n")
    ends = [cell_len(line) for line in lines if line.endswith("0.90")]
    assert ends == [width, width]
    head = next(line for line in lines if line.startswith("no."))
    starts = [cell_len(line[: line.index("probable")]) for line in lines if "probable" in line]
    assert starts == [head.index("sure")]


@pytest.mark.parametrize("width", WIDTHS)
def test_names_of_any_script_are_all_there(width):
    found = shown(foreign(), width=width)
    words = re.sub(r"\s", "", found.replace("\u2068", "").replace("\u2069", ""))
    if width < 80:
        for name in ("הארץ", "朝日新聞デジタル版の編集局", "محمد الحسن", "אורן וייל",
                     "内閣官房長官の報道官である田中一郎氏"):  # fmt: skip
            assert name.replace(" ", "") in words
    for line in found.split("\n"):
        assert line.count("\u2068") == line.count("\u2069")


def test_the_arrow_stays_outside_right_to_left_names():
    row = make_rows(foreign())[0]
    with (console := Console(width=200)).capture() as seen:
        console.print(row.who)
    assert seen.get() == (
        "\u2068הארץ\u2069 ← 朝日新聞デジタル版の編集局 ← "
        "\u2068محمد الحسن\u2069 ← \u2068אורן וייל\u2069 (role, unnamed)\n"
    )


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("plain", "plain"),
        ("אב", "<אב>"),
        ("by אב ג!", "by <אב ג>!"),
        ("אב 12 ab ג", "<אב 12 ab ג>"),
        ("אב · גד", "<אב> · <גד>"),
    ],
)
def test_runs_of_right_to_left_words_are_isolated(words, seen):
    marked = isolated(Text(words, "bold"))
    assert marked.plain.replace("\u2068", "<").replace("\u2069", ">") == seen
    assert marked.style == "bold"


# -- words in cells ---------------------------------------------------------------------------


def test_a_long_content_loses_its_middle_not_its_ends():
    content = "The first words of it all " + "and more " * 200 + "to the very last words"
    one = reading(f"{content}, she said.", ("she", "said", content))
    for width in (60, 80, 160):
        cells = " ".join(rows(shown(one, width=width))["1"])
        assert re.search("The first words .* … .*very last words", cells)
        assert len(cells) < 500


@given(st.text(alphabet="ab cdé朝ש", max_size=80), st.integers(0, 60))
def test_shortened_words_keep_their_ends(words, keep):
    found = shortened(words, keep)
    if len(words) <= keep:
        assert found == words
    else:
        assert " … " in found
        head, tail = found.split(" … ")
        assert words.startswith(head)
        assert words.endswith(tail)
        assert len(found) <= keep + 3


@settings(deadline=None)  # a busy machine is no failure
@given(
    st.text(alphabet="ab é朝אב-", min_size=1, max_size=120).filter(str.strip),
    st.lists(st.text(alphabet="xy z", min_size=1, max_size=40).filter(str.strip), max_size=3),
    st.integers(30, 79),
)
def test_names_are_never_cut(name, between, width):
    chain = hops("The Post", *between, name)
    one = reading("It sank.", ("", "", "It sank", {"speaker": name, "chain": chain}))
    found = re.sub("[\\s\u2068\u2069]", "", shown(one, width=width))
    for hop in (name, *between):
        assert re.sub(r"\s", "", normalise(hop)) in found


@pytest.mark.parametrize("one", PAGES, ids=["ferry", "dam", "foreign"])
@pytest.mark.parametrize("options", [{}, {"why": True}, {"why": True, "everyone": True}])
def test_plain_lines_end_without_spaces(one, options):
    for width in (60, 110):
        printed = shown(one(), width=width, **options)
        assert not [line for line in printed.split("\n") if line.endswith(" ")]


def test_lines_are_cut_only_where_told():
    with (console := Console(width=10)).capture() as seen:
        console.print(Lines(make_rows(ferry())[0].who.parts[0]))
    assert flat(seen.get()) == "Mayor Ines Calder"


def test_a_long_report_with_many_attributions_is_shown_soon():
    step = len("“It was never broken,” she said.\n")
    text = "\n".join(["“It was never broken,” she said."] * 300)
    attributions = tuple(
        Attribution(f"a{n}", ((n * step + 23, n * step + 26),), (), ((n * step, n * step + 22),))
        for n in range(300)
    )
    one = replace(reading(text), attributions=attributions)
    assert "300 attributions" in shown(one)
