"""Requests that somebody would have us make inside: none is made.

A server listens on loopback and counts. Where a name of the public Internet, or an
address of it, is part of the trick, the system's resolver or its connecting is stood in
for, since tests reach no network.
"""

import socket
import threading
import time
from typing import ClassVar

import pytest

from sayso.errors import FetchFailed, PrivateAddress, TooLarge, TooManyRedirects
from sayso.read.fetch import fetch
from sayso.settings import Settings
from small_site import PAGE, Pages, serving

PUBLIC = "93.184.216.34"
CLOSED = Settings(fetch_timeout=1, max_bytes=100_000)
OPEN = Settings(allow_private=True, fetch_timeout=1, max_bytes=100_000)

# Every way to write 127.0.0.1 that a resolver, or the rules of international names, understand.
DISGUISES = [
    "127.0.0.1", "2130706433", "0x7f000001", "0x7F.0.0.0x1", "0x7f.1", "0177.0.0.1", "017700000001", "00000177.1",
    "127.1", "127.0.1", "127。0。0。1", "127．0．0．1", "127｡0｡0｡1", "１２７.0.0.1", "①②⑦.⓪.⓪.①", "0", "0.0.0.0",
    "localhost", "LOCALHOST", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]",
]  # fmt: skip


@pytest.fixture(scope="module")
def port():
    with serving() as port:
        yield port


@pytest.fixture
def seen():
    Pages.seen.clear()
    return Pages.seen


@pytest.fixture
def public(monkeypatch, port):
    """A resolver that knows public names, and a network whose public machine is our server.

    Its list says which addresses were connected to; ``answers`` what the resolver says to
    each question about a name, the last answer for ever.
    """
    real_resolve, real_connect = socket.getaddrinfo, socket.create_connection

    class Network:
        answers = ({PUBLIC},)
        asked = 0
        connected: ClassVar[list] = []

    def resolve(host, at, *rest, **named):
        if not str(host).endswith(".example"):
            return real_resolve(host, at, *rest, **named)
        said = Network.answers[min(Network.asked, len(Network.answers) - 1)]
        Network.asked += 1
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, at)) for ip in said]

    def connect(where, *rest, **named):
        Network.connected.append(where[0])
        ours = ("127.0.0.1", port) if where[0] == PUBLIC else where
        return real_connect(ours, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    return Network


@pytest.mark.parametrize("host", DISGUISES)
def test_loopback_is_refused_however_it_is_written(port, seen, host):
    with pytest.raises(PrivateAddress, match="not a public address"):
        fetch(f"http://{host}:{port}/page", settings=CLOSED)
    assert seen == []
    # The server is there, and the disguise is one: who may, gets the page by it.
    assert fetch(f"http://{host}:{port}/page", settings=OPEN).data == PAGE


@pytest.mark.parametrize(
    "host",
    [
        "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::169.254.169.254]",
        "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[fe80::1]", "[fec0::1]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]",
        "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0xa9fea9fe", "2852039166", "0251.0376.0251.0376",
        "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192", "224.0.0.1", "255.255.255.255",
    ],
)  # fmt: skip
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_other_addresses_inside_are_refused(host, scheme):
    with pytest.raises(PrivateAddress, match="not a public address"):
        fetch(f"{scheme}://{host}/latest/meta-data/", settings=CLOSED)


@pytest.mark.parametrize(
    "host", ["[fe80::1%25lo]", "[fe80::1%lo]", "[::1%25lo]", "[::1%lo]", "127.0.0.1.", "localhost."]
)
def test_zones_and_closing_dots_hide_nothing(port, seen, host):
    with pytest.raises(FetchFailed, match=r"not a public address|no such host"):
        fetch(f"http://{host}:{port}/page", settings=CLOSED)
    assert seen == []


@pytest.mark.parametrize(
    "name", ["localhost", "metadata.example", "127.0.0.1.nip.example", "spoofed.example"]
)
def test_a_name_is_refused_for_what_it_stands_for(public, name):
    public.answers = ({"169.254.169.254"},)
    with pytest.raises(PrivateAddress, match=f"{name} stands for"):
        fetch(f"http://{name}/", settings=CLOSED)
    assert public.connected == []


def test_one_private_address_among_public_ones_is_enough(public):
    public.answers = ((PUBLIC, "10.0.0.5"),)
    with pytest.raises(PrivateAddress, match=r"stands for 10\.0\.0\.5"):
        fetch("http://news.example/", settings=CLOSED)
    assert public.connected == []


def test_a_name_that_changes_after_the_check_is_reached_where_it_was_checked(public, seen):
    public.answers = ({PUBLIC}, {"127.0.0.1"})
    assert fetch("http://rebind.example/page", settings=CLOSED).data == PAGE
    assert (public.connected, public.asked) == ([PUBLIC], 1)
    assert [headers["Host"] for _, headers in seen] == ["rebind.example"]


def test_a_name_that_changes_before_a_redirect_is_checked_again(public):
    public.answers = ({PUBLIC}, {"127.0.0.1"})
    with pytest.raises(PrivateAddress, match=r"rebind\.example stands for 127\.0\.0\.1"):
        fetch("http://rebind.example/to//page", settings=CLOSED)
    assert (public.connected, public.asked) == ([PUBLIC], 2)


@pytest.mark.parametrize("host", [*DISGUISES, "[::1]", "169.254.169.254", "[64:ff9b::7f00:1]"])
def test_a_redirect_inside_is_refused(public, port, seen, host):
    with pytest.raises(PrivateAddress):
        fetch(
            f"http://news.example/to/http://{host}:{port}/page",
            settings=CLOSED,
        )
    assert [path for path, _ in seen if path == "/page"] == []
    assert public.connected == [PUBLIC]


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd", "gopher://127.0.0.1:6379/_INFO", "ftp://p.example/", "data:text/html,hello",
        "javascript:alert(1)", "http://news.example@127.0.0.1/", "http://news.example%5C@127.0.0.1/",
        "http://news.example:22/", "http://news.example:6379/", "http://[::1",
    ],
)  # fmt: skip
def test_a_redirect_to_what_is_not_fetched_is_refused(public, target):
    with pytest.raises(FetchFailed):
        fetch(f"http://news.example/to/{target}", settings=CLOSED)
    assert public.connected == [PUBLIC]


def test_redirects_in_a_circle_end(public, seen):
    with pytest.raises(TooManyRedirects):
        fetch("http://news.example/loop", settings=CLOSED)
    assert len(seen) == CLOSED.max_redirects + 1


def test_slow_redirects_end_with_the_time_of_the_whole(public):
    started = time.monotonic()
    with pytest.raises(FetchFailed, match="no answer in time"):
        fetch(
            "http://news.example/slowloop", settings=Settings(fetch_timeout=0.2, max_redirects=50)
        )
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    "uri", ["http://news.example/a\r\nX-Inside: 1", "http://news.example/a\nX-Inside: 1"]
)
def test_a_line_break_in_an_address_is_refused(public, uri):
    with pytest.raises(FetchFailed, match="not an address"):
        fetch(uri, settings=CLOSED)
    assert public.connected == []


def test_a_quoted_line_break_stays_quoted(public, seen):
    fetch("http://news.example/echo/a%0d%0aX-Inside:%201?b=%0A", settings=CLOSED)
    ((path, headers),) = seen
    assert path == "/echo/a%0d%0aX-Inside:%201?b=%0A"
    assert "X-Inside" not in headers


@pytest.mark.parametrize("path", ["large", "bomb", "tail"])
def test_a_body_that_is_too_large_packed_or_unpacked_is_given_up(public, path):
    with pytest.raises(TooLarge, match="more than 100,000 bytes"):
        fetch(f"http://news.example/{path}", settings=CLOSED)


@pytest.mark.parametrize("path", ["headers", "long", "short", "notgzip", "brotli"])
def test_an_answer_that_breaks_the_protocol_is_a_failed_fetch(public, path):
    with pytest.raises(FetchFailed):
        fetch(f"http://news.example/{path}", settings=CLOSED)


def test_a_resolver_that_does_not_answer_is_given_up(monkeypatch):
    done = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [][: done.wait(10)])
    started = time.monotonic()
    try:
        with pytest.raises(FetchFailed, match="no answer in time"):
            fetch("http://news.example/", settings=Settings(fetch_timeout=0.2))
        assert time.monotonic() - started < 2
    finally:
        done.set()


def test_a_name_with_many_dead_addresses_is_given_up(public, monkeypatch):
    def dead(where, timeout):
        time.sleep(timeout)
        raise TimeoutError

    public.answers = ([f"93.184.217.{number}" for number in range(200)],)
    monkeypatch.setattr(socket, "create_connection", dead)
    started = time.monotonic()
    with pytest.raises(FetchFailed, match="no answer in time"):
        fetch("http://news.example/", settings=Settings(fetch_timeout=0.1))
    assert time.monotonic() - started < 3


def test_proxies_of_the_environment_are_not_asked(public, port, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert fetch("http://news.example/page", settings=CLOSED).data == PAGE
    assert public.connected == [PUBLIC]
