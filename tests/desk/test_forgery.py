"""Addresses that are posted to the desk: none makes it ask inside, and none makes it read a file.

A server listens on loopback and counts. The resolver is stood in for where a public name is part
of the trick.
"""

import socket

import pytest
from fastapi.testclient import TestClient
from made_reports import HOME

from sayso.views.desk.app import create_app
from sayso.views.desk.rates import Rate
from sayso.views.desk.rules import Limits, Rules
from sayso.views.desk.state import DeskSettings
from small_site import Pages, serving

PUBLIC = "93.184.216.34"


@pytest.fixture(scope="module")
def port():
    with serving() as port:
        yield port


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A desk that is asked often."""
    rules = Rules(limits=Limits(writes=Rate(1000, 1000)))
    settings = DeskSettings(ledger=str(tmp_path_factory.mktemp("forgery") / "desk.db"), rules=rules)
    with TestClient(create_app(settings), base_url=HOME) as opened:
        opened.headers["X-CSRF-Token"] = opened.get("/api/v1/session").json()["csrf"]
        yield opened


@pytest.fixture
def seen():
    Pages.seen.clear()
    return Pages.seen


@pytest.fixture
def public(monkeypatch, port):
    """A public machine that is our server, and names that stand for what ``answers`` says."""
    real_resolve, real_connect = socket.getaddrinfo, socket.create_connection
    answers, connected = [], []

    def resolve(host, at, *rest, **named):
        if not str(host).endswith(".example"):
            return real_resolve(host, at, *rest, **named)
        ip = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, at))]

    def connect(where, *rest, **named):
        connected.append(where[0])
        ours = ("127.0.0.1", port) if where[0] == PUBLIC else where
        return real_connect(ours, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    return answers, connected


def told(desk, url, keep):
    """What the desk says to an address that it refuses."""
    answer = desk.post("/api/v1/documents", json={"url": url, "keep": keep})
    assert answer.status_code == 422, answer.text
    return answer.json()["error"]["detail"]


@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "127.1", "127。0。0。1",
        "①②⑦.⓪.⓪.①", "0", "0.0.0.0", "localhost", "LOCALHOST", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "[::1]", "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1]", "10.0.0.1", "169.254.169.254",
        "100.64.0.1", "168.63.129.16", "224.0.0.1", "255.255.255.255",
    ],
)  # fmt: skip
def test_an_address_inside_is_refused_however_it_is_written(desk, port, seen, host, keep):
    assert "not a public address" in told(desk, f"http://{host}:{port}/page", keep)
    assert seen == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "/etc/passwd", "etc/passwd", "-", "~/.ssh/id_rsa", "*", "gopher://127.0.0.1:6379/_INFO",
        "ftp://127.0.0.1/", "data:text/plain,said", "javascript:alert(1)", "http:///etc/passwd", "http:/etc/passwd",
        "http:", "https://", "//127.0.0.1/", "http://news.example@127.0.0.1/", "http://127.0.0.1\\@news.example/",
        "http://news.example/a\r\nHost: 127.0.0.1", "http://news.example:22/", "http://news.example:6379/", "http://[::1",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_page_is_refused(desk, public, seen, url):
    public[0].append(PUBLIC)
    assert told(desk, url, keep=False)
    assert told(desk, url, keep=True)
    assert (seen, public[1]) == ([], [])


def test_an_upper_case_scheme_is_no_way_round(desk, port, seen):
    assert "not a public address" in told(desk, f"HTTP://127.0.0.1:{port}/page", keep=True)
    assert seen == []


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:{port}/page",
        "http://[::ffff:7f00:1]:{port}/page",
        "//2130706433:{port}/page",
    ],
)
def test_a_redirect_inside_is_refused(desk, public, port, seen, target):
    answers, connected = public
    answers.append(PUBLIC)
    assert "not a public address" in told(
        desk, f"http://news.example/to/{target.format(port=port)}", keep=True
    )
    assert [path for path, _ in seen if path == "/page"] == []
    assert connected == [PUBLIC]


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/"]
)
def test_a_redirect_to_another_scheme_is_refused(desk, public, target):
    public[0].append(PUBLIC)
    assert "addresses are not fetched" in told(desk, f"http://news.example/to/{target}", keep=True)


def test_a_name_that_changes_its_meaning_is_reached_where_it_was_checked(desk, public, seen):
    answers, connected = public
    answers.extend([PUBLIC, "127.0.0.1"])
    answer = desk.post(
        "/api/v1/documents", json={"url": "http://rebind.example/page", "keep": False}
    )
    assert answer.status_code == 200
    assert connected == [PUBLIC]
    assert [headers["Host"] for _, headers in seen] == ["rebind.example"]


def test_a_name_that_changes_before_a_redirect_is_checked_again(desk, public):
    answers, connected = public
    answers.extend([PUBLIC, "127.0.0.1"])
    assert "not a public address" in told(desk, "http://rebind.example/to//page", keep=True)
    assert connected == [PUBLIC]


@pytest.mark.parametrize("kind", ["rss", "sitemap"])
def test_what_an_uploaded_feed_or_sitemap_names_inside_is_not_asked_for(desk, port, seen, kind):
    inside = f"http://127.0.0.1:{port}/page"
    feed = {
        "rss": f"<rss version='2.0'><channel><title>N</title><item><link>{inside}</link></item></channel></rss>",
        "sitemap": "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
        f"<url><loc>{inside}</loc></url></urlset>",
    }[kind]
    answer = desk.post("/api/v1/documents", files={"file": ("feed.xml", feed.encode(), "text/xml")})
    assert answer.status_code == 422
    assert "not a public address" in answer.json()["error"]["detail"]
    assert seen == []


def test_an_uploaded_page_loads_nothing_of_what_it_names(desk, port, seen):
    away = f"http://127.0.0.1:{port}/page"
    page = (
        f'<!doctype html><!DOCTYPE x SYSTEM "{away}"><html><head><link rel="canonical" href="{away}">'
        f'<link rel="stylesheet" href="{away}"><base href="{away}"></head><body><article><p>'
        + "The harbour was shut on Monday, Ines Calder said. Nobody had been told of it before. "
        * 4
        + f'</p><img src="{away}"><iframe src="{away}"></iframe></article></body></html>'
    )
    answer = desk.post(
        "/api/v1/documents", files={"file": ("page.html", page.encode(), "text/html")}
    )
    assert answer.status_code in {200, 201}
    assert seen == []


def test_the_name_of_an_uploaded_file_is_no_path(desk):
    text = b"The harbour was shut on Monday, Ines Calder said.\n"
    for name in ("../../etc/passwd", "/etc/passwd", "C:\\temp\\passwd", "http://127.0.0.1/passwd"):
        answer = desk.post(
            "/api/v1/documents", files={"file": (name, text + name.encode(), "text/plain")}
        )
        (item,) = answer.json()["items"]
        assert item["document"]["uri"] == "passwd"
