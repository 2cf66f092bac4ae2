import io
import textwrap
import zlib

import pytest
from made_inputs import FILES, PARAGRAPHS, TEXT, pdf, read, read_paths
from pypdf import PdfReader, PdfWriter

from sayso.read import pdf as reader
from sayso.settings import Settings


def lines_of(paragraphs, width=70):
    return [line for paragraph in paragraphs for line in textwrap.wrap(paragraph, width)]


LONG = (
    PARAGRAPHS[0] + " It had been dark since the keeper left, and two boats had run aground.",
    PARAGRAPHS[1] + " She would not say what the board had promised him.",
    PARAGRAPHS[4] + " Nobody knows who will pay for it.",
)


def test_lines_become_paragraphs_again():
    ((document,), skipped) = read(pdf([lines_of(LONG)]), uri="a.pdf")
    assert not skipped
    assert document.text.split("\n") == list(LONG)
    assert (document.uri, document.language) == ("a.pdf", "en")


def test_title_writers_and_day_come_from_the_metadata():
    data = pdf([lines_of(LONG)], Title="The light at Cape Orr", Author="Jane Doe and John Roe",
               CreationDate="D:20160114093000+02'00'")  # fmt: skip
    (document,), _ = read(data)
    assert document.title == "The light at Cape Orr"
    assert document.byline == ("Jane Doe", "John Roe")
    assert document.published == "2016-01-14T09:30:00+02:00"


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("D:20160114093000+02'00'", "2016-01-14T09:30:00+02:00"),
        ("D:20160114093000+02'00", "2016-01-14T09:30:00+02:00"),
        ("D:20160114093000Z", "2016-01-14T09:30:00+00:00"),
        ("D:20160114093000", "2016-01-14T09:30:00"),
        ("D:20160114", "2016-01-14"),
        ("20160114", "2016-01-14"),
        ("14 January 2016", "2016-01-14"),
        ("D:19700101000000Z", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates_of_pdfs_are_read(raw, day):
    (document,), _ = read(pdf([lines_of(LONG)], CreationDate=raw))
    assert document.published == day


@pytest.mark.parametrize(
    "title", ["Microsoft Word - report final", "report.indd", "untitled", "x", ""]
)
def test_what_a_program_wrote_is_no_title(title):
    (document,), _ = read(pdf([lines_of(LONG)], Title=title))
    assert document.title is None


def test_settings_stand_in_for_what_a_pdf_does_not_tell():
    settings = Settings(outlet="Orr News", published="2016-01-14")
    (document,), _ = read(pdf([lines_of(LONG)]), settings=settings)
    assert (document.outlet, document.published) == ("Orr News", "2016-01-14")


def test_a_dateline_and_a_credit_are_found():
    text = "CAPE ORR (Reuters) - " + LONG[0]
    (document,), _ = read(pdf([lines_of([text, *LONG[1:]])]))
    assert (document.dateline, document.credit) == ("CAPE ORR", "Reuters")


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        ([["The council has ap-", "proved it."]], "The council has approved it."),
        ([["The well-", "known keeper, a well-known man."]], "The well-known keeper, a well-known man."),
        ([["The ferry from Orr-", "Vale sank."]], "The ferry from Orr-Vale sank."),
        ([["The har\xad", "bour board."]], "The harbour board."),
        ([["They agreed", "on it."]], "They agreed on it."),
        ([["They came from the harbour board,", "Orr said."]],
         "They came from the harbour board, Orr said."),
        ([["It is late.", "", "Nobody came."]], "It is late.\nNobody came."),
        ([["They want:", "• a boat", "• a light"]], "They want:\n• a boat\n• a light"),
        ([["The end of it was near", "2"], ["and nobody saw it."]], "The end of it was near and nobody saw it."),
        ([["The vote", "The board voted on Monday for the plan, with two members", "against.",
           "Nobody left the room before ten, and the keeper, who had", "come late, stayed on."]],
         ("The vote\nThe board voted on Monday for the plan, with two members against.\n"
          "Nobody left the room before ten, and the keeper, who had come late, stayed on.")),
        ([[]], ""),
        ([], ""),
    ],
)  # fmt: skip
def test_lines_are_joined_where_no_paragraph_ends(pages, text):
    assert reader.paragraphs(pages) == text


def test_running_titles_and_page_numbers_go():
    names = ("Ida", "Bo", "Kit", "Ann")
    told = [f"{name} Marsh, who was there, said: {text}" for name in names for text in LONG]
    body = lines_of(told)
    numbers = range(0, len(body), 8)
    pages = [["Orr News, the weekly", *body[i : i + 8], f"Page {i} of 99"] for i in numbers]
    assert reader.paragraphs(pages).split("\n") == told


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("pdf_without_text.pdf", "no text in the 2 pages of this PDF"),
        ("pdf_locked.pdf", "locked by a password"),
    ],
)
def test_a_pdf_that_cannot_be_read_says_why_and_what_to_do(name, words):
    documents, (skipped,) = read_paths(FILES / name)
    assert not documents
    assert words in skipped.reason
    assert skipped.uri == str(FILES / name)
    assert any(tool in skipped.reason for tool in ("ocrmypdf", "qpdf"))


def test_a_pdf_locked_without_a_password_is_read():
    writer, out = PdfWriter(PdfReader(io.BytesIO(pdf([lines_of(LONG)])))), io.BytesIO()
    writer.encrypt("", owner_password="secret", algorithm="RC4-128")
    writer.write(out)
    (document,), _ = read(out.getvalue())
    assert document.text.split("\n") == list(LONG)


WHOLE = pdf([lines_of(LONG)])


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.7\n" + bytes(range(256)) * 40, WHOLE[:300],
                                  WHOLE.replace(b"/Pages", b"/Sages"), WHOLE.replace(b"/Kids", b"/Lids")])  # fmt: skip
def test_a_broken_pdf_is_skipped(data, capfd):
    documents, (skipped,) = read(data, uri="a.pdf")
    assert not documents
    assert "PDF" in skipped.reason
    assert capfd.readouterr() == ("", "")


def test_a_pdf_whose_table_is_broken_is_read_all_the_same(capfd):
    (document,), _ = read(WHOLE.replace(b"startxref\n", b"startxref\n9"))
    assert document.text.split("\n") == list(LONG)
    assert capfd.readouterr() == ("", "")


def test_too_many_pages_are_refused(monkeypatch):
    monkeypatch.setattr(reader, "_MOST_PAGES", 2)
    _, (skipped,) = read(pdf([["A line of text."]] * 3))
    assert "3 pages, more than the 2 that are read" in skipped.reason


def with_packed_page(stream):
    packed = zlib.compress(stream, 9)
    plain = pdf([["x"]])
    start, end = plain.index(b"<< /Length"), plain.index(b"endstream")
    head = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed)
    return plain[:start] + head + packed + b"\n" + plain[end:]


def test_a_page_that_unpacks_to_too_much_is_refused():
    stream = b"BT /F1 9 Tf " + b"(Words, words.) Tj " * 300_000 + b"ET"
    _, (skipped,) = read(with_packed_page(stream), settings=Settings(max_bytes=200_000))
    assert "unpacks to too much" in skipped.reason


def test_the_text_of_a_packed_page_is_read():
    stream = b"BT /F1 9 Tf 14 TL 50 700 Td (" + LONG[0].encode("cp1252") + b") Tj T* ET"
    (document,), _ = read(with_packed_page(stream))
    assert document.text == LONG[0]


def test_a_pdf_in_plain_words_is_no_pdf():
    (document,), _ = read(f"A report of a PDF.\n{TEXT}".encode())
    assert document.text.startswith("A report")
