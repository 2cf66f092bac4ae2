import json
import time

import pytest
from made_inputs import MARKUP, OPEN, PARAGRAPHS, TEXT, page, read, read_paths, serving

from sayso.read import follow
from sayso.settings import Settings

FULL = f"<![CDATA[{MARKUP}]]>"


def rss(*items, head="<title>Orr News</title><link>https://orrnews.example/</link>"):
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<?xml-stylesheet href="a.xsl"?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">'
        f"<channel>{head}{''.join(items)}</channel></rss>"
    ).encode()


def item(text=f"<content:encoded>{FULL}</content:encoded>", link="https://orrnews.example/light"):
    return (
        f"<item><title>The light &amp; the board</title><link>{link}</link>"
        "<pubDate>Thu, 14 Jan 2016 09:30:00 +0200</pubDate><dc:creator>Jane Doe</dc:creator>"
        f"<media:title>A picture</media:title>{text}</item>"
    )


ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://orrnews.example/news/">
<title type="html">World news | Orr News</title><link rel="self" href="feed.atom"/>
<link href="https://orrnews.example/"/>
<entry><title type="html">The light &amp;amp; the board</title><link href="light"/>
<link rel="enclosure" href="light.mp3"/><published>2016-01-14T09:30:00+02:00</published>
<updated>2017-01-01T00:00:00Z</updated><author><name>Jane Doe</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{MARKUP}</div></content></entry></feed>
""".encode()
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:c="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="x"><title>Orr News</title><link>https://orrnews.example/</link>
<items><rdf:Seq><rdf:li resource="y"/></rdf:Seq></items></channel>
<item rdf:about="y"><title>The light &amp; the board</title><link>https://orrnews.example/news/light</link>
<dc:date>2016-01-14T09:30:00+02:00</dc:date><dc:creator>Jane Doe</dc:creator>
<c:encoded>{FULL}</c:encoded></item></rdf:RDF>""".encode()
JSON = {
    "home_page_url": "https://orrnews.example/",
    "title": "Orr News",
    "version": "https://jsonfeed.org/version/1.1",
    "items": [
        {
            "id": "1",
            "url": "/news/light",
            "title": "The light & the board",
            "content_html": MARKUP,
            "date_published": "2016-01-14T09:30:00+02:00",
            "authors": [{"name": "Jane Doe"}],
        }
    ],
}


@pytest.mark.parametrize(
    "data",
    [rss(item(link="https://orrnews.example/news/light")), ATOM, RDF, json.dumps(JSON).encode(),
     json.dumps(JSON, indent=2).replace("/", "\\/").encode()],
    ids=["rss", "atom", "rdf", "json", "json escaped"],
)  # fmt: skip
def test_an_entry_with_its_full_text_is_a_document(data):
    ((document,), skipped) = read(data)
    assert not skipped
    assert document.text == TEXT
    assert document.title == "The light & the board"
    assert document.uri == "https://orrnews.example/news/light"
    assert document.outlet == "Orr News"
    assert document.byline == ("Jane Doe",)
    assert document.published == "2016-01-14T09:30:00+02:00"
    assert document.language == "en"


def test_plain_text_in_an_entry_keeps_its_lines():
    feed = JSON | {"items": [{"id": "1", "content_text": "CAPE ORR (AFP) - " + TEXT}]}
    ((document,), _) = read(json.dumps(feed).encode(), uri="a.json")
    assert document.text.split("\n")[1:] == list(PARAGRAPHS[1:])
    assert (document.uri, document.credit, document.dateline) == ("a.json:1", "AFP", "CAPE ORR")


def test_a_feed_that_gathers_others_names_their_outlets():
    source = '<source url="https://tern.example/feed">Tern Gazette</source>'
    full = f"<content:encoded>{FULL}</content:encoded>"
    ((document,), _) = read(rss(item(full + source)))
    assert document.outlet == "Tern Gazette"


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        (
            "<title>World news | Orr News</title><link>https://www.orrnews.example/</link>",
            "Orr News",
        ),
        (
            "<title>Orr News - Politics: all</title><link>https://orrnews.example/</link>",
            "Orr News",
        ),
        ("<title>The Orr</title><link>https://orrnews.example/</link>", "The Orr"),
        ("<title>Letters from the sea</title>", "Letters from the sea"),
        ("", "orrnews.org"),
    ],
)
def test_the_outlet_is_the_part_of_the_feeds_title_that_is_like_its_site(head, outlet):
    ((document,), _) = read(rss(item(link="https://www.orrnews.org/light"), head=head))
    assert document.outlet == outlet


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setattr(follow, "_PAUSE", 0.0)
    with serving() as site:
        yield site


TEASER = "<description>The board has voted. &lt;a href='x'&gt;Read more&lt;/a&gt;</description>"


def test_the_page_of_an_entry_with_a_summary_is_read(site):
    site.put("/light", page())
    feed = site.put(
        "/feed", rss(item(TEASER, link="/light"), head="<title>Orr News</title>"), "text/xml"
    )
    (document,), skipped = read_paths(feed)
    assert not skipped
    assert (document.text, document.uri) == (TEXT, f"{site.address}/light")
    # What the page does not tell comes from the entry.
    assert document.published == "2016-01-14T09:30:00+02:00"
    assert (document.outlet, document.byline) == ("Orr News", ("Jane Doe",))
    assert document.title == "The light at Cape Orr"


def test_what_the_page_says_goes_before_what_the_entry_says(site):
    head = '<meta property="article:published_time" content="2016-01-13T20:00:00+02:00"><meta property="og:site_name" content="Tern Gazette">'
    site.put("/light", page(head=head))
    feed = site.put("/feed", rss(item(TEASER, link="SITE/light")), "application/rss+xml")
    (document,), _ = read_paths(feed)
    assert (document.published, document.outlet) == ("2016-01-13T20:00:00+02:00", "Tern Gazette")


def test_a_teaser_called_content_is_followed_too(site):
    site.put("/light", page())
    teaser = f"<content:encoded>{FULL[:-3]} [...]]]&gt;</content:encoded>".replace("]]&gt;", "]]>")
    (document,), _ = read_paths(site.put("/feed", rss(item(teaser, link="SITE/light")), "text/xml"))
    assert document.title == "The light at Cape Orr"
    assert site.asked == ["/feed", "/robots.txt", "/light"]


def test_a_local_feed_is_followed_to_web_addresses_only(site, tmp_path):
    site.put("/light", page())
    local = tmp_path / "feed.xml"
    links = [f"{site.address}/light", "/light", f"file://{tmp_path}/secret.txt", ""]
    (tmp_path / "secret.txt").write_text("Nobody may follow a feed to this.")
    local.write_bytes(rss(*(item("", link=link) for link in links), head="<title>Orr</title>"))
    documents, skipped = read_paths(local)
    assert [document.uri for document in documents] == [f"{site.address}/light"]
    assert [entry.uri for entry in skipped] == [f"{local}:{n}" for n in (2, 3, 4)]
    assert all("neither text nor an http address" in entry.reason for entry in skipped)


def test_relative_links_of_a_local_feed_go_by_the_address_it_names(site, tmp_path):
    site.put("/light", page())
    local = tmp_path / "feed.rss"
    local.write_bytes(rss(item("", link="light"), head=f"<link>{site.address}/home</link>"))
    (document,), _ = read_paths(local)
    assert document.uri == f"{site.address}/light"


def test_a_summary_without_an_address_is_the_document():
    text = f"<description>{PARAGRAPHS[0]} {PARAGRAPHS[1]}</description>"
    (document,), _ = read(rss(item(text, link="")), uri="feed.xml")
    assert document.text == f"{PARAGRAPHS[0]} {PARAGRAPHS[1]}"
    assert document.uri == "feed.xml:1"


def test_a_page_that_cannot_be_had_is_skipped_and_the_rest_goes_on(site):
    site.put("/light", page())
    feed = rss(item(TEASER, link="SITE/gone"), item(TEASER, link="SITE/light"))
    documents, (gone,) = read_paths(site.put("/feed", feed, "text/xml"))
    assert len(documents) == 1
    assert gone.uri == f"{site.address}/gone"
    assert "404" in gone.reason


def test_private_addresses_in_a_feed_are_refused():
    _, (skipped,) = read(rss(item("", link="http://127.0.0.1:8080/a")), settings=Settings())
    assert "not a public address" in skipped.reason


def test_robots_txt_is_obeyed(site):
    site.put("/robots.txt", "User-agent: *\nDisallow: /light\n", "text/plain")
    site.put("/light", page())
    site.put("/open", page())
    feed = rss(item(TEASER, link="SITE/light"), item(TEASER, link="SITE/open"))
    documents, (skipped,) = read_paths(site.put("/feed", feed, "text/xml"))
    assert [document.uri for document in documents] == [f"{site.address}/open"]
    assert "robots.txt forbids it" in skipped.reason
    assert "/light" not in site.asked


def test_pages_of_one_host_are_fetched_with_a_pause(site, monkeypatch):
    monkeypatch.setattr(follow, "_PAUSE", 0.3)
    site.put("/a", page())
    site.put("/b", page())
    feed = site.put("/feed", rss(item("", link="SITE/a"), item("", link="SITE/b")), "text/xml")
    started = time.monotonic()
    assert len(read_paths(feed)[0]) == 2
    assert time.monotonic() - started > 0.3


def test_each_page_is_fetched_once_and_no_more_than_the_limit(site, monkeypatch):
    monkeypatch.setattr(follow, "_MOST_PAGES", 3)
    for name in "abcde":
        site.put(f"/{name}", page())
    links = [f"SITE/{name}" for name in "aabbcde"]
    feed = site.put("/feed", rss(*(item("", link=link) for link in links)), "text/xml")
    documents, (skipped,) = read_paths(feed)
    assert [document.uri[-1] for document in documents] == ["a", "b", "c"]
    assert (skipped.uri, "3 pages were followed" in skipped.reason) == (feed, True)


def test_feeds_that_lead_to_feeds_come_to_an_end(site):
    for number in range(9):
        site.put(f"/{number}", rss(item("", link=f"SITE/{number + 1}")), "text/xml")
    documents, (skipped,) = read_paths(f"{site.address}/0")
    assert not documents
    assert "nested more than 3 deep" in skipped.reason


MISTAKES = [
    ("an ampersand", "<link>https://orrnews.example/a?b=1&c=2</link>"),
    ("an entity of HTML", "<title>The keeper&rsquo;s house&nbsp;stood</title>"),
    ("a control character", "<title>The \x03 light</title>"),
    ("a tag never closed", "<title>The <b>light</title>"),
    ("a prefix never declared", "<dir:x>1</dir:x>"),
    ("a stray end tag", "</div>"),
    ("markup that is not escaped", "<description><p>Words <br> of it</p></description>"),
]


@pytest.mark.parametrize(("name", "mistake"), MISTAKES, ids=[name for name, _ in MISTAKES])
def test_a_mistake_in_one_entry_leaves_the_others_whole(name, mistake):
    full = f"<content:encoded>{FULL}</content:encoded>"
    broken = f"<item>{mistake}<guid>https://orrnews.example/2</guid>{full}</item>"
    documents, skipped = read(rss(item(), broken, item()))
    assert not skipped
    assert [document.text for document in documents] == [TEXT] * 3


def test_words_of_html_that_xml_does_not_know_are_kept():
    broken = "<item><title>Café &eacute;t&eacute; &amp; r&d</title><link>https://orrnews.example/?a=1&b=2</link>"
    full = f"<content:encoded>{FULL}</content:encoded></item>"
    (document,), _ = read(rss(broken + full))
    assert document.title == "Café été & r&d"
    assert document.uri == "https://orrnews.example/?a=1&b=2"


def test_a_feed_that_is_cut_off_gives_what_came_before():
    whole = rss(item(), item())
    documents, (skipped,) = read(whole[: whole.rindex(b"Two of the nine")], uri="f.rss")
    assert len(documents) == 1
    assert (skipped.uri, skipped.reason[:8]) == ("f.rss:2", "entry 2:")
    assert "cut off" in skipped.reason


@pytest.mark.parametrize("data", [b"<rss>", b"<rss><channel><title>x", b"<feed xmlns='a'/>",
                                  b'{"version": "https://jsonfeed.org/version/1", "items": 3}'])  # fmt: skip
def test_a_feed_without_entries_says_so(data):
    documents, (skipped,) = read(data)
    assert not documents
    assert "a feed without entries" in skipped.reason


def test_a_json_feed_cut_in_half_says_so():
    _, (skipped,) = read(json.dumps(JSON).encode()[:900])
    assert "not JSON" in skipped.reason


def test_entries_that_are_no_objects_are_skipped_one_by_one():
    documents, skipped = read(json.dumps(JSON | {"items": [3, *JSON["items"], None]}).encode())
    assert len(documents) == 1
    assert len(skipped) == 2


LAUGHS = b'<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">%b<!ENTITY x SYSTEM "file:///etc/hostname">]>' % b"".join(
    b'<!ENTITY %c "%b">' % (99 + i, (b"&%c;" % (98 + i)) * 10) for i in range(9)
)  # fmt: skip
HOSTILE = {
    "entities in entities": LAUGHS
    + b"<rss><channel><item><title>&k;&x;</title></item></channel></rss>",
    "nested items": b"<rss><channel>" + b"<item>" * 20_000,
    "nested elements": b"<rss><channel><item>" + b"<a>" * 300_000,
    "angle brackets": b"<rss><channel><item>" + b"<" * 1_000_000,
    "items without an end": b"<rss><channel>" + b"<item " * 200_000,
    "ampersands": b"<rss><channel><item><title>" + b"&" * 1_000_000,
    "comments": b"<rss>" + b"<!-- " * 200_000,
    "comments before": b"<!-- -->" * 100_000 + b"<rss>" + b"<?x " * 100_000,
    "end tags": b"<rss><item>" + b"</a>" * 200_000 + b"</item></rss>",
    "bases": b'<rss><item xml:base="http://[x"><link>http://[y</link></item></rss>',
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_feeds_made_to_hurt_take_seconds_at_most(data):
    started = time.perf_counter()
    documents, skipped = read(data, uri="f.rss", settings=Settings(fetch_timeout=1))
    assert not documents
    assert skipped
    assert time.perf_counter() - started < 10  # the slowest takes 1.3 s, and what it does is linear


def test_nothing_outside_a_feed_is_loaded():
    data = (
        LAUGHS
        + b"<rss><channel><item><title>&x;</title><description>%b &x;</description></item></channel></rss>"
        % TEXT.encode()
    )
    documents, _ = read(data)
    assert documents
    assert documents[0].text == f"{TEXT} &x;"


def test_feeds_load_no_network_unless_followed(monkeypatch):
    monkeypatch.setattr(follow.Visits, "fetch", lambda *_: pytest.fail("followed"))
    assert read(rss(item()), settings=OPEN)[0]
