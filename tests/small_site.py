"""A small site on loopback with the habits, good and bad, of real ones."""

import gzip
import http.server
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote_to_bytes

PAGE = (Path(__file__).parent / "read" / "data" / "wire_report.html").read_bytes()


class Pages(http.server.BaseHTTPRequestHandler):
    """A small site with the habits, good and bad, of real ones."""

    seen: ClassVar[list] = []

    def do_GET(self):
        self.seen.append((self.path, dict(self.headers)))
        name, _, rest = self.path.strip("/").partition("/")
        getattr(self, f"get_{name}", self.get_missing)(rest)

    def answer(self, body=b"", status=200, **headers):
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def get_page(self, _):
        self.answer(PAGE, Content_Type="text/html; charset=utf-8")

    def get_latin(self, _):
        self.answer("Grüße aus dem Hafen, sagte er.".encode("cp1252"),
                    Content_Type="text/plain; charset=windows-1252")  # fmt: skip

    def get_packed(self, _):
        self.answer(gzip.compress(PAGE), Content_Encoding="gzip", Content_Type="text/html")

    def get_bomb(self, _):
        self.answer(gzip.compress(b"a" * 5_000_000), Content_Encoding="gzip")

    def get_brotli(self, _):
        self.answer(b"x", Content_Encoding="br")

    def get_notgzip(self, _):
        self.answer(b"not packed at all", Content_Encoding="gzip")

    def get_large(self, _):
        self.answer(b"a" * 200_000)

    def get_short(self, _):
        self.answer(b"abc", Content_Length="1000")

    def get_loop(self, _):
        self.answer(status=302, Location="/loop")

    def get_hop(self, rest):
        left = int(rest)
        self.answer(status=301, Location=f"/hop/{left - 1}" if left > 1 else "/page")

    def get_to(self, rest):
        # Headers are Latin-1 to http.server: so these are the bytes that were asked for.
        self.answer(status=307, Location=unquote_to_bytes(rest).decode("latin-1"))

    def get_umlaut(self, _):
        self.answer(status=302, Location="/echo/Stra\u00c3\u009fe und mehr")

    def get_echo(self, rest):
        self.answer(rest.encode(), Content_Type="text/plain")

    def get_slow(self, _):
        time.sleep(1.5)
        self.answer(b"late")

    def get_drip(self, _):
        self.send_response(200)
        self.end_headers()
        for _ in range(60):
            self.wfile.write(b"a")
            self.wfile.flush()
            time.sleep(0.05)

    def get_slowloop(self, _):
        time.sleep(0.15)
        self.get_to("/slowloop")

    def get_tail(self, _):
        """A small packed page, and much behind its end."""
        self.answer(gzip.compress(b"small") + b"a" * 200_000, Content_Encoding="gzip")

    def get_headers(self, _):
        self.send_response(200)
        for number in range(5_000):
            self.send_header(f"X-{number}", "a" * 100)
        self.end_headers()

    def get_long(self, _):
        self.answer(b"x", X="a" * 200_000)

    def get_missing(self, _):
        self.answer(b"no", status=404)

    def log_message(self, *_):
        """Keep the test's output clean."""


class Quiet(http.server.ThreadingHTTPServer):
    """A server that does not mind a client that hangs up."""

    daemon_threads = True

    def handle_error(self, *_):
        """Hang-ups are part of the tests."""


@contextmanager
def serving(context=None):
    server = Quiet(("127.0.0.1", 0), Pages)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    ).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
