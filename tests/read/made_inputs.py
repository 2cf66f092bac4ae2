"""Small inputs of every format, made as tests need them; all words in them are our own."""

import http.server
import json
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from sayso.read import read_bytes, read_documents
from sayso.records import Document, Skipped
from sayso.settings import Settings

FILES = Path(__file__).parent / "files"
OPEN = Settings(allow_private=True, fetch_timeout=3)
PARAGRAPHS = (
    "The lighthouse at Cape Orr will be lit again before winter, the harbour board said on Monday.",
    "“We owe it to the boats,” said Ida Marsh, who chairs the board and once kept the light herself.",
    "The keeper's house had stood empty since the spring, and its roof had fallen in after a storm.",
    "Two of the nine members voted against the plan, saying that the money was needed for the pier.",
    "According to the board's figures, the repair will take five months and cost two million crowns.",
    "A spokesman for the ministry declined to comment before the budget is read in parliament.",
)
TEXT = "\n".join(PARAGRAPHS)
MARKUP = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def page(title="The light at Cape Orr", head="", body=MARKUP):
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


def read(data, uri="input", settings=OPEN, **given):
    """All that comes of some bytes: the documents, and what was skipped."""
    return split(read_bytes(data, uri=uri, settings=settings, **given))


def read_paths(*paths, settings=OPEN):
    return split(read_documents([str(path) for path in paths], settings=settings))


def split(items):
    items = list(items)
    return (
        [item for item in items if isinstance(item, Document)],
        [item for item in items if isinstance(item, Skipped)],
    )


# --- WARC -------------------------------------------------------------------------


def record(block, uri="http://orr.example/light", kind="response", length=None, **headers):
    named = {
        "WARC-Type": kind,
        "WARC-Date": "2020-01-02T03:04:05Z",
        "WARC-Target-URI": uri,
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": len(block) if length is None else length,
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return b"WARC/1.0\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n"


def answer(body, status="200 OK", content_type="text/html; charset=utf-8", **headers):
    named = {"Content-Type": content_type} | headers
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


# --- PDF --------------------------------------------------------------------------


def pdf(pages, **info):
    """A PDF whose pages are lists of lines, with what it tells of itself (Title, Author, …)."""
    streams = [_page_stream(lines) for lines in pages]
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    told = " ".join(f"/{key} ({value})" for key, value in info.items())
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, stream in enumerate(streams):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream))
    objects.append(f"<< {told} >>".encode("cp1252"))
    return _file_of(objects)


def _page_stream(lines):
    shown = [
        line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")
        for line in lines
    ]
    return b"BT /F1 11 Tf 14 TL 50 750 Td " + b" ".join(b"(%b) Tj T*" % s for s in shown) + b" ET"


def _file_of(objects):
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, len(objects), len(out))
    )


# --- a site -----------------------------------------------------------------------


class Site:
    """A site on this machine: ``pages`` maps a path to its bytes, type and status."""

    def __init__(self):
        self.pages, self.asked = {}, []
        self.address = ""

    def put(self, path, body, content_type="text/html; charset=utf-8", status=200):
        body = body.encode() if isinstance(body, str) else body
        self.pages[path] = (body.replace(b"SITE", self.address.encode()), content_type, status)
        return self.address + path


@contextmanager
def serving():
    """A site that is gone when the test ends."""
    site = Site()

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            site.asked.append(self.path)
            body, content_type, status = site.pages.get(self.path, (b"", "text/plain", 404))
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Keep the test's output clean."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    site.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


# --- memory -----------------------------------------------------------------------

_PROBE = """
import json, re, sys
import pytest

from sayso.read import read_bytes, read_documents
from sayso.records import Skipped
from sayso.settings import Settings
warm, paths = json.loads(sys.argv[1])
settings = Settings()
list(read_documents(warm, settings=settings))
def most():  # of this process alone: getrusage also counts its parent's from before it began
    return int(re.search("VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024
before = most()
items = [
    ["skipped", item.uri, item.reason] if isinstance(item, Skipped) else ["read", item.uri, item.text[:50]]
    for item in read_documents(paths, settings=settings)
]
print(json.dumps([items, most() - before]))
"""


def read_apart(*paths, warm=(), stdin=None):
    """Read paths in a process of its own: what came, and by how many MB its memory grew at most.

    ``warm`` is read before, so that libraries are not counted.
    """
    if not Path("/proc/self/status").exists():
        pytest.skip("memory is measured as Linux tells it")
    given = json.dumps([[str(path) for path in warm], [str(path) for path in paths]])
    command = [sys.executable, "-c", _PROBE, given]
    run = subprocess.run(
        command, check=False, stdin=stdin, capture_output=True, text=True, timeout=120
    )
    assert run.returncode == 0, run.stderr[-2000:]
    assert not run.stderr, run.stderr[-2000:]
    items, grown = json.loads(run.stdout)
    return items, grown
