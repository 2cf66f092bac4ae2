"""Make the pictures of docs/desk.md: `make screenshots`.

Reads made-up stories of this project into a ledger of its own, opens a desk over it on this
machine, and takes the pages in a headless Chromium (Debian's packages chromium and
chromium-driver). Pictures have 256 colours at most, to be small.
"""

from __future__ import annotations

import base64
import shutil
import socket
import struct
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import uvicorn

from sayso.claims import update_claims
from sayso.intake import open_reader, take_in, take_in_documents
from sayso.ledger import find_documents, open_ledger
from sayso.ledger.claims import find_claims
from sayso.ledger.outlets import find_outlets
from sayso.ledger.page import Filter
from sayso.settings import Settings
from sayso.views.desk.app import create_app
from sayso.views.desk.state import DeskSettings

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs/images"
STORIES = (
    "niger-engineers-freed", "sahel-hostages-released", "bakala-convoy-ambush",
    "maharlan-ferry-sinking", "ferry-passport-breach",
)  # fmt: skip
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--force-prefers-reduced-motion", "--hide-scrollbars",
)  # fmt: skip
LARGEST = 150_000  # bytes of a picture


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its name, the page, how wide and tall, light or dark, and what is clicked."""

    name: str
    address: str
    wide: int = 1180
    tall: int = 900
    dark: bool = False
    click: str = ""


def main() -> int:
    """Make all pictures; return how many are too large."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made-up.db"
        fill(path)
        with served(path) as home, browser(Path(folder)) as driver:
            IMAGES.mkdir(exist_ok=True)
            sizes = {shot.name: take(driver, home, shot) for shot in shots(path)}
    for name, size in sizes.items():
        print(f"{name} {size / 1000:.0f} kB{' is too large' if size > LARGEST else ''}")
    return sum(size > LARGEST for size in sizes.values())


def fill(path: Path) -> None:
    """Read the stories and the example into a new ledger."""
    sys.path.insert(0, str(ROOT / "training"))
    from stories import read_story  # noqa: PLC0415

    told = [one for name in STORIES
            for one in read_story(ROOT / f"training/claims/{name}.txt").documents]  # fmt: skip
    with open_reader() as reader, open_ledger(path) as ledger:
        take_in_documents(ledger, told, reader=reader, settings=Settings(),
                          command="sayso add stories/")  # fmt: skip
        take_in(ledger, [str(ROOT / "examples/harbour.html"), "reports/missing.html"],
                reader=reader, command="sayso add examples/harbour.html")  # fmt: skip
        update_claims(ledger)


def shots(path: Path) -> list[Shot]:
    """Return the pictures: among them a claim about an exchange, and the outlet most cited."""
    with open_ledger(path, read_only=True) as ledger:
        claim = find_claims(ledger, about="hostages exchanged", limit=1).claims[0]
        outlet = max(find_outlets(ledger, limit=200).items, key=lambda one: one.cited)
        (harbour,) = find_documents(ledger, Filter(outlet="Saltmarsh")).items
    first = f"/documents/{harbour.key}"
    note = ".text .no"
    return [
        Shot("read", "/", tall=760),
        Shot("document", first, click=note),
        Shot("document-dark", first, dark=True, click=note),
        Shot("document-narrow", first, wide=320, tall=900),
        Shot("claims", "/claims"),
        Shot("claim", f"/claims/{claim.id}", tall=1500),
        Shot("claim-dark", f"/claims/{claim.id}", tall=1500, dark=True),
        Shot("actors", "/actors", tall=760),
        Shot("outlet", f"/outlets/{quote(outlet.name)}", tall=1000),
        Shot("events", "/events?limit=60", tall=1000),
        Shot("events-dark", "/events?limit=60", tall=1000, dark=True),
        Shot("search", "/search?q=hostages", tall=800),
    ]


@contextmanager
def served(path: Path) -> Iterator[str]:
    """Serve a desk over a ledger while the block runs; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(DeskSettings(ledger=str(path)))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def browser(folder: Path) -> Iterator[Any]:
    """Open a Chromium with a profile of its own."""
    from selenium import webdriver  # noqa: PLC0415
    from selenium.webdriver.chrome.service import Service  # noqa: PLC0415

    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (program and driver):
        sys.exit("no Chromium here: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for flag in (*FLAGS, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(flag)
    opened = webdriver.Chrome(options=options, service=Service(driver))
    try:
        yield opened
    finally:
        opened.quit()


def take(driver: Any, home: str, shot: Shot) -> int:
    """Take a picture; return its size in bytes."""
    scheme = {"name": "prefers-color-scheme", "value": "dark" if shot.dark else "light"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    size = {"width": shot.wide, "height": shot.tall, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    driver.get(home + shot.address)
    asked = "return performance.getEntriesByType('navigation')[0].responseStatus"
    if (status := driver.execute_script(asked)) != 200:
        sys.exit(f"{shot.address} is answered with {status}: no picture of that")
    if shot.click:
        driver.execute_script("document.querySelector(arguments[0]).click()", shot.click)
    time.sleep(1)  # a graph is drawn behind all else
    taken = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
    picture = small(base64.b64decode(taken["data"]))
    (IMAGES / f"desk-{shot.name}.png").write_bytes(picture)
    return len(picture)


# --- PNG, with a palette -----------------------------------------------------------------


def small(png: bytes) -> bytes:
    """Return a picture with at most 256 colours, those that are most of it."""
    pixels = _pixels(png)
    flat = pixels.reshape(-1, 3).astype(np.uint32)
    packed = flat[:, 0] << 16 | flat[:, 1] << 8 | flat[:, 2]
    colours, where, often = np.unique(packed, return_inverse=True, return_counts=True)
    table = _parts(_table(colours, often))
    nearest = np.array(
        [((table - one) ** 2).sum(axis=1).argmin() for one in _parts(colours)], np.uint8
    )
    rows = nearest[where].reshape(pixels.shape[:2])
    raw = b"".join(b"\0" + row.tobytes() for row in rows)
    height, width = rows.shape
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0))
        + _chunk(b"PLTE", table.astype(np.uint8).tobytes())
        + _chunk(b"IDAT", zlib.compress(raw, 9))
        + _chunk(b"IEND", b"")
    )


def _table(colours: np.ndarray, often: np.ndarray) -> np.ndarray:
    """Return 256 colours: the most frequent, and the most frequent shades of the others.

    The edges of letters have hundreds of shades; in each channel every sixteenth will do.
    """
    ordered = colours[np.argsort(-often, kind="stable")]
    kept = ordered[:64]
    shades = np.unique(colours & 0xF0F0F0)
    weights = np.bincount(np.searchsorted(shades, colours & 0xF0F0F0), often, len(shades))
    others = shades[np.argsort(-weights, kind="stable")] | 0x080808
    return np.unique(np.concatenate([kept, others[:192]]))


def _parts(colours: np.ndarray) -> np.ndarray:
    return np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1).astype(np.int32)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _pixels(png: bytes) -> np.ndarray:
    """Return the colours of a picture with 8 bits to each of red, green, blue (and opacity)."""
    at, data, width, height, depth = 8, b"", 0, 0, 3
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + size]
        if kind == b"IHDR":
            width, height, _, colour = struct.unpack(">IIBB", body[:10])
            depth = {2: 3, 6: 4}[colour]
        data += body if kind == b"IDAT" else b""
        at += size + 12
    lines = np.frombuffer(zlib.decompress(data), np.uint8).reshape(height, width * depth + 1)
    out = np.zeros((height + 1, width * depth + depth), np.uint8)
    for n, line in enumerate(lines):
        out[n + 1, depth:] = _unfiltered(line[0], line[1:], out[n, depth:], depth)
    return out[1:, depth:].reshape(height, width, depth)[:, :, :3]


def _unfiltered(kind: int, line: np.ndarray, above: np.ndarray, depth: int) -> np.ndarray:
    """Return a line of pixels as it was before its filter."""
    if kind == 0:
        return line
    if kind == 1:
        return line.reshape(-1, depth).cumsum(axis=0, dtype=np.uint8).reshape(-1)
    if kind == 2:
        return line + above
    out = bytearray(line.tobytes())
    up = above.tobytes()
    for n, value in enumerate(out):
        left = out[n - depth] if n >= depth else 0
        corner = up[n - depth] if n >= depth else 0
        guess = (left + up[n]) // 2 if kind == 3 else _paeth(left, up[n], corner)
        out[n] = (value + guess) & 255
    return np.frombuffer(bytes(out), np.uint8)


def _paeth(left: int, up: int, corner: int) -> int:
    near = left + up - corner
    return min((left, up, corner), key=lambda one: abs(near - one))


if __name__ == "__main__":
    sys.exit(main())
