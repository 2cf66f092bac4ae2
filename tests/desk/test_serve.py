"""``sayso serve``: where it listens, whom it lets in, how it begins and ends."""

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest
from typer.testing import CliRunner

from sayso.errors import DeskError
from sayso.views import serve_cli
from sayso.views.cli import app
from sayso.views.desk.access import add_account, read_accounts
from sayso.views.desk.opening import Place, is_loopback, listening, rules_for

runner = CliRunner()


@pytest.fixture
def tokens(tmp_path):
    path = tmp_path / "tokens.txt"
    add_account(path, "ann", "editor")
    return path


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.7", "desk.example", "10.0.0.1"])
def test_beyond_this_machine_takes_tokens_or_a_proxy(host, tokens):
    assert not is_loopback(host)
    with pytest.raises(DeskError, match="--tokens"):
        rules_for(Place(host=host))
    assert not rules_for(Place(host=host, tokens=tokens)).access.is_open
    proxy = Place(host=host, proxy_header="X-User", proxies=("10.0.0.1",))
    assert not rules_for(proxy).access.is_open


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_on_this_machine_it_is_open(host):
    assert rules_for(Place(host=host)).access.is_open


def test_a_proxy_takes_both_header_and_address():
    for half in ({"proxy_header": "X-User"}, {"proxies": ("10.0.0.1",)}):
        with pytest.raises(DeskError, match="give both"):
            rules_for(Place(**half))


def test_any_address_is_ours_only_where_all_are_listened_at(tokens):
    assert rules_for(Place(host="0.0.0.0", tokens=tokens)).any_address
    rules = rules_for(Place(host="desk.example", names=("other.example",), tokens=tokens))
    assert not rules.any_address
    assert set(rules.hosts) == {"desk.example", "other.example"}


def test_a_port_that_is_taken_is_told():
    with listening("127.0.0.1", 0) as taken, pytest.raises(DeskError, match="cannot be had"):
        listening("127.0.0.1", taken.getsockname()[1])


def test_a_host_that_is_none_is_told():
    with pytest.raises(DeskError, match="no host"):
        listening("nowhere.invalid", 0)


def run(*words):
    return runner.invoke(app, [str(word) for word in words])


def test_what_cannot_be_opened_ends_with_a_line(tmp_path, tokens):
    bad = tmp_path / "bad.txt"
    bad.write_text("ann\n")
    other = tmp_path / "other.db"
    other.write_text("no database")
    for words, said in (
        (("--host", "0.0.0.0"), "--tokens"),
        (("--tokens", tmp_path / "none.txt"), "none.txt"),
        (("--tokens", bad), "bad.txt, line 1"),
        (("--ledger", other, "--port", "0"), "other.db"),
        (("--ledger", tmp_path / "no" / "folder" / "a.db", "--port", "0"), "folder"),
    ):
        done = run("serve", *words)
        assert done.exit_code == 1, words
        assert said in done.stderr
        assert "Traceback" not in done.output


def test_what_is_not_installed_is_told_with_the_command(monkeypatch):
    monkeypatch.setattr(serve_cli, "find_spec", lambda name: None if name == "jinja2" else name)
    done = run("serve")
    assert done.exit_code == 2
    assert "jinja2" in done.output
    assert "pip install 'sayso[desk]'" in done.output


def test_a_token_is_printed_once(tmp_path):
    path = tmp_path / "tokens.txt"
    done = run("token", "ann", "--role", "editor", "--tokens", path)
    assert done.exit_code == 0
    token = done.stdout.strip()
    assert token not in path.read_text()
    assert [(one.name, one.role) for one in read_accounts(path)] == [("ann", "editor")]
    assert run("token", "a b", "--tokens", path).exit_code == 1
    assert run("token", "bob", "--role", "king", "--tokens", path).exit_code == 2


def test_it_is_open_until_ctrl_c(tmp_path):
    ledger = tmp_path / "new.db"
    with subprocess.Popen(
        [sys.executable, "-m", "sayso", "serve", "--ledger", ledger, "--port", "0"],
        stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as served:  # fmt: skip
        try:
            first, second = served.stderr.readline(), served.stderr.readline()
            assert "new ledger" in first
            address = re.search(r"http://127\.0\.0\.1:\d+/", second)[0]
            assert httpx2.get(f"{address}api/v1/documents").json() == {"items": [], "cursor": None}
            assert httpx2.get(address).status_code == 200
            assert "server" not in httpx2.get(address).headers
            served.send_signal(signal.SIGINT)
            out, rest = served.communicate(timeout=20)
        finally:
            served.kill()
    assert served.returncode == 0
    assert (out, rest) == ("", "sayso: the desk is closed\n")
    assert Path(ledger).exists()


def test_it_listens_on_this_machine_alone(tmp_path):
    with listening(Place().host, 0) as taken:
        port = taken.getsockname()[1]
        assert taken.getsockname()[0] == "127.0.0.1"
        with socket.socket() as elsewhere:  # another address of this machine is still free
            elsewhere.bind(("127.0.0.2", port))
