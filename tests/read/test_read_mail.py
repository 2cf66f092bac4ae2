import base64
import gzip
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from made_inputs import MARKUP, PARAGRAPHS, TEXT, page, pdf, read, read_paths

from sayso.settings import Settings


def mail(
    text=TEXT, html=None, sender="Jane Doe <jane@orr.example>", subject="The light at Cape Orr"
):
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = "Readers <readers@orr.example>"
    message["Subject"] = subject
    message["Date"] = "Thu, 14 Jan 2016 09:30:00 +0200 (EET)"
    message["Message-ID"] = "<1@orr.example>"
    if text is not None:
        message.set_content(text)
    if html is not None and text is not None:
        message.add_alternative(html, subtype="html")
    elif html is not None:
        message.set_content(html, subtype="html")
    return message


HTML = page(
    title="Newsletter no. 4", head='<link rel="canonical" href="https://elsewhere.example/x">'
).decode()


def test_a_message_is_a_document():
    ((document,), skipped) = read(mail().as_bytes(), uri="a.eml")
    assert not skipped
    assert document.text == TEXT
    assert document.title == "The light at Cape Orr"
    assert document.byline == ("Jane Doe",)
    assert document.published == "2016-01-14T09:30:00+02:00"
    assert (document.uri, document.outlet) == ("a.eml", None)


@pytest.mark.parametrize(
    ("text", "html", "expected"),
    [
        (TEXT, HTML.replace("nine", "ten"), "nine members"),
        (
            "View this e-mail in your browser: https://orr.example/" + "x" * 400,
            HTML,
            "nine members",
        ),
        (None, HTML, "nine members"),
        (TEXT, None, "nine members"),
    ],
    ids=["both", "a stub", "html alone", "plain alone"],
)
def test_the_plain_text_goes_before_the_html_unless_it_is_a_stub(text, html, expected):
    (document,), skipped = read(mail(text, html).as_bytes(), uri="a.eml")
    assert not skipped
    assert expected in document.text
    assert document.text == TEXT
    assert (document.title, document.uri) == ("The light at Cape Orr", "a.eml")


@pytest.mark.parametrize(
    ("sender", "byline", "outlet"),
    [
        ("Jane Doe <jane@orr.example>", ("Jane Doe",), None),
        ("Orr News <daily@orrnews.example>", (), "Orr News"),
        ("The Orr Morning <a@mail.example>", (), "The Orr Morning"),
        ("Jane Doe from Orr News <a@b.example>", ("Jane Doe",), "Orr News"),
        ('"Jane Doe, Orr News" <a@b.example>', ("Jane Doe",), "Orr News"),
        ('"Jane Doe | Orr News" <a@b.example>', ("Jane Doe",), "Orr News"),
        ("Mother Tern <letter@mothertern.example>", (), "Mother Tern"),
        ("news@orrnews.example", (), "orrnews.example"),
        ("=?utf-8?q?Ren=C3=A9e_Roe?= <r@orr.example>", ("Renée Roe",), None),
        ("", (), None),
    ],
)
def test_the_sender_is_the_byline_or_the_outlet(sender, byline, outlet):
    data = mail(sender="x").as_bytes().replace(b"From: x", b"From: " + sender.encode())
    (document,), _ = read(data)
    assert (document.byline, document.outlet) == (byline, outlet)


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        (b"=?utf-8?b?" + base64.b64encode("Grüße vom Hafen".encode()) + b"?=", "Grüße vom Hafen"),
        (b"Fwd: RE: The light", "The light"),
        (b"A long one\r\n that goes on", "A long one that goes on"),
        (b"=?nonsense?q?x?=", "=?nonsense?q?x?="),
        (b"=?utf-8?b?!!!?=", None),
        (b"", None),
    ],
)
def test_the_subject_is_the_title_as_people_read_it(raw, title):
    (document,), _ = read(mail(subject="x").as_bytes().replace(b"Subject: x", b"Subject: " + raw))
    assert title is None or document.title == title


def test_charsets_and_transfer_encodings_are_undone():
    message = mail("Grüße aus Käp Orr, schrieb die Hafenmeisterin am Montag an alle Kapitäne. " * 5)
    for charset, how in (("utf-8", "base64"), ("iso-8859-1", "quoted-printable")):
        message.set_content(message.get_content(), charset=charset, cte=how)
        (document,), _ = read(message.as_bytes())
        assert document.text.startswith("Grüße aus Käp Orr")
        assert "\ufffd" not in document.text


def test_lines_that_flow_are_joined():
    flowed = (
        PARAGRAPHS[0].replace(" at", " \r\nat") + "\r\n\r\n" + PARAGRAPHS[1] + "\r\n-- \r\nJane\r\n"
    )
    data = mail("x").as_bytes().replace(b"\r\n\r\nx\r\n", b"\r\n\r\n" + flowed.encode())
    data = data.replace(b'text/plain; charset="utf-8"', b"text/plain; charset=utf-8; format=flowed")
    (document,), _ = read(data)
    assert document.text.split("\n") == [PARAGRAPHS[0], PARAGRAPHS[1], "--", "Jane"]


def test_attachments_are_documents_of_their_own():
    message = mail(sender="Orr News <a@b.example>")
    message.add_attachment(page("The pier"), maintype="text", subtype="html", filename="pier.html")
    message.add_attachment(
        pdf([[p] for p in PARAGRAPHS]), maintype="application", subtype="pdf", filename="a/b.pdf"
    )
    message.add_attachment(
        TEXT.encode(), maintype="application", subtype="octet-stream", filename="notes.txt"
    )
    message.add_attachment(
        gzip.compress(page("The roof")),
        maintype="application",
        subtype="gzip",
        filename="r.html.gz",
    )
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    message.add_attachment(b"BEGIN:VCARD", maintype="text", subtype="vcard", filename="me.vcf")
    documents, skipped = read(message.as_bytes(), uri="a.eml")
    assert not skipped
    assert [document.uri for document in documents] == [
        "a.eml", "a.eml/pier.html", "a.eml/a_b.pdf", "a.eml/notes.txt", "a.eml/r.html.gz",
    ]  # fmt: skip
    assert [document.title for document in documents][1::3] == ["The pier", "The roof"]
    assert {document.outlet for document in documents} == {"Orr News"}
    assert {document.published for document in documents} == {"2016-01-14T09:30:00+02:00"}


def test_an_attachment_that_is_not_read_is_skipped():
    message = mail()
    message.add_attachment(
        b"PK\x03\x04", maintype="application", subtype="vnd.openxmlformats", filename="a.docx"
    )
    documents, (skipped,) = read(message.as_bytes(), uri="a.eml")
    assert len(documents) == 1
    assert skipped.uri == "a.eml/a.docx"
    assert "office document" in skipped.reason


def test_a_message_attached_to_a_message_is_read():
    outer = mail("See below.\n" + PARAGRAPHS[2] + PARAGRAPHS[3] + PARAGRAPHS[5], subject="Outer")
    outer.add_attachment(mail())
    documents, skipped = read(outer.as_bytes(), uri="a.eml")
    assert not skipped
    assert [document.title for document in documents] == ["Outer", "The light at Cape Orr"]
    assert documents[1].text == TEXT


def test_messages_in_messages_come_to_an_end():
    message = mail(subject="0")
    for number in range(1, 8):
        outer = mail(subject=str(number))
        outer.add_attachment(message)
        message = outer
    documents, (skipped,) = read(message.as_bytes())
    assert [document.title for document in documents] == ["7", "6", "5", "4"]
    assert "nested more than 3 deep" in skipped.reason


def test_a_mailbox_gives_each_message(tmp_path):
    box = tmp_path / "letters.mbox"
    body = "From the pier one could see it.\n" + TEXT
    messages = [mail(body, subject=str(n)).as_bytes().replace(b"\r\n", b"\n") for n in range(3)]
    box.write_bytes(b"".join(
        b"From jane@orr.example Thu Jan 14 09:30:00 2016\n" + m.replace(b"\n\nFrom ", b"\n\n>From ") + b"\n"
        for m in messages
    ))  # fmt: skip
    documents, skipped = read_paths(box)
    assert not skipped
    assert [document.title for document in documents] == ["0", "1", "2"]
    assert documents[0].text.startswith("From the pier")
    assert documents[2].uri == f"{box}:3"
    assert read(box.read_bytes())[0][0].title == "0"  # told by its look, without a name


def test_a_message_in_a_mailbox_over_the_limit_is_skipped():
    line = b"From a@b.example Thu Jan 14 09:30:00 2016\n"
    data = (
        line
        + mail().as_bytes()
        + b"\n"
        + line
        + mail("word " * 9000).as_bytes()
        + b"\n"
        + line
        + mail().as_bytes()
    )
    documents, (skipped,) = read(data, uri="a.mbox", settings=Settings(max_bytes=20_000))
    assert [document.uri for document in documents] == ["a.mbox:1", "a.mbox:3"]
    assert "more than 20,000 bytes" in skipped.reason


def test_a_message_without_text_says_so():
    _, (skipped,) = read(mail("").as_bytes())
    assert "without any text" in skipped.reason


def test_a_newsletter_that_is_no_article_is_skipped_and_its_attachments_read():
    message = mail(None, "<html><body><a href=x>Unsubscribe</a></body></html>")
    message.add_attachment(TEXT, filename="notes.txt")
    documents, (skipped,) = read(message.as_bytes(), uri="a.eml")
    assert [document.uri for document in documents] == ["a.eml/notes.txt"]
    assert skipped.reason.startswith("the text of the message: no article")


HEAD = b"Message-ID: <1@x>\r\nMIME-Version: 1.0\r\nContent-Type: "
HOSTILE = {
    "nested parts": HEAD + b"".join(
        b"multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\nContent-Type: " % (n, n) for n in range(3000)
    ) + b"text/plain\r\n\r\nx",
    "no boundary": HEAD + b"multipart/mixed\r\n\r\nwords",
    "a boundary that never comes": HEAD + b"multipart/mixed; boundary=b\r\n\r\nwords",
    "an unknown charset": HEAD + b"text/plain; charset=klingon\r\n\r\n" + TEXT.encode(),
    "broken base64": HEAD + b"text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!" + b"A" * 999,
    "a long header": b"MIME-Version: 1.0\r\nFrom: " + b'"<(,' * 100_000 + b"\r\n\r\n" + TEXT.encode(),
    "bytes in headers": b"MIME-Version: 1.0\r\nSubject: \xff\xfe\r\nFrom: \x80\r\n\r\n" + TEXT.encode(),
    "a name in pieces": HEAD + b"text/plain; name*0*=klingon''%ff; name*1=x\r\n\r\n" + TEXT.encode(),
    "many parts": HEAD + b"multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 20_000,
}  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_broken_messages_give_a_document_or_a_reason(data):
    documents, skipped = read(data, uri="a.eml")
    assert len(documents) + len(skipped) == 1


def test_markup_alone_is_html():
    data = (
        HEAD + b"text/html; charset=utf-8\r\n\r\n" + f"<html><body>{MARKUP}</body></html>".encode()
    )
    (document,), _ = read(data)
    assert document.text == TEXT
