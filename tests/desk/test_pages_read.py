"""The page that reads: what is pasted becomes a marked document, what cannot be read is told."""

import re
import shutil

import pytest

pytest.importorskip("fastapi", reason="the desk's packages are not installed (the extra desk)")

from fastapi.testclient import TestClient

from sayso.views.desk.app import create_app
from sayso.views.desk.state import DeskSettings

TEXT = "The pier is sound, harbour master Ines Calder told Radio Kest. Tomas Wren denied it."
PAGE = {"accept": "text/html"}


@pytest.fixture(scope="module")
def own_client(desk_file, tmp_path_factory):
    """One desk for all of these, over a ledger of its own: its encoder is loaded once."""
    path = shutil.copy(desk_file, tmp_path_factory.mktemp("reads") / "own.db")
    with TestClient(
        create_app(DeskSettings(ledger=str(path))), base_url="http://localhost"
    ) as opened:
        yield opened


def form_of(client, **fields):
    token = re.search(r'name="csrf" value="([^"]+)"', client.get("/").text)[1]
    return {"csrf": token, **fields}


def test_a_pasted_text_leads_to_its_document(own_client):
    """A plain form, answered by a redirect to the marked text."""
    answer = own_client.post("/read", data=form_of(own_client, text=TEXT, outlet="The Tern"),
                             headers=PAGE)  # fmt: skip
    assert [one.status_code for one in answer.history] == [303]
    assert answer.url.path.startswith("/documents/")
    assert 'data-note="' in answer.text
    assert "The Tern" in answer.text


def test_a_file_is_read_as_it_is(own_client):
    """A page as it was saved, in a form with a file."""
    page = (
        b"<html><head><title>Pier</title></head><body><article><p>"
        + TEXT.encode() * 3
        + b"</p></article></body></html>"
    )
    answer = own_client.post("/read", data=form_of(own_client), headers=PAGE,
                             files={"file": ("pier.html", page, "text/html")})  # fmt: skip
    assert answer.status_code == 200
    assert answer.url.path.startswith("/documents/")


def test_what_is_only_looked_at_is_not_kept(own_client):
    """The reading is shown, without links to what is not there."""
    before = own_client.get("/api/v1/documents").json()["items"]
    answer = own_client.post(
        "/read", data=form_of(own_client, text=TEXT, keep="false"), headers=PAGE
    )
    assert answer.status_code == 200
    assert 'data-note="' in answer.text
    assert 'href="/attributions/' not in answer.text
    assert own_client.get("/api/v1/documents").json()["items"] == before


@pytest.mark.parametrize(("fields", "told"), [
    ({}, "Text: give one of text, url and file; got none of them"),
    ({"text": TEXT, "published": "soon"}, "Published: no date"),
    ({"url": "ftp://x"}, "Url: give an http or https address"),
])  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_is_lost(own_client, fields, told):
    """The form is there again, with what was written into it."""
    answer = own_client.post("/read", data=form_of(own_client, **fields), headers=PAGE)
    assert answer.status_code == 422
    assert told in answer.text
    for value in fields.values():
        assert value in answer.text


def test_a_text_that_is_given_back_is_escaped(own_client):
    """Whatever was pasted."""
    nasty = '</textarea><script>alert(1)</script>"'
    answer = own_client.post("/read", headers=PAGE,
                             data=form_of(own_client, text=nasty, title=nasty, published="soon"))  # fmt: skip
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert "&lt;/textarea&gt;" in answer.text


def test_an_archive_becomes_a_job_with_a_page_of_its_own(own_client):
    """Several reports in one file: the page follows them by events, or by itself."""
    lines = "\n".join(f'{{"id": "r{n}", "text": "{TEXT} Number {n}."}}' for n in range(3))
    answer = own_client.post("/read", data=form_of(own_client), headers=PAGE,
                             files={"file": ("many.jsonl", lines.encode(), "application/x-ndjson")})  # fmt: skip
    assert answer.url.path.startswith("/jobs/")
    key = answer.url.path.rpartition("/")[2]
    assert own_client.get(f"/api/v1/jobs/{key}").json()["several"]
    with own_client.stream("GET", f"/api/v1/jobs/{key}/events") as events:
        assert "event: done" in "".join(events.iter_text())
    done = own_client.get(f"/jobs/{key}", headers=PAGE).text
    assert "data-events" not in done
    assert done.count('<li><a href="/documents/') == 3


def test_an_unknown_job_is_no_page(own_client):
    """With what to do instead."""
    answer = own_client.get("/jobs/none", headers=PAGE)
    assert answer.status_code == 404
    assert "among the documents" in answer.text
