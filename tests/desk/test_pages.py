"""Pages show their payloads, escaped, with ways to the same as JSON and CSV."""

import re
from html.parser import HTMLParser

import pytest

pytest.importorskip("fastapi", reason="the desk's packages are not installed (the extra desk)")


class Page(HTMLParser):
    """A page read back: its tags with their attributes, and its words."""

    def __init__(self, answer):
        super().__init__()
        assert answer.status_code == 200, answer.text[:500]
        self.tags, self.words, self.raw = [], "", answer.text
        self.feed(answer.text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data

    def all(self, tag, **wanted):
        return [
            a for t, a in self.tags if t == tag and all(a.get(k) == v for k, v in wanted.items())
        ]

    def classed(self, name):
        return [a for _, a in self.tags if name in (a.get("class") or "").split()]


def documents(client):
    return client.get("/api/v1/documents").json()["items"]


def harbour(client):
    (one,) = (one for one in documents(client) if one["outlet"] == "The Saltmarsh Courier")
    return client.get(f"/api/v1/documents/{one['id']}").json()


def test_no_page_holds_a_script_or_a_style_of_its_own(client):
    """The policy forbids both: scripts and styles come as files."""
    for address in ("/", "/documents", f"/documents/{documents(client)[0]['id']}", "/nothing"):
        page = client.get(address, headers={"accept": "text/html"}).text
        assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=|javascript:", page)


def test_each_attribution_of_a_document_has_its_note_and_its_mark(client):
    """As many as the payload has; each leads to the other without any script."""
    payload = harbour(client)
    page = Page(client.get(f"/documents/{payload['id']}"))
    keys = {payload["ids"][one["id"]] for one in payload["attributions"]}
    assert {one["data-note"] for one in page.classed("note")} == keys
    assert {one.get("href") for one in page.classed("no")} >= {
        f"#{way}-{key}" for key in keys for way in "mn"
    }
    ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    for link in page.all("a"):
        if (link.get("href") or "").startswith("#"):
            assert link["href"][1:] in ids


def test_the_words_of_a_document_are_the_text(client):
    """Marks add no letter to it."""
    payload = harbour(client)
    page = client.get(f"/documents/{payload['id']}").text
    marked = re.search(r'<div class="text"[^>]*>(.*?)</div>', page, re.DOTALL)[1]
    reader = Page.__new__(Page)
    HTMLParser.__init__(reader)
    reader.tags, reader.words = [], ""
    reader.feed(marked)
    assert reader.words == payload["document"]["text"]


def test_nothing_of_a_report_is_ever_a_tag(client):
    """Titles, outlets, texts and addresses are shown as they are."""
    (odd,) = (one for one in documents(client) if "odd.example" in one["uri"])
    for address in ("/", "/documents", f"/documents/{odd['id']}"):
        page = client.get(address).text
        assert "<b>again</b>" not in page
        assert "alert(1)</script>" not in page
        assert "&lt;b&gt;again&lt;/b&gt;" in page


def test_a_list_links_to_its_json_and_csv_with_the_same_query(client):
    """What is exported is what is seen."""
    page = Page(client.get("/documents?outlet=Balt&limit=1"))
    hrefs = {one["href"] for one in page.all("a")}
    assert {"/api/v1/documents?outlet=Balt&limit=1",
            "/api/v1/documents?outlet=Balt&limit=1&format=csv"} <= hrefs  # fmt: skip
    (shown,) = client.get("/api/v1/documents?outlet=Balt&limit=1").json()["items"]
    assert f"/documents/{shown['id']}" in hrefs


def test_the_next_page_of_a_list_is_a_plain_link(client):
    """Without a script one goes on too, and sees each once."""
    seen, address = [], "/documents?limit=3"
    while address:
        page = Page(client.get(address))
        seen += [
            one["href"]
            for one in page.all("a")
            if (one.get("href") or "").startswith("/documents/")
        ]
        following = page.all("a", rel="next")
        address = following[0]["href"] if following else None
    assert sorted(seen) == sorted(f"/documents/{one['id']}" for one in documents(client))


def test_an_empty_list_says_what_to_do(client):
    """Not just nothing."""
    page = Page(client.get("/documents?outlet=Nobody"))
    assert "No document is like that." in page.words
    assert page.all("a", href="/documents")


def test_an_error_looks_like_the_rest(client):
    """With its status, what happened, and the sections to go on with."""
    answer = client.get("/documents/doesnotexist", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert 'aria-label="Sections"' in answer.text
    assert "What to do" in answer.text or "Read a report" in answer.text


@pytest.mark.parametrize("address", ["/", "/documents"])
def test_every_field_has_a_label(client, address):
    """Who does not see the form hears what each field is."""
    page = Page(client.get(address))
    labelled = {one["for"] for one in page.all("label")}
    fields = [
        a
        for tag in ("input", "select", "textarea")
        for a in page.all(tag)
        if a.get("type") != "hidden"
    ]
    assert fields
    assert {one["id"] for one in fields} <= labelled
