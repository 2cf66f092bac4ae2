"""E-mail -> Documents: the message itself, and what is attached to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from io import BufferedReader
from typing import Any, Final

from sayso.errors import BinaryInput, EmptyInput, ReadError
from sayso.read.dates import iso
from sayso.read.html import read_page
from sayso.read.parts import Known, Part, stream_of
from sayso.read.plain import decode, text_document, unwrapped
from sayso.read.wire import credited, is_person
from sayso.records import Document, Skipped
from sayso.settings import Settings
from sayso.text import normalise

_LONGEST_HEADER: Final = 2_000  # characters; the rest of a longer one is left out
_STUB: Final = 200  # letters; a shorter plain text says only that there is an HTML one
_READ_KINDS: Final = frozenset(("text", "application", "message"))
_NO_REPORTS: Final = frozenset(
    ("application/pgp-signature", "application/pgp-encrypted", "application/pkcs7-signature",
     "application/x-pkcs7-signature", "application/ms-tnef", "text/calendar", "text/vcard",
     "text/x-vcard", "text/directory", "text/css", "message/delivery-status")
)  # fmt: skip
_FORWARDED = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr)\s*(?:\[\d+\])?:\s*)+", re.IGNORECASE)
# "Jane Doe from Gull News", "Jane Doe, Gull News"
_AT_OUTLET = re.compile(
    r"(?P<person>.+?)(?:,|\s+(?:at|from|of|via|with|\||-|–|—))\s+(?P<outlet>.+)"
)


@dataclass(frozen=True, slots=True)
class _Message:
    """A message taken apart: its text in each form, and what is attached to it."""

    known: Known
    plain: str
    html: str
    attached: tuple[Part, ...]


def read_mail(
    data: bytes,
    *,
    uri: str | None,
    charset: str | None = None,  # noqa: ARG001 - each part names its own
    settings: Settings,
) -> Iterator[Document | Part | Skipped]:
    """Read a message, then what is attached to it: pages, texts, PDFs, messages, archives.

    The text is 1. the plain one, unless it is a stub beside an HTML one, 2. the
    HTML one. The subject is the title; a person in From is the byline, anybody else
    there the outlet.

    Raises:
        BinaryInput: not a message.
        EmptyInput: neither text nor attachments.
    """
    try:
        message = _taken_apart(message_from_bytes(data), uri or "-")
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError) as error:
        raise BinaryInput(
            f"a broken e-mail message ({error}); give its text", subject=uri or ""
        ) from None
    if not (message.plain.strip() or message.html.strip() or message.attached):
        raise EmptyInput("an e-mail message without any text; nothing to read", subject=uri or "")
    if message.plain.strip() or message.html.strip():
        try:
            yield _document(message, uri, settings)
        except ReadError as error:
            yield Skipped(uri or "-", f"the text of the message: {error}")
    yield from message.attached


def read_mailbox(
    stream: BufferedReader[Any], *, uri: str | None, settings: Settings
) -> Iterator[Part | Skipped]:
    """Give each message of a mailbox (mbox), which begins with a line "From …"."""
    for number, message in enumerate(_messages(stream, settings.max_bytes), start=1):
        where = f"{uri or '-'}:{number}"
        if len(message) > settings.max_bytes:
            yield Skipped(where, f"more than {settings.max_bytes:,} bytes; raise max_bytes")
        else:
            yield Part(stream_of(message), where, "message/rfc822")


def _messages(stream: BufferedReader[Any], most: int) -> Iterator[bytes]:
    message, blank = bytearray(), True
    while line := stream.readline(65_536):
        if blank and line.startswith(b"From ") and message:
            yield bytes(message)
            message.clear()
        elif not (blank and line.startswith(b"From ")) and len(message) <= most:
            message += re.sub(rb"^>(>*From )", rb"\1", line)
        blank = not line.strip()
    if message:
        yield bytes(message)


# --- the message ------------------------------------------------------------------


def _document(message: _Message, uri: str | None, settings: Settings) -> Document:
    known = message.known
    settings = replace(settings, outlet=known.outlet or settings.outlet)
    stub = sum(map(str.isalpha, re.sub(r"https?://\S+", "", message.plain))) < _STUB
    if message.plain.strip() and not (stub and message.html.strip()):  # 1
        text = normalise(unwrapped(message.plain))
        document = text_document(text, uri=uri, settings=settings)
    else:  # 2
        document = read_page(message.html, uri=uri, settings=settings, article=True)
    return replace(
        document,
        uri=uri,
        title=known.title or document.title,
        byline=document.byline or known.byline,
        credit=credited(document.credit, document.outlet),
        published=known.published or document.published,
    )


def _known(message: Message) -> Known:
    """Return what the headers tell: subject, date, and who sent it as byline or as outlet."""
    name, address = parseaddr(str(message.get("From") or "")[:_LONGEST_HEADER])
    name = _words(name)
    domain = address.partition("@")[2].lower()
    first = re.sub(r"\W", "", name.partition(" ")[0].lower())
    at_outlet = _AT_OUTLET.fullmatch(name)
    byline: tuple[str, ...] = ()
    outlet: str | None = name or domain
    if at_outlet and is_person(at_outlet["person"]):
        byline, outlet = (at_outlet["person"],), at_outlet["outlet"]
    elif is_person(name) and not (len(first) > 3 and first in domain):
        byline, outlet = (name,), None
    return Known(
        outlet=outlet or None,
        title=_FORWARDED.sub("", _words(message.get("Subject"))) or None,
        byline=byline,
        published=iso(_words(message.get("Date"))),
    )


def _words(header: object) -> str:
    """Return a header as people read it: decoded, on one line."""
    raw = str(header or "")[:_LONGEST_HEADER]
    # One that is in no known charset, or broken, stays as it stands.
    with suppress(LookupError, ValueError, HeaderParseError):
        raw = str(make_header(decode_header(raw)))
    return " ".join(normalise(raw).split())


# --- its parts --------------------------------------------------------------------


def _taken_apart(message: Message, uri: str) -> _Message:
    known = _known(message)
    plain, html, attached = [], [], []
    for number, part in enumerate(_leaves(message), start=1):
        kind, name = part.get_content_type(), _words(part.get_filename())
        if name or kind in {"message/rfc822", "application/pdf"} or _is_attached(part):
            if part.get_content_maintype() in _READ_KINDS and kind not in _NO_REPORTS:
                where = f"{uri}/{name.replace('/', '_') or f'part {number}'}"
                attached.append(_attachment(part, where, known))
        elif kind == "text/plain":
            plain.append(_text(part))
        elif kind == "text/html":
            html.append(_text(part))
    return _Message(known, "\n\n".join(plain), "\n".join(html), tuple(attached))


def _leaves(message: Message) -> Iterator[Message]:
    """Give the parts of a message, an attached message as one."""
    inside = message.get_payload()
    if isinstance(inside, list) and message.get_content_type() != "message/rfc822":
        for part in inside:
            if isinstance(part, Message):
                yield from _leaves(part)
    else:
        yield message


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _attachment(part: Message, uri: str, known: Known) -> Part:
    return Part(
        stream_of(_bytes(part)),
        uri,
        str(part.get("Content-Type") or ""),
        Known(outlet=known.outlet, published=known.published),
    )


def _bytes(part: Message) -> bytes:
    inside = part.get_payload()
    if isinstance(inside, list):  # an attached message
        return b"\n\n".join(each.as_bytes() for each in inside if isinstance(each, Message))
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _text(part: Message) -> str:
    data = _bytes(part)
    text = decode(data, part.get_content_charset()) if data else ""
    if str(part.get_param("format") or "").lower() == "flowed":
        text = re.sub(r"(?<!\n--) \r?\n(?=\S)", " ", text)  # RFC 3676: a blank ends a soft line
    return text
