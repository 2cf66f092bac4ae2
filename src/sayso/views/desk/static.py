"""Files that pages need, under names that change with what is in them.

In a template, ``{{ static("desk.css") }}`` is the address of ``static/desk.css``. What has such a
name never changes, so that a browser asks for it once.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request, Response

from sayso.views.desk.state import HERE
from sayso.views.desk.trouble import Refused, Trouble

PREFIX: Final = "/static"
# What the machine's own tables may say otherwise.
_TYPES: Final = {
    ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png",
    ".ico": "image/x-icon", ".webmanifest": "application/manifest+json", ".txt": "text/plain",
}  # fmt: skip
_WORDED: Final = ("text/", "image/svg", "application/manifest")
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Static:
    """A file as it is sent.

    Attributes:
        kind: its Content-Type.
        body: its bytes.
        packed: the same in gzip; None where that gains nothing.
    """

    kind: str
    body: bytes
    packed: bytes | None


class Statics:
    """The files of a folder: their addresses, and what stands there. Read once, at the start."""

    def __init__(self, folder: Path) -> None:
        self._names: dict[str, str] = {}
        self._files: dict[str, Static] = {}
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                self._add(path.relative_to(folder).as_posix(), path.read_bytes())

    def _add(self, name: str, body: bytes) -> None:
        mark = hashlib.sha256(body).hexdigest()[:12]
        stem, dot, ending = name.rpartition(".")
        address = f"{stem}.{mark}.{ending}" if dot else f"{name}.{mark}"
        self._names[name] = address
        self._files[address] = _made(f".{ending}", body)

    def address(self, name: str) -> str:
        """Return where a file is to be had.

        Raises:
            KeyError: there is no such file: a mistake in a template.
        """
        return f"{PREFIX}/{self._names[name]}"

    def get(self, address: str) -> Static | None:
        """Return the file at an address below the prefix."""
        return self._files.get(address)

    @property
    def names(self) -> Mapping[str, str]:
        """Return the names of all files, with their addresses below the prefix."""
        return self._names


def _made(ending: str, body: bytes) -> Static:
    kind = _TYPES.get(ending) or mimetypes.types_map.get(ending, "application/octet-stream")
    worded = kind.startswith(_WORDED)
    packed = gzip.compress(body, 9, mtime=0) if worded else None
    kind = f"{kind}; charset=utf-8" if worded else kind
    return Static(kind, body, packed if packed and len(packed) < len(body) else None)


@router.get(PREFIX + "/{address:path}")
def static_file(request: Request, address: str) -> Response:
    """Send a file; browsers may keep it for ever."""
    found: Static | None = request.app.state.statics.get(address)
    if found is None:
        raise Refused(Trouble(404, f"there is no file {address}", "reload the page"))
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    body = found.body
    if found.packed and "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"], body = "gzip", found.packed
    return Response(body, headers=headers, media_type=found.kind)


def statics() -> Statics:
    """Return the desk's own files."""
    return Statics(HERE / "static")
