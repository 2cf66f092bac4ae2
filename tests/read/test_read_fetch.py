import shutil
import socket
import ssl
import subprocess
import time

import pytest

from sayso.errors import FetchFailed, PrivateAddress, TooLarge, TooManyRedirects
from sayso.read import read_documents
from sayso.read.fetch import USER_AGENT, fetch, is_public
from sayso.settings import Settings
from small_site import PAGE, Pages, serving

OPEN = Settings(allow_private=True, fetch_timeout=3, max_bytes=100_000)


@pytest.fixture(scope="module")
def site():
    with serving() as port:
        yield f"http://127.0.0.1:{port}"


def test_a_page_is_fetched_with_its_type_and_address(site):
    page = fetch(f"{site}/page", settings=OPEN)
    assert (page.data, page.uri) == (PAGE, f"{site}/page")
    assert page.content_type == "text/html; charset=utf-8"


def test_the_user_agent_is_honest_and_the_host_header_kept(site):
    Pages.seen.clear()
    fetch(site.replace("127.0.0.1", "localhost") + "/page", settings=OPEN)
    ((_, headers),) = Pages.seen
    assert headers["User-Agent"] == USER_AGENT == "sayso/0.1"
    assert headers["Host"] == site.replace("127.0.0.1", "localhost").removeprefix("http://")


def test_a_fetched_page_becomes_a_document(site):
    (document,) = read_documents([f"{site}/page"], settings=OPEN)
    assert document.uri == "https://www.quaygazette.example/2021/05/04/harbour-strike"


def test_the_charset_of_the_server_is_used(site):
    (document,) = read_documents([f"{site}/latin"], settings=OPEN)
    assert document.text.startswith("Grüße")


def test_a_packed_page_is_unpacked(site):
    assert fetch(f"{site}/packed", settings=OPEN).data == PAGE


def test_redirects_are_followed_to_the_final_address(site):
    assert fetch(f"{site}/hop/5", settings=OPEN).uri == f"{site}/page"


@pytest.mark.parametrize("path", ["hop/6", "loop"])
def test_redirects_without_end_are_given_up(site, path):
    with pytest.raises(TooManyRedirects, match="more than 5 redirects"):
        fetch(f"{site}/{path}", settings=OPEN)


def test_a_redirect_may_hold_other_letters_than_ascii(site):
    assert fetch(f"{site}/umlaut", settings=OPEN).data == b"Stra%C3%9Fe%20und%20mehr"


def test_letters_and_blanks_in_an_address_are_quoted(site):
    assert (
        fetch(f"{site}/echo/Stra\u00dfe a?b=\u00fc", settings=OPEN).data
        == b"Stra%C3%9Fe%20a?b=%C3%BC"
    )


@pytest.mark.parametrize("path", ["large", "bomb"])
def test_a_page_over_the_limit_is_given_up(site, path):
    with pytest.raises(TooLarge, match="more than 100,000 bytes"):
        fetch(f"{site}/{path}", settings=OPEN)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("missing", "404"),
        ("brotli", '"br"'),
        ("notgzip", "cannot be fetched"),
        ("short", "cut off"),
    ],
)
def test_a_bad_answer_is_named(site, path, words):
    with pytest.raises(FetchFailed, match=words):
        fetch(f"{site}/{path}", settings=OPEN)


def test_a_server_that_does_not_answer_is_given_up(site):
    with pytest.raises(FetchFailed, match="no answer in time"):
        fetch(f"{site}/slow", settings=Settings(allow_private=True, fetch_timeout=0.3))


def test_a_server_that_answers_a_byte_at_a_time_is_given_up(site):
    started = time.monotonic()
    with pytest.raises(FetchFailed, match="no answer in time"):
        fetch(f"{site}/drip", settings=Settings(allow_private=True, fetch_timeout=0.2))
    assert time.monotonic() - started < 2.9


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1]", "0.0.0.0",
     "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254",
     "100.64.0.1", "224.0.0.1", "[fe80::1]", "[fc00::1]"],
)  # fmt: skip
def test_addresses_that_are_not_public_are_refused_in_any_form(host):
    with pytest.raises(PrivateAddress, match="not a public address"):
        fetch(f"http://{host}:8080/", settings=Settings(fetch_timeout=1))


def test_the_address_is_checked_again_after_a_redirect(site, monkeypatch):
    # The first host passes as public, the one it points to does not.
    monkeypatch.setattr("sayso.read.fetch.is_public", lambda address: address == "127.0.0.1")
    for target in ("http://127.0.0.2:8080/", "http://[::1]:8080/", "//127.0.0.3/x"):
        with pytest.raises(PrivateAddress):
            fetch(f"{site}/to/{target}", settings=Settings(fetch_timeout=1))


@pytest.mark.parametrize(
    "target", ["file:///etc/hosts", "ftp://p.example/x", "gopher://p.example/"]
)
def test_a_redirect_to_another_scheme_is_refused(site, target):
    with pytest.raises(FetchFailed, match="addresses are not fetched"):
        fetch(f"{site}/to/{target}", settings=OPEN)


def test_a_name_is_resolved_once_and_the_connection_goes_there(site, monkeypatch):
    asked, resolve = [], socket.getaddrinfo

    def lookup(host, *rest, **named):
        asked.append(host)
        return resolve("127.0.0.1" if host == "p.example" else host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    fetch(site.replace("127.0.0.1", "p.example") + "/page", settings=OPEN)
    assert asked.count("p.example") == 1


@pytest.mark.parametrize(
    "uri",
    ["http://", "http://[bad", "http://p.example:99999/", "http://no-such-host.invalid/", "http://a b/",
     "http://127.0.0.1:1/", "http://" + "a" * 300 + "/", "http://\ud800/", "https://xn--\x00/", "http:///x"],
)  # fmt: skip
def test_an_address_that_is_none_is_a_failed_fetch(uri):
    with pytest.raises(FetchFailed):
        fetch(uri, settings=OPEN)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2606:4700::1111", True), ("::ffff:8.8.8.8", True), ("64:ff9b::808:808", True),
        ("100.64.0.1", False), ("240.0.0.1", False), ("255.255.255.255", False), ("ff02::1", False),
        ("fe80::1%eth0", False), ("2002:7f00:1::", False), ("2001:0:1::1", False), ("fec0::1", False),
        ("::", False), ("192.0.2.1", False), ("198.18.0.1", False),
    ],
)  # fmt: skip
def test_public_addresses_are_told_from_the_others(address, public):
    assert is_public(address) is public


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    if not shutil.which("openssl"):
        pytest.skip("openssl is needed to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder


def test_the_certificate_is_checked_against_the_name_asked_for(certificate, monkeypatch):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    with serving(context) as port:
        with pytest.raises(FetchFailed, match="certificate verify failed"):
            fetch(f"https://localhost:{port}/page", settings=OPEN)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
        assert fetch(f"https://localhost:{port}/page", settings=OPEN).data == PAGE
        with pytest.raises(FetchFailed, match="IP address mismatch"):
            fetch(f"https://127.0.0.1:{port}/page", settings=OPEN)
