"""Every list and every page of one thing shows its payload, and the same query as JSON and CSV."""

import re
from urllib.parse import quote

import pytest
from test_pages import Page

pytest.importorskip("fastapi", reason="the desk's packages are not installed (the extra desk)")

LISTS = {
    "/documents": "/documents/", "/attributions": "/attributions/", "/claims": "/claims/",
    "/actors": "/actors/", "/outlets": "/outlets/", "/events": "", "/runs": "", "/skipped": "",
    "/search?q=ferry": "/attributions/",
}  # fmt: skip


def items(client, address):
    return client.get(f"/api/v1{address}").json()["items"]


def first_claim(client):
    return items(client, "/claims")[0]


@pytest.mark.parametrize("address", LISTS)
def test_a_list_shows_each_of_its_items(client, address):
    """As many rows as the payload has, each leading to its page."""
    page = Page(client.get(address))
    found = items(client, address)
    assert found
    hrefs = {one.get("href") for one in page.all("a")}
    if LISTS[address]:
        names = [quote(one["name"], safe="") if "name" in one else one["id"] for one in found]
        assert {f"{LISTS[address]}{name}" for name in names} <= hrefs
    joined = "&" if "?" in address else "?"
    assert {f"/api/v1{address}", f"/api/v1{address}{joined}format=csv"} <= hrefs


@pytest.mark.parametrize("address", [
    "/attributions?q=nosuchword", "/claims?about=nosuchword", "/actors?q=nosuchword",
    "/outlets?q=nosuchword", "/events?party=nosuchword", "/search?q=nosuchword",
])  # fmt: skip
def test_an_empty_list_says_what_to_do(client, address):
    """What to try instead, with a way to it."""
    page = Page(client.get(address))
    assert page.classed("empty")
    assert not page.classed("rows")


def test_empty_fields_of_a_form_are_left_out_of_the_address(client):
    """Browsers send them; the page is at the address without them."""
    answer = client.get("/events?party=&actor=&type=AID&since=", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/events?type=AID")
    assert (
        client.get("/claims?about=&actor=", follow_redirects=False).headers["location"] == "/claims"
    )


@pytest.mark.parametrize(("address", "field"), [
    ("/attributions", "act"), ("/attributions", "outlet"), ("/actors", "kind"), ("/events", "type"),
    ("/claims", "denied"), ("/claims", "origins"), ("/claims", "outlet"),
])  # fmt: skip
def test_a_filter_shows_how_many_it_leaves(client, address, field):
    """Its count is that of the list it leads to."""
    facets = client.get(f"/api/v1{address}?facets=true").json()["facets"]
    assert facets["exact"]
    told = {one["value"]: one["count"] for one in facets["counts"][field] if one["value"]}
    page = Page(client.get(address))
    first = {"origins": "least"}.get(field, field)
    links = [one["href"] for one in page.classed("facet") if f"?{first}=" in one["href"]]
    assert links
    for href in links[:3]:
        asked = client.get(href).url.params
        value = asked[first] + ("+" if field == "origins" and "most" not in asked else "")
        assert len(items(client, f"{href}&limit=200")) == told[value]
        on = [one for one in Page(client.get(href)).classed("facet") if one.get("aria-current")]
        assert [one["href"] for one in on] == [address]


def test_an_attribution_has_its_chain_drawn_and_its_words_marked(client):
    """From the outlet to the speaker, in the paragraphs where it stands."""
    (one, *_) = [one for one in items(client, "/attributions?limit=200") if len(one["chain"]) > 2]
    answer = client.get(f"/attributions/{one['id']}")
    page = Page(answer)
    assert len(page.classed("station")) == len(one["chain"])
    names = re.findall(r'class="who"><bdi>(.*?)</bdi>', answer.text)
    assert len(names) == len(one["chain"])
    assert one["content"].split(" … ")[0] in page.words
    assert any(f"{one['id']}/citation" in (link.get("href") or "") for link in page.all("a"))
    for why in one["why"]:
        assert why in page.words


def test_a_claim_shows_all_that_is_known_of_it(client):
    """Each origin with its reasons, each member with its words, the graph and the timeline."""
    claim = client.get(f"/api/v1/claims/{first_claim(client)['id']}").json()
    answer = client.get(f"/claims/{claim['id']}")
    page = Page(answer)
    ids = {attributes.get("id") for _, attributes in page.tags}
    assert {f"origin-{n}" for n in range(1, len(claim["origins"]) + 1)} <= ids
    assert {f"member-{n}" for n in range(1, len(claim["members"]) + 1)} <= ids
    for sentence in claim["summary"]:
        assert sentence in page.words
    for why in (why for origin in claim["origins"] for why in origin["why"]):
        assert why in page.words
    assert page.classed("graph")[0]["data-elements"].startswith('{"nodes"')
    assert page.classed("timeline")
    rows = answer.text.split('id="when"')[1].split("</table>")[0]
    assert rows.count("<tr>") == len(claim["timeline"]) + 1
    for link in page.all("a"):
        if (link.get("href") or "").startswith("#"):
            assert link["href"][1:] in ids


def test_an_actor_shows_what_he_says_and_what_is_said_of_him(client):
    """His statements, labels and events; a way to all of them."""
    name = items(client, "/actors")[0]["name"]
    told = client.get(f"/api/v1/actors/{quote(name)}").json()
    page = Page(client.get(f"/actors/{quote(name)}"))
    hrefs = {one.get("href") for one in page.all("a")}
    assert {f"/attributions/{one['id']}" for one in told["statements"]["items"]} <= hrefs
    assert {f"/claims/{one['id']}" for one in told["claims"]} <= hrefs
    for one in told["labels"]:
        assert one["label"] in page.words


def test_an_outlet_shows_whom_it_cites_and_who_cites_it(client):
    """Both as tables, beside the graph."""
    cited = max(items(client, "/outlets"), key=lambda one: one["cited"])
    told = client.get(f"/api/v1/outlets/{quote(cited['name'])}").json()
    assert told["cited_by"]
    page = Page(client.get(f"/outlets/{quote(cited['name'])}"))
    hrefs = [one.get("href") for one in page.all("a")]
    for one in (*told["cites"], *told["cited_by"]):
        assert f"/outlets/{quote(one['name'], safe='')}" in hrefs
    assert page.classed("graph")


def test_events_are_in_time_and_in_a_table(client):
    """Each event a row; the drawing has those whose day is known."""
    found = items(client, "/events?limit=200")
    page = Page(client.get("/events?limit=200"))
    assert page.raw.split('<tbody class="rows">')[1].count("<tr>") == len(found)
    assert bool(page.classed("timeline")) == any(one["day"] for one in found)


def test_what_was_left_out_is_told_with_its_reason(client):
    """By run, too."""
    (skipped,) = items(client, "/skipped")
    page = Page(client.get("/skipped"))
    assert skipped["uri"] in page.words
    assert skipped["reason"] in page.words
    assert any(
        (one.get("href") or "").startswith("/skipped?run=")
        for one in Page(client.get("/runs")).all("a")
    )


@pytest.mark.parametrize("address", [*LISTS, "/search"])
def test_the_sections_say_where_one_is(client, address):
    """One of them is the current page, for people who do not see the line under it."""
    current = [
        one for one in Page(client.get(address)).all("a") if one.get("aria-current") == "page"
    ]
    assert len(current) == 1


@pytest.mark.parametrize("address", [*LISTS, "/search"])
def test_every_field_of_a_list_has_a_label(client, address):
    """Those that are seen."""
    page = Page(client.get(address))
    labelled = {one["for"] for one in page.all("label")}
    fields = [a for tag in ("input", "select") for a in page.all(tag) if a.get("type") != "hidden"]
    assert {one["id"] for one in fields} <= labelled


def test_pages_are_small(client):
    """A page with all its scripts is sent in less than 300 kB."""
    claim = first_claim(client)["id"]
    for address in (f"/claims/{claim}", "/attributions", "/events"):
        answer = client.get(address)
        size = int(answer.headers["content-length"])
        for path in {*re.findall(r'(?:src|href)="(/static/[^"#]+)', answer.text)}:
            size += int(client.get(path).headers["content-length"])
        assert size < 300_000


def test_graphs_are_only_where_there_is_one(client):
    """Their script is by far the largest."""
    for address in (
        "/",
        "/claims",
        "/documents",
        "/attributions",
        "/search?q=ferry",
        "/events",
        "/runs",
    ):
        assert "cytoscape" not in client.get(address).text
