"""What reports, names and addresses hold does no harm outside of pages either.

JSON, CSV, citations, headers, redirects: what comes out is what went in, and no more than text.
"""

import csv
import io
import json
import re

import pytest
from fastapi.testclient import TestClient
from hostile import HARMS, fill
from made_reports import HOME

from sayso.views.desk.app import create_app
from sayso.views.desk.login import local
from sayso.views.desk.rates import Rate
from sayso.views.desk.rules import Limits, Rules
from sayso.views.desk.state import DeskSettings

LISTS = {
    "documents": "title", "attributions": "speaker", "actors": "name", "events": "place",
    "skipped": "reason",
}  # fmt: skip
ASKED = ("documents?q=", "documents?cursor=", "attributions?speaker=", "claims?about=", "actors?q=", "search?q=", "actors/", "outlets/",
         "documents/", "attributions/", "claims/")  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    path = tmp_path_factory.mktemp("injections") / "hostile.db"
    fill(path)
    rules = Rules(limits=Limits(reads=Rate(10_000, 10_000)))
    with TestClient(
        create_app(DeskSettings(ledger=str(path), rules=rules)), base_url=HOME
    ) as opened:
        yield opened


def plain(answer, *kinds):
    """An answer that a browser takes for nothing but what it says it is."""
    assert answer.headers["content-type"].split(";")[0] in kinds
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "hit" not in answer.headers.get("set-cookie", "")
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    return answer


@pytest.mark.parametrize("name", LISTS)
def test_a_list_holds_every_harm_as_text(desk, name):
    """In JSON to the letter; in CSV, too, but for the mark before what a spreadsheet would run."""
    answer = plain(desk.get(f"/api/v1/{name}?limit=200"), "application/json")
    items = answer.json()["items"]
    given = {one[LISTS[name]] for one in items}
    whole = {
        harm.replace("\0", "") if LISTS[name] in {"speaker", "name"} else harm
        for harm in HARMS.values()
    }
    assert {harm for harm in whole if not any(harm in (one or "") for one in given)} == set()
    text = plain(desk.get(f"/api/v1/{name}?limit=200&format=csv"), "text/csv").text
    lines = list(csv.DictReader(io.StringIO(text, newline="")))
    for line, item in zip(lines, items, strict=True):
        assert line[LISTS[name]] in {item[LISTS[name]] or "", f"'{item[LISTS[name]]}"}
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in line.values())


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_a_question_that_is_a_harm_is_answered_as_any_other(desk, harm):
    for asked in ASKED:
        answer = desk.get(f"/api/v1/{asked}{quoted(harm)}")
        assert answer.status_code in {200, 400, 404, 422}, (asked, answer.text)
        plain(answer, "application/json").json()


def quoted(text):
    from urllib.parse import quote

    return quote(text.encode(), safe="")


def test_citations_hold_harms_as_text(desk):
    items = desk.get("/api/v1/documents?limit=200").json()["items"]
    for one in items[::2]:
        where = f"/api/v1/documents/{one['id']}/citation"
        (item,) = plain(desk.get(where), "application/vnd.citationstyles.csl+json").json()
        assert item.get("title") == one["title"]
        assert item.get("URL") in {None, one["uri"]}
        entry = plain(desk.get(f"{where}?format=bibtex"), "application/x-bibtex").text
        assert len(re.findall(r"^@", entry, re.MULTILINE)) == 1


def test_harms_of_a_redirect_lead_nowhere():
    for harm in (
        *HARMS.values(),
        "//p.example",
        "/\\p.example",
        "https://p.example",
        "//[p",
        "http://[",
        "\\\\p.example",
        "/\tx",
    ):
        assert local(harm) == "/"
    assert local("/documents?q=a%0d%0ab") == "/documents?q=a%0d%0ab"


def test_json_is_no_script(desk):
    """A page of another site that loads it as a script gets nothing: one object, and nosniff."""
    body = plain(desk.get("/api/v1/documents?limit=200"), "application/json").text
    assert json.loads(body)
    assert "\u2028" not in body
