import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import BinaryInput, EmptyInput
from sayso.read.plain import decode, read_plain, unwrapped
from sayso.settings import Settings
from sayso.text import normalise

DATA = Path(__file__).parent / "data"
SETTINGS = Settings()
GERMAN = "Die Bürgermeisterin sagte, die Bäder würden geöffnet: „Für alle.“"
RUSSIAN = "Министр сказал в понедельник, что порт останется открытым для всех."


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("Grüße".encode(), None, "Grüße"),
        ("Grüße".encode("utf-8-sig"), None, "Grüße"),
        ("Grüße".encode("utf-16"), None, "Grüße"),
        ("Grüße".encode("utf-32"), None, "Grüße"),
        ("plain words".encode("utf-16-le"), None, "plain words"),
        ("plain words".encode("utf-16-be"), None, "plain words"),
        (GERMAN.encode("cp1252"), "windows-1252", GERMAN),
        (GERMAN.encode("cp1252"), "iso-8859-1", GERMAN),
        (GERMAN.encode("cp1252"), None, GERMAN),
        (RUSSIAN.encode("koi8-r"), "KOI8-R", RUSSIAN),
        (RUSSIAN.encode("cp1251"), None, RUSSIAN),
        ("日本語の文".encode("iso2022_jp"), "iso-2022-jp", "日本語の文"),
        (b"", None, ""),
    ],
)
def test_bytes_are_decoded_by_mark_by_declaration_or_by_guess(data, charset, text):
    assert decode(data, charset) == text


def test_utf8_goes_before_a_declared_single_byte_charset():
    assert decode("Grüße".encode(), "iso-8859-1") == "Grüße"


@pytest.mark.parametrize("charset", ["no-such", "zip", "unicode_escape", "idna", "\x00", "a" * 99])
def test_a_declared_charset_that_is_none_is_passed_over(charset):
    assert decode(GERMAN.encode("cp1252"), charset) == GERMAN


def test_a_broken_byte_does_not_turn_the_whole_text_into_another_charset():
    text = decode((RUSSIAN * 5).encode() + b"\xd0 end")
    assert text.startswith(RUSSIAN)
    assert text.endswith("� end")


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 20, b"\x00\x01\x02" * 500, b"ab\x00\x07" * 300]
)
def test_binary_data_is_refused(data):
    with pytest.raises(BinaryInput, match="not text"):
        decode(data, subject="x.bin")


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_nothing_is_no_document(data):
    with pytest.raises(EmptyInput, match="nothing to read") as caught:
        read_plain(data, uri="a.txt", settings=SETTINGS)
    assert caught.value.subject == "a.txt"


def test_a_plain_text_may_begin_with_a_wire_dateline():
    data = (DATA / "wrapped_report.txt").read_bytes()
    document = read_plain(data, uri="wrapped_report.txt", settings=SETTINGS)
    assert (document.dateline, document.credit, document.byline, document.language) == (
        "PORTMOUTH", "AFP", ("Malte Krog",), "en",
    )  # fmt: skip
    assert document.text.startswith("By Malte Krog\nPORTMOUTH, May 4 (AFP) - Dockers")


def test_lines_wrapped_at_a_width_are_joined_to_their_paragraph():
    data = (DATA / "wrapped_report.txt").read_bytes()
    lines = read_plain(data, uri=None, settings=SETTINGS).text.split("\n")
    assert len(lines) == 4
    assert lines[2].startswith('"We will not')
    assert lines[2].endswith('be us this time."')


@pytest.mark.parametrize(
    "text",
    [
        "One line.\nAnother line.\nA third one.",
        "Title\n\nShort line\nAnother short\n\nA much longer line stands here, all by itself.",
        (
            "A paragraph that runs on for far more than a hundred columns, as texts without wrapping do"
            " when they are saved from a page.\n\nAnother one.\nAnd one more.\nAnd another.\n"
        ),
        "",
    ],
)
def test_other_line_breaks_stay(text):
    assert unwrapped(text) == text


def test_settings_fill_in_outlet_and_time():
    settings = Settings(outlet="The Quay Gazette", published="2021-05-04")
    document = read_plain(b"A text.", uri=None, settings=settings)
    assert (document.outlet, document.published) == ("The Quay Gazette", "2021-05-04")


@pytest.mark.parametrize("width", [40, 65, 72, 79, 90])
def test_wrapping_at_any_usual_width_is_undone(width):
    paragraphs = [
        " ".join(f"word{n % 7}{'x' * (n % 5)}" for n in range(i, i + 60)) for i in range(4)
    ]
    wrapped = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in paragraphs)
    assert unwrapped(wrapped) == "\n\n".join(paragraphs)


@given(st.text(st.sampled_from("ab .\n\r")))
def test_unwrapping_changes_only_line_breaks(text):
    assert normalise(unwrapped(text)).split() == normalise(text).split()
