"""Sources and contents fitted to words and quotation marks."""

from __future__ import annotations

import pytest

from sayso.annotate.quotation import find_quotations
from sayso.attribute.statement.span import fit_to_quotations, mode_of, trim_content, trim_edges


def span_of(text, part):
    start = text.index(part)
    return (start, start + len(part))


def outer(text):
    return tuple(q for q in find_quotations(text) if q.depth == 0)


@pytest.mark.parametrize(
    ("text", "content", "mode", "verbatim"),
    [
        ("“We leave,” she said.", ["“We leave,”"], "direct", ["We leave,"]),
        ("She said that “we leave.”", ["that “we leave.”"], "direct", ["we leave."]),
        ("He called it “a very heavy loss” for all.", ["it “a very heavy loss” for all"], "mixed",
         ["a very heavy loss"]),
        ("He said the port was shut.", ["the port was shut"], "indirect", []),
        ("He said the “Gull” was lost.", ["the “Gull” was lost"], "indirect", []),
        ("“We go,” he said, “and stay.”", ["“We go,”", "“and stay.”"], "direct",
         ["We go,", "and stay."]),
        ("“Orr said the port was shut,” Vale said.", ["the port was shut"], "direct",
         ["the port was shut"]),
    ],
)  # fmt: skip
def test_mode_follows_how_much_is_quoted(text, content, mode, verbatim):
    spans = tuple(span_of(text, part) for part in content)
    found, stretches = mode_of(text, spans, outer(text))
    assert found == mode
    assert [text[a:b] for a, b in stretches] == verbatim


def test_a_content_takes_the_whole_quotation_it_mostly_covers():
    text = "“We will never leave this harbour,” said Orr."
    part = span_of(text, "We will never leave this")
    fitted = fit_to_quotations((part,), outer(text), (span_of(text, "said"),))
    assert [text[a:b] for a, b in fitted] == ["“We will never leave this harbour,”"]


def test_a_content_inside_anothers_speech_keeps_its_bounds():
    text = "“Orr told us the port was shut and gone,” Vale said."
    part = span_of(text, "the port was shut and gone")
    assert fit_to_quotations((part,), outer(text), (span_of(text, "told"),)) == (part,)


def test_edges_lose_commas_and_space_but_never_everything():
    text = " , the mayor, "
    assert trim_edges(text, (0, len(text))) == span_of(text, "the mayor")
    assert trim_edges(",", (0, 1)) == (0, 1)
    assert trim_content(" – , ", ((0, 5),)) == ()
