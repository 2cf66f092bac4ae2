"""The guard: who is let in, what may change something, and how much of everything."""

import asyncio

import pytest
from fastapi import APIRouter, Request
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from made_reports import HOME
from starlette.routing import Match

from sayso.errors import DeskError
from sayso.views.desk.access import (
    Access,
    Account,
    add_account,
    networks,
    read_accounts,
)
from sayso.views.desk.app import create_app
from sayso.views.desk.guard import host_of, needs
from sayso.views.desk.login import local
from sayso.views.desk.rates import Rate, Rates
from sayso.views.desk.rules import Limits, Rules
from sayso.views.desk.session import COOKIE, Sessions
from sayso.views.desk.state import DeskSettings

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
many = Limits(logins=Rate(1000, 1000), writes=Rate(1000, 1000))


@pytest.fixture(scope="module")
def tokens(tmp_path_factory):
    """A file of accounts, and their tokens by role."""
    path = tmp_path_factory.mktemp("accounts") / "tokens.txt"
    return path, {
        role: add_account(path, f"{role}1", role) for role in ("reader", "editor", "admin")
    }


def extra():
    """Endpoints that change something, as others may add them."""
    router = APIRouter()

    @router.post("/api/v1/extra")
    def edit(request: Request) -> dict[str, str]:
        return {"done": request.state.asked.person.name}

    @router.post("/api/v1/extra/admin", dependencies=[needs("admin")])
    def administer() -> dict[str, str]:
        return {"done": "all"}

    @router.get("/api/v1/extra/broken")
    def broken() -> None:
        raise RuntimeError("the secret of the house")

    @router.get("/api/v1/extra/slow")
    async def slow() -> dict[str, str]:
        await asyncio.sleep(5)
        return {}

    return router


def opened(desk_file, **rules):
    app = create_app(DeskSettings(ledger=str(desk_file), rules=Rules(**{"limits": many, **rules})))
    app.include_router(extra())
    return TestClient(app, base_url=HOME, raise_server_exceptions=False, follow_redirects=False)


@pytest.fixture(scope="module")
def open_desk(desk_file):
    """A desk on loopback, where everybody may do everything."""
    with opened(desk_file) as client:
        yield client


@pytest.fixture(scope="module")
def closed(desk_file, tokens):
    """A desk that wants tokens."""
    with opened(desk_file, access=Access(read_accounts(tokens[0]))) as client:
        yield client


@pytest.fixture
def guest(closed):
    closed.cookies.clear()
    return closed


def bearer(tokens, role):
    return {"Authorization": f"Bearer {tokens[1][role]}"}


# --- hosts and origins ----------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:9000", "127.0.0.1:8765", "[::1]:8765", "[::1]", "LOCALHOST.:1"]
)
def test_loopback_goes_by_these_names(open_desk, host):
    assert open_desk.get("/api/v1/documents", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.nip.io",
        "192.168.0.7",
        "",
        "localhost@evil.example",
    ],
)
def test_other_names_are_refused(open_desk, host):
    answer = open_desk.get("/api/v1/documents", headers={"Host": host})
    assert answer.status_code == 421
    assert answer.json()["error"]["status"] == 421


def test_a_desk_goes_by_the_names_it_is_given(desk_file):
    with opened(desk_file, hosts=("desk.news.example",), any_address=True) as client:
        for host, status in (
            ("Desk.News.Example", 200),
            ("192.168.0.7:80", 200),
            ("x.example", 421),
        ):
            assert client.get("/api/v1/documents", headers={"Host": host}).status_code == status


@given(st.text(max_size=40))
def test_any_header_names_some_host(header):
    host = host_of(header)
    assert host_of(host) == host or ":" in header


@pytest.fixture
def form(open_desk):
    """The headers of a form of ours."""
    open_desk.cookies.clear()
    token = open_desk.get("/api/v1/session").json()["csrf"]
    return {"X-CSRF-Token": token, "Origin": HOME}


def test_a_form_of_ours_may_change_something(open_desk, form):
    assert open_desk.post("/api/v1/extra", headers=form).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"X-CSRF-Token": "0" * 64},
        {"X-CSRF-Token": ""},
        {"X-CSRF-Token": "é"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Cookie": f"{COOKIE}_8765=made.up"},
        {"Cookie": ""},
    ],
)
def test_a_forged_form_changes_nothing(open_desk, form, change):
    sent = {name: value.encode() for name, value in (form | change).items()}
    assert open_desk.post("/api/v1/extra", headers=sent).status_code == 403


def test_the_token_may_stand_in_the_form_itself(open_desk, form):
    sent = {"csrf": form["X-CSRF-Token"]}
    assert open_desk.post("/api/v1/extra", data=sent).status_code == 200
    assert open_desk.post("/api/v1/extra", data=sent, files={"a": b"b"}).status_code == 200
    assert open_desk.post("/api/v1/extra", data={"csrf": "no"}).status_code == 403


def test_a_form_of_another_session_changes_nothing(open_desk, form):
    open_desk.cookies.clear()
    open_desk.get("/api/v1/session")
    assert open_desk.post("/api/v1/extra", headers=form).status_code == 403


def test_a_desk_at_another_port_has_another_cookie(open_desk):
    open_desk.cookies.clear()
    open_desk.get("/api/v1/session")
    assert list(open_desk.cookies) == [f"{COOKIE}_8765"]


def test_the_cookie_is_kept_from_scripts_and_other_sites(open_desk):
    open_desk.cookies.clear()
    told = open_desk.get("/api/v1/session").headers["set-cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(told.split("; "))
    assert "set-cookie" not in open_desk.get("/api/v1/documents").headers


def unsafe_routes(app):
    """Every address with a method that changes something, its parameters filled in."""
    listed = app.openapi()["paths"]
    paths = {*listed, "/login", "/logout", "/", "/documents", "/review", "/claims", "/search"}
    for path in sorted(paths):
        filled = path.replace("{", "").replace("}", "")
        for method in UNSAFE:
            scope = {"type": "http", "path": filled, "method": method, "headers": []}
            if any(route.matches(scope)[0] is Match.FULL for route in app.routes):
                yield method, filled


def test_nothing_is_changed_without_a_form_of_ours(open_desk):
    open_desk.cookies.clear()
    routes = list(unsafe_routes(open_desk.app))
    assert ("POST", "/login") in routes
    for method, path in routes:
        assert open_desk.request(method, path).status_code == 403, (method, path)


# --- who asks -------------------------------------------------------------------------


def test_without_a_token_nobody_is_let_in(guest):
    answer = guest.get("/api/v1/documents")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    page = guest.get("/documents?q=a%20b", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["location"]) == (
        303,
        "/login?next=%2Fdocuments%3Fq%3Da%2520b",
    )


def test_every_address_wants_to_know_who_asks(guest):
    for path in guest.app.openapi()["paths"]:
        assert guest.get(path.replace("{", "").replace("}", "")).status_code == 401, path


@pytest.mark.parametrize(
    ("role", "read", "edit", "administer"),
    [("reader", 200, 403, 403), ("editor", 200, 200, 403), ("admin", 200, 200, 200)],
)
def test_roles(guest, tokens, role, read, edit, administer):
    headers = bearer(tokens, role)
    assert guest.get("/api/v1/documents", headers=headers).status_code == read
    assert guest.post("/api/v1/extra", headers=headers).status_code == edit
    assert guest.post("/api/v1/extra/admin", headers=headers).status_code == administer


@pytest.mark.parametrize(
    "header", ["Bearer no", "Bearer ", "Bearer", "Basic YTpi", "bearer é", "x"]
)
def test_a_wrong_token_is_refused(guest, header):
    answer = guest.get("/api/v1/documents", headers={"Authorization": header.encode()})
    assert answer.status_code == 401


def test_logging_in_and_out(guest, tokens):
    page = guest.get("/login?next=/documents")
    form = page.text.partition('name="csrf" value="')[2].partition('"')[0]
    wrong = guest.post("/login", data={"csrf": form, "token": "no"})
    assert wrong.status_code == 401
    right = guest.post(
        "/login", data={"csrf": form, "token": tokens[1]["editor"], "next": "/documents"}
    )
    assert (right.status_code, right.headers["location"]) == (303, "/documents")
    assert guest.get("/documents").status_code == 200
    told = guest.get("/api/v1/session").json()
    assert (told["name"], told["role"]) == ("editor1", "editor")
    assert guest.post("/api/v1/extra").status_code == 403  # a cookie alone is not enough
    assert guest.post("/api/v1/extra", headers={"X-CSRF-Token": told["csrf"]}).status_code == 200
    assert guest.post("/logout", data={"csrf": told["csrf"]}).status_code == 303
    assert guest.get("/documents").status_code == 303


def test_logging_in_needs_a_form_of_ours(guest, tokens):
    assert guest.post("/login", data={"token": tokens[1]["editor"]}).status_code == 403


@pytest.mark.parametrize(
    ("address", "to"),
    [("/claims?q=a", "/claims?q=a"), ("//evil.example", "/"), ("https://evil.example", "/"),
     ("/\\evil.example", "/"), ("\\\\evil", "/"), ("/a\r\nSet-Cookie: x", "/"), ("javascript:alert(1)", "/"),
     ("", "/"), ("/\t/evil.example", "/")],
)  # fmt: skip
def test_one_is_sent_on_to_pages_of_ours_only(address, to):
    assert local(address) == to


def test_who_the_proxy_names_is_believed_from_the_proxy_only(desk_file, tokens):
    access = Access(read_accounts(tokens[0]), "X-User", networks(["10.0.0.0/24"]))
    with opened(desk_file, access=access) as client:
        app = client.app
        for peer, name, status in (
            ("10.0.0.9", "editor1", 200), ("10.0.0.9", "unknown", 403), ("10.0.0.9", "", 401),
            ("10.0.1.9", "editor1", 401), ("127.0.0.1", "admin1", 401),
        ):  # fmt: skip
            asking = TestClient(app, base_url=HOME, client=(peer, 50000))
            headers = {"X-User": name}
            read = asking.get("/api/v1/session", headers=headers)
            headers |= {"X-CSRF-Token": read.json().get("csrf", "")}
            done = asking.post("/api/v1/extra", headers=headers)
            assert done.status_code == status, (peer, name)


def test_a_session_made_elsewhere_is_none():
    ours, theirs = Sessions(), Sessions()
    assert ours.name_of(ours.make("ann")) == "ann"
    assert ours.name_of(theirs.make("ann")) is None
    assert ours.name_of("") is None


@given(st.text(max_size=60))
def test_no_text_is_a_session(text):
    assert Sessions().name_of(text) is None


def test_a_session_ends(monkeypatch):
    sessions = Sessions()
    cookie = sessions.make("ann")
    monkeypatch.setattr("time.time", lambda: 9e9)
    assert sessions.name_of(cookie) is None


# --- accounts -------------------------------------------------------------------------


def test_a_token_is_kept_as_a_hash_and_by_its_owner_alone(tmp_path):
    path = tmp_path / "tokens.txt"
    first = add_account(path, "ann", "editor")
    add_account(path, "bob", "reader")
    assert first not in path.read_text()
    assert path.stat().st_mode & 0o077 == 0
    access = Access(read_accounts(path))
    assert access.by_token(first).name == "ann"
    second = add_account(path, "ann", "admin")
    access = Access(read_accounts(path))
    assert access.by_token(first) is None
    assert access.by_token(second) == Account("ann", "admin", access.by_name("ann").digest)


@pytest.mark.parametrize(
    "text",
    ["", "# nobody\n", "ann\n", "ann king\n", "ann editor sha256:12\n", "ann editor plain\n",
     "ann editor\nann reader\n", "ann editor sha256:" + "0" * 64 + " more\n"],
)  # fmt: skip
def test_a_file_that_is_none_of_accounts_is_refused(tmp_path, text):
    path = tmp_path / "tokens.txt"
    path.write_text(text)
    with pytest.raises(DeskError, match=r"tokens\.txt"):
        read_accounts(path)


def test_an_address_that_is_none_is_refused():
    with pytest.raises(DeskError, match=r"proxy\.example"):
        networks(["proxy.example"])


# --- bounds ---------------------------------------------------------------------------


def test_asking_too_often_is_refused_and_passes():
    now = [0.0]
    rates = Rates(Rate(2, 3), clock=lambda: now[0])
    assert [rates.wait("a") > 0 for _ in range(5)] == [False, False, False, True, True]
    assert rates.wait("b") == 0
    now[0] += 0.5
    assert [rates.wait("a") > 0 for _ in range(2)] == [False, True]


def test_many_askers_take_bounded_memory():
    rates = Rates(Rate(1, 1))
    for number in range(10_000):
        rates.wait(str(number))
    assert len(rates._left) == 4096


def test_too_many_requests_are_told_when_to_come_again(desk_file):
    with opened(desk_file, limits=Limits(reads=Rate(0.1, 2))) as client:
        answers = [client.get("/api/v1/documents") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2].headers["retry-after"]) == 10


def test_guessing_tokens_is_slowed(desk_file, tokens):
    limits = Limits(logins=Rate(0.01, 3))
    with opened(desk_file, access=Access(read_accounts(tokens[0])), limits=limits) as client:
        wrong = [client.get("/api/v1/documents", headers={"Authorization": f"Bearer {n}"}).status_code
                 for n in range(5)]  # fmt: skip
        right = client.get("/api/v1/documents", headers=bearer(tokens, "reader")).status_code
    assert (wrong, right) == ([401, 401, 401, 429, 429], 200)


def test_a_body_over_the_limit_is_refused_however_it_comes(desk_file):
    with opened(desk_file, limits=Limits(body=1000)) as client:
        headers = {"X-CSRF-Token": client.get("/api/v1/session").json()["csrf"]}
        whole = client.post("/api/v1/extra", content=b"x" * 1001, headers=headers)
        parts = client.post("/login", data={"csrf": "x" * 2000})
        streamed = client.post(
            "/login", content=(b"x=" + b"y" * 500 for _ in range(4)),
            headers={**headers, "Content-Type": "application/x-www-form-urlencoded"},
        )  # fmt: skip
    assert [whole.status_code, parts.status_code, streamed.status_code] == [413, 413, 413]
    assert "1,000 bytes" in whole.json()["error"]["detail"]


def test_a_body_that_does_not_come_is_given_up(desk_file):
    app = create_app(DeskSettings(ledger=str(desk_file), rules=Rules(limits=Limits(body_time=0.1))))
    sent = []

    async def receive():
        await asyncio.sleep(30)

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/login", "query_string": b"", "scheme": "http",
             "headers": [(b"host", b"localhost"), (b"content-type", b"application/x-www-form-urlencoded"),
                         (b"content-length", b"10")], "client": ("127.0.0.1", 1)}  # fmt: skip
    asyncio.run(app(scope, receive, send))
    assert sent[0]["status"] == 408


def test_an_answer_that_does_not_come_is_given_up(desk_file):
    with opened(desk_file, limits=Limits(answer_time=0.1)) as client:
        answer = client.get("/api/v1/extra/slow")
        assert answer.status_code == 503
        assert answer.json()["error"]["detail"].startswith("no answer in 0.1")
        assert client.get("/static/nothing").status_code == 404


# --- answers --------------------------------------------------------------------------


def test_what_breaks_tells_nothing_of_its_insides(open_desk):
    answer = open_desk.get("/api/v1/extra/broken")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.json()["error"]["title"] == "Internal Server Error"
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize(
    "path", ["/", "/api/v1/documents", "/nothing", "/static/nothing", "/login"]
)
def test_every_answer_has_the_headers_that_keep_it_to_itself(open_desk, path):
    headers = open_desk.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


def test_head_is_get_without_the_body(open_desk):
    whole, head = open_desk.get("/api/v1/documents"), open_desk.head("/api/v1/documents")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["etag"] == whole.headers["etag"]
    assert open_desk.head("/api/v1/nothing").status_code == 404


def test_what_may_be_asked_is_told(open_desk):
    answer = open_desk.options("/api/v1/extra")
    assert (answer.status_code, answer.headers["allow"]) == (204, "POST, OPTIONS")
    wrong = open_desk.get("/api/v1/extra")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "POST, OPTIONS")
    assert wrong.json()["error"]["advice"]


def test_people_get_a_page_when_something_is_wrong(open_desk):
    answer = open_desk.get("/nothing", headers={"Accept": "text/html,*/*"})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


def test_nothing_is_told_to_telemetry(open_desk):
    assert not open_desk.app._native_telemetry.enabled()
    assert open_desk.app._telemetry["auto_configure"] is False
