"""What an input may hold besides documents: other inputs, and addresses of other inputs."""

from __future__ import annotations

from dataclasses import dataclass
from io import BufferedReader, BytesIO
from typing import Any, TypeAlias

from sayso.read.sniff import HEAD
from sayso.records import Document, Skipped


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a document from what it came in; it counts where the document says nothing.

    Attributes:
        seen: the day it was fetched, taken for its date if nothing else tells one.
    """

    outlet: str | None = None
    title: str | None = None
    byline: tuple[str, ...] = ()
    published: str | None = None
    seen: str | None = None


NOTHING = Known()


@dataclass(frozen=True, slots=True)
class Part:
    """An input inside another: a file of a zip, a page of an archive, an attachment.

    Attributes:
        stream: its bytes; to be read before the next part is asked for.
        content_type: the header of that name that came with it, if any.
    """

    stream: BufferedReader[Any]
    uri: str | None
    content_type: str | None = None
    known: Known = NOTHING


@dataclass(frozen=True, slots=True)
class Link:
    """An address that an input names for a page or for a further list of pages."""

    uri: str
    known: Known = NOTHING


Item: TypeAlias = Document | Skipped | Part | Link


def stream_of(data: bytes) -> BufferedReader[Any]:
    """Return bytes as a stream that can be looked into."""
    return BufferedReader(BytesIO(data), HEAD)
