"""Following feeds: what is new is taken in, servers are left alone as far as can be."""

import http.server
import json
import threading
import time

import pytest

from sayso import watch
from sayso.ledger import all_documents, all_skipped, open_ledger
from sayso.read import follow
from sayso.settings import Settings
from sayso.watch import Feed, state_file, watch_feeds
from taking import simple_reader

SETTINGS = Settings(allow_private=True, fetch_timeout=3)
PARAGRAPH = (
    "<p>The lock at Orr was shut for day {0} on Tuesday, and nobody could say when boats would"
    " pass. “It will open on day {0},” said Vale, who has kept the lock for twenty years and has"
    " seen it shut before. Others in the town were less sure of it, and waited.</p>"
)


class Site:
    """A small site with one feed: what it answers, and what it was asked."""

    def __init__(self):
        self.asked = []
        self.entries = {1: "Lock shut", 2: "Lock still shut"}
        self.status = {}
        self.extra = {}
        self.robots = ""
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                site.asked.append((self.path, dict(self.headers)))
                status, body, headers = site.answer(self.path, self.headers)
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.home = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def feed(self):
        items = "".join(
            f"<item><title>{title}</title><link>{self.home}/page/{n}</link></item>"
            for n, title in self.entries.items()
        )
        return f"<rss version='2.0'><channel><title>The Tern</title>{items}</channel></rss>"

    def answer(self, path, headers):
        if path in self.status:
            return self.status[path], b"", self.extra
        if path == "/robots.txt":
            return 200, self.robots.encode(), {"Content-Type": "text/plain"}
        if path == "/feed":
            mark = f'"{hash(self.feed)}"'
            if headers.get("If-None-Match") == mark:
                return 304, b"", {}
            told = {"ETag": mark, "Last-Modified": "Mon, 05 Jan 2026 10:00:00 GMT",
                    "Content-Type": "application/rss+xml"}  # fmt: skip
            return 200, self.feed.encode(), told
        if path == "/moved":
            return 301, b"", {"Location": "/feed"}
        number = path.rpartition("/")[2]
        title = self.entries[int(number)]
        page = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        page += (
            "".join(PARAGRAPH.format(f"{number}{n}") for n in "abcde") + "</article></body></html>"
        )
        return 200, page.encode(), {"Content-Type": "text/html; charset=utf-8"}

    def paths(self):
        """What was asked for since the last time."""
        asked, self.asked = [path for path, _ in self.asked], []
        return asked


@pytest.fixture
def site():
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "ledger.db") as opened:
        yield opened


@pytest.fixture
def visit(ledger, site, monkeypatch):
    """Visit the site's feed once; return how it went."""
    monkeypatch.setattr(follow, "_PAUSE", 0.0)

    def once(*names):
        visits = []
        uris = [f"{site.home}/{name}" for name in names or ("feed",)]
        watch_feeds(ledger, uris, reader=simple_reader(), settings=SETTINGS, once=True,
                    told=visits.append)  # fmt: skip
        return visits[0] if len(visits) == 1 else visits

    return once


def test_the_pages_of_a_feed_are_taken_in(visit, site, ledger):
    assert visit().taken.added == 2
    found = {one.uri: one for one in all_documents(ledger)}
    assert set(found) == {f"{site.home}/page/{n}" for n in (1, 2)}
    assert {one.outlet for one in found.values()} == {"The Tern"}
    assert all("“It will open on day" in one.text for one in found.values())


def test_a_feed_that_has_not_changed_costs_one_answer_without_a_body(visit, site):
    visit()
    site.paths()
    assert visit().taken is None
    ((path, headers),) = site.asked
    assert path == "/feed"
    assert headers["If-None-Match"].startswith('"')
    assert headers["If-Modified-Since"] == "Mon, 05 Jan 2026 10:00:00 GMT"


def test_only_what_is_new_is_fetched(visit, site, ledger):
    visit()
    site.paths()
    site.entries[3] = "Lock open"
    assert visit().taken.added == 1
    assert site.paths() == ["/feed", "/robots.txt", "/page/3"]


def test_an_entry_with_another_title_is_read_again_and_both_versions_stay(visit, site, ledger):
    visit()
    site.paths()
    site.entries[1] = "Lock shut for good"
    taken = visit().taken
    assert (taken.added, taken.versions) == (0, 0)  # the same text under a new title
    assert "/page/1" in site.paths()


def test_robots_txt_is_obeyed(visit, site, ledger):
    site.robots = "User-agent: *\nDisallow: /page/2"
    taken = visit().taken
    assert (taken.added, taken.skipped) == (1, 1)
    (skipped,) = all_skipped(ledger)
    assert "robots.txt" in skipped.reason
    assert "/page/2" not in site.paths()


def test_a_page_that_fails_is_tried_three_times_and_then_left(visit, site):
    site.status["/page/2"] = 500
    tried = []
    for _ in range(5):
        visit()
        tried.append("/page/2" in site.paths())
    assert tried == [True, True, True, False, False]


def test_a_feed_that_fails_is_left_alone_for_longer_each_time(visit, site, ledger):
    site.status["/feed"] = 503
    waits = []
    for _ in range(8):
        assert "503" in visit().failed
        (known,) = json.loads(state_file(ledger).read_text())["feeds"]
        waits.append(known["due"] - time.time())
    assert [round(wait / 900 / 2**n) for n, wait in enumerate(waits, 1)][:6] == [1] * 6
    assert waits[-1] < 86_400 * 1.2
    del site.status["/feed"]
    assert visit().taken.added == 2
    (known,) = json.loads(state_file(ledger).read_text())["feeds"]
    assert known["failures"] == 0


def test_a_server_may_ask_to_be_left_alone(visit, site, ledger):
    site.status["/feed"], site.extra = 429, {"Retry-After": "7200"}
    visit()
    (known,) = json.loads(state_file(ledger).read_text())["feeds"]
    assert 7100 < known["due"] - time.time() <= 7200


def test_intervals_differ_a_little():
    waits = {watch._pause(Feed("x"), 900) for _ in range(20)}
    assert len(waits) > 10
    assert all(810 <= wait <= 990 for wait in waits)


def test_redirects_are_followed_and_pages_are_no_feeds(visit, site):
    moved, page = visit("moved", "page/1")
    assert moved.taken.added == 2
    assert "no feed but html" in page.failed


def test_what_is_known_of_feeds_may_be_lost(visit, site, ledger):
    visit()
    state_file(ledger).write_text("{torn")
    taken = visit().taken
    assert (taken.added, taken.known) == (0, 2)


def test_feeds_are_visited_when_they_are_due(site, ledger, monkeypatch):
    monkeypatch.setattr(follow, "_PAUSE", 0.0)
    waits = []

    def sleep(seconds):
        waits.append(seconds)
        if seconds > 100:
            raise KeyboardInterrupt

    monkeypatch.setattr(watch.time, "sleep", sleep)
    with pytest.raises(KeyboardInterrupt):
        watch_feeds(ledger, [f"{site.home}/feed"], reader=simple_reader(), settings=SETTINGS)
    assert 700 < waits[-1] < 1000
    assert site.paths().count("/feed") == 1
