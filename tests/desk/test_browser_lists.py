"""Lists in a real browser: what is exported is what is seen, and more is seen when it is asked for."""

import csv
import io
import json
import re

import pytest
from browsing import served

from sayso.views.desk.app import create_app
from sayso.views.desk.state import DeskSettings

ROWS = """
const list = document.querySelector('#results ol.rows, #results tbody');
return list ? [...list.children].filter(one => !one.classList.contains('more')).map(one => one.textContent.replace(/\\s+/g, ' ').trim()) : [];
"""
LINKS = """
const list = document.querySelector('#results ol.rows, #results tbody');
return [...list.children].filter(one => !one.classList.contains('more')).map(one => [...one.querySelectorAll('a')].map(a => a.getAttribute('href')));
"""
# A list, and what of each item its row shows, by which it is told from others.
LISTS = {
    "/documents": ("title",),
    "/documents?q=ferry": ("title",),
    "/documents?outlet=post&limit=2": ("title",),
    "/attributions": ("content", "speaker"),
    "/attributions?act=deny": ("content", "speaker"),
    "/attributions?speaker=calder": ("content", "speaker"),
    "/claims": ("text", "documents", "origins"),
    "/claims?about={word}": ("text",),
    "/actors": ("name", "documents", "statements"),
    "/actors?kind=person": ("name",),
    "/outlets": ("name", "documents"),
    "/events": ("type", "text"),
    "/events?type={type}": ("type",),
    "/search?q=ferry": ("content",),
    "/search?q=nothingatall": (),
    "/runs": ("version", "documents"),
    "/skipped": ("uri", "reason"),
    "/review": ("content", "speaker"),
}


@pytest.fixture(scope="module")
def desk(chrome, desk_file):
    with served(create_app(DeskSettings(ledger=str(desk_file)))) as home:
        chrome.home = home
        yield chrome


@pytest.fixture(scope="module")
def known(desk):
    """What there is to ask for, whatever the reader finds."""
    desk.open("/")
    (claim,) = desk.json("/api/v1/claims?limit=1")["items"]
    (event,) = desk.json("/api/v1/events?limit=1")["items"]
    return {"word": max(re.findall(r"\w+", claim["text"]), key=len), "type": event["type"]}


def fetched(desk, href):
    """The text behind a link of the page, as the browser gets it."""
    return desk.driver.execute_async_script(
        "const [href, done] = arguments; fetch(href).then(all => all.text()).then(done);", href
    )


def exports(desk):
    """The rows behind the page's own links, as JSON and as CSV."""
    links = {
        one.text: one.get_attribute("href") for one in desk.all(".exports a") if one.is_displayed()
    }
    assert set(links) == {"JSON", "CSV"}
    lines = csv.DictReader(io.StringIO(fetched(desk, links["CSV"]), newline=""))
    return json.loads(fetched(desk, links["JSON"])), list(lines)


def same(cell, value):
    """A cell of CSV and a value of JSON."""
    if value is None:
        return cell == ""
    if isinstance(value, list | dict):
        return json.loads(cell) == value
    return cell in {str(value), f"'{value}"}


@pytest.mark.parametrize("path", LISTS)
def test_what_is_exported_is_what_is_seen(desk, known, path):
    """The same items in the same order on the page, in JSON and in CSV, with the same values."""
    desk.open(path.format(**known))
    if "nothing" in path:
        assert desk.run(ROWS) == []
        return
    rows = desk.run(ROWS)
    payload, lines = exports(desk)
    items = payload["items"]
    assert len(rows) == len(items) == len(lines) > 0
    for row, item, line in zip(rows, items, lines, strict=True):
        for name in LISTS[path]:
            assert " ".join(str(item[name] or "").split()) in row, (name, row)
        assert all(same(line[name], item.get(name)) for name in line), (line, item)


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/documents", "documents"), ("/attributions?act=say", "attributions"), ("/claims", "claims"), ("/search?q=ferry", "attributions"),
     ("/review", "review/attributions")],
)  # fmt: skip
def test_each_row_leads_to_its_item(desk, path, kind):
    desk.open(path)
    items = exports(desk)[0]["items"]
    for links, item in zip(desk.run(LINKS), items, strict=True):
        assert any(link.split("?")[0].split("#")[0] == f"/{kind}/{item['id']}" for link in links)


@pytest.mark.parametrize("scripts", [True, False])
def test_more_is_seen_when_it_is_asked_for(desk, scripts):
    """With scripts the rows are added to the list, without them the next page is opened."""
    whole = desk.open("/documents").json("/api/v1/documents?limit=200")["items"]
    titles = [" ".join(one["title"].split()) for one in whole]
    with desk.without_scripts() if not scripts else desk.without_cache():
        desk.open("/documents?limit=3")
        seen = desk.run(ROWS)
        desk.button("Show more").click()
        desk.until(lambda: len(desk.run(ROWS)) == 6 if scripts else desk.run(ROWS)[:1] != seen[:1])
        rows = desk.run(ROWS) if scripts else seen + desk.run(ROWS)
    assert len(rows) == 6
    for row, title in zip(rows, titles, strict=False):
        assert title in row
    assert desk.troubles() == []


def test_a_list_answers_while_one_types(desk):
    desk.open("/documents")
    before = desk.run(ROWS)
    desk.one("#f-q").click()
    desk.insert("bookings")
    desk.until(lambda: 0 < len(desk.run(ROWS)) < len(before))
    assert desk.path.startswith("/documents?q=bookings")
    payload, _ = exports(desk)
    assert len(payload["items"]) == len(desk.run(ROWS))
    assert desk.troubles() == []


def test_a_number_beside_a_filter_is_how_many_it_leaves(desk):
    desk.open("/attributions?limit=200")
    facet = next(one for one in desk.all("a.facet") if "deny" in one.text or "denies" in one.text)
    count = int(facet.find_element("css selector", "b").text)
    facet.click()
    desk.until(lambda: "act=deny" in desk.path)
    assert len(desk.run(ROWS)) == count


@pytest.mark.parametrize(
    ("path", "link"),
    [("/documents/", "documents"), ("/attributions/", "attributions"), ("/claims/", "claims")],
)
def test_a_page_is_taken_out_with_its_citation(desk, path, link):
    key = desk.open("/").json(f"/api/v1/{link}?limit=1")["items"][0]["id"]
    desk.open(f"{path}{key}")
    links = {one.text: one.get_attribute("href") for one in desk.all(".exports a")}
    assert json.loads(fetched(desk, links["CSL-JSON"]))[0]["id"] == f"sayso-{key}"
    assert f"{{sayso-{key}," in fetched(desk, links["BibTeX"])
    assert json.loads(fetched(desk, links["JSON"]))["id"] == key
