"""Which addresses are public, and which are written so that they may be asked for."""

from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import FetchFailed
from sayso.read.address import asked_path, is_public, is_web_port, split_address


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "0.1.2.3", "10.255.255.255", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254",
        "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1",
        "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
        "255.255.255.255",
        "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808", "100::1", "2001::1", "2001:0:7f00:1::", "2001:2::1", "2001:10::1",
        "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1",
        "fe80::1%eth0", "fec0::1", "ff02::1", "ff0e::1", "2606:4700::5efe:10.0.0.1", "2606:4700::200:5efe:7f00:1",
    ],
)  # fmt: skip
def test_addresses_of_no_public_machine(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
        "128.0.0.0", "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.169.0.0", "223.255.255.255",
        "2606:4700::1111", "2a00:1450:4001:80b::200e", "::ffff:8.8.8.8", "64:ff9b::808:808",
        "2606:4700::5efe:8.8.8.8",
    ],
)  # fmt: skip
def test_addresses_of_public_machines(address):
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_no_more_public_when_it_is_wrapped(ip):
    for wrapped in (f"::ffff:{ip}", str(IPv6Address((0x64FF9B << 96) | int(ip)))):
        assert is_public(wrapped) == is_public(str(ip))
    for wrapped in (f"::{ip}", f"2002:{int(ip) >> 16:x}:{int(ip) & 0xFFFF:x}::"):
        assert not is_public(wrapped)


@given(st.ip_addresses())
def test_what_python_takes_for_private_is_never_public(ip):
    inner = ip if isinstance(ip, IPv4Address) else ip.ipv4_mapped or ip
    bad = (
        inner.is_private,
        inner.is_loopback,
        inner.is_link_local,
        inner.is_multicast,
        inner.is_unspecified,
    )
    assert not (is_public(str(ip)) and any(bad))


@pytest.mark.parametrize(
    "uri",
    [
        "http://p.example/", "HTTPS://P.Example:443/a?b#c", " http://p.example ", "http://p.example:8080/",
        "http://[2606:4700::1111]/", "http://bücher.example/ä", "http://p.example/@user", "http://p.example/?a@b",
    ],
)  # fmt: skip
def test_addresses_that_may_be_asked_for(uri):
    assert split_address(uri).hostname


@pytest.mark.parametrize(
    ("uri", "words"),
    [
        ("file:///etc/passwd", '"file" addresses'),
        ("file://p.example/etc/passwd", '"file" addresses'),
        ("gopher://p.example:70/_x", '"gopher" addresses'),
        ("ftp://p.example/", '"ftp" addresses'),
        ("data:text/html,hello", '"data" addresses'),
        ("javascript:alert(1)", '"javascript" addresses'),
        ("dict://p.example:11211/stat", '"dict" addresses'),
        ("ldap://p.example/", '"ldap" addresses'),
        ("view-source:http://p.example/", '"view-source" addresses'),
        ("//p.example/", '"" addresses'),
        ("/etc/passwd", '"" addresses'),
        ("http:///p.example/", '"http" addresses'),
        ("http:/p.example/", '"http" addresses'),
        ("http:p.example/", '"http" addresses'),
        ("", '"" addresses'),
        ("http://user@p.example/", "names a user"),
        ("http://user:word@p.example/", "names a user"),
        ("http://p.example@127.0.0.1/", "names a user"),
        ("http://p.example:80@127.0.0.1:8080/", "names a user"),
        ("http://@127.0.0.1/", "names a user"),
        ("http://p.example\\@127.0.0.1/", "at character 17"),
        ("http:\\\\127.0.0.1\\", "not an address"),
        ("http://127.0.0.1\\.p.example/", "not an address"),
        ("http://p.example/a\r\nHost: 127.0.0.1", "at character 19"),
        ("http://p.exa\nmple/", "not an address"),
        ("http://p.example/\x00", "not an address"),
        ("http://p\t.example/", "not an address"),
        ("java\nscript:x", "not an address"),
        ("http://[::1/", "not an address"),
        ("http://[p.example]/", "not an address"),
        ("http://p.example:port/", "not an address"),
        ("http://p.example:65536/", "not an address"),
        ("http://p.example:-1/", "not an address"),
        ("http://p.example:0/", "port 0"),
        ("http://p.example:22/", "port 22"),
        ("http://p.example:25/", "port 25"),
        ("http://p.example:6379/", "port 6379"),
        ("https://p.example:11211/", "port 11211"),
    ],
)  # fmt: skip
def test_addresses_that_may_not_be_asked_for(uri, words):
    with pytest.raises(FetchFailed, match=words.replace("(", r"\(")):
        split_address(uri)


@given(st.text(max_size=60).map("http".__add__) | st.text(max_size=60))
def test_whatever_is_written_is_an_address_or_a_failed_fetch(uri):
    try:
        parts = split_address(uri)
    except FetchFailed:
        return
    assert (parts.scheme in {"http", "https"}, bool(parts.hostname)) == (True, True)
    assert "@" not in parts.netloc


@pytest.mark.parametrize("port", [80, 443, 1024, 3000, 8000, 8080, 8443, 65535])
def test_ports_of_web_pages(port):
    assert is_web_port(port)


@pytest.mark.parametrize(
    "port", [0, 21, 22, 23, 25, 53, 110, 143, 445, 1023, 2375, 3306, 5432, 6000, 6667, 9200]
)
def test_ports_of_other_services(port):
    assert not is_web_port(port)


def test_a_path_is_asked_for_in_ascii_and_keeps_what_is_quoted():
    parts = urlsplit("http://p.example/Straße a%0d%0aX:%20y?q=ü&r=%26")
    assert asked_path(parts) == "/Stra%C3%9Fe%20a%0d%0aX:%20y?q=%C3%BC&r=%26"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_a_path_never_ends_the_line_of_the_request(text):
    parts = urlsplit("http://p.example/")._replace(path=f"/{text}", query=text)
    asked = asked_path(parts)
    assert asked.isascii()
    assert not set(asked) & set(" \r\n\t\0")
