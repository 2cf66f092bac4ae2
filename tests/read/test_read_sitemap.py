import bz2
import gzip
import time

import pytest
from made_inputs import TEXT, page, read, read_paths, serving

from sayso.read import follow
from sayso.settings import Settings

XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def urlset(*items):
    return (
        f'<?xml version="1.0"?>\n<!-- made nightly -->\n<urlset {XMLNS}>{"".join(items)}</urlset>'
    )


def index(*addresses):
    listed = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses)
    return f"<sitemapindex {XMLNS}>{listed}</sitemapindex>"


def url(address, news=""):
    return f"<url><loc>\n {address} </loc><lastmod>2021-01-01</lastmod>{news}</url>"


NEWS = (
    "<news:news><news:publication><news:name>Orr News</news:name><news:language>en</news:language>"
    "</news:publication><news:publication_date>2016-01-14T09:30:00+02:00</news:publication_date>"
    "<news:title>The light &amp; the board</news:title></news:news>"
)


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setattr(follow, "_PAUSE", 0.0)
    with serving() as site:
        for name in "abcd":
            site.put(f"/{name}", page())
        yield site


def test_the_pages_of_a_sitemap_are_read(site):
    sitemap = urlset(url("SITE/a"), url("/b"), url("SITE/gone"))
    documents, (gone,) = read_paths(site.put("/sitemap.xml", sitemap, "application/xml"))
    assert [document.uri for document in documents] == [f"{site.address}/{name}" for name in "ab"]
    assert all(document.text == TEXT for document in documents)
    assert documents[0].published is None  # lastmod is no date of publication
    assert gone.uri == f"{site.address}/gone"


def test_a_news_sitemap_tells_what_the_page_does_not(site):
    (document,), _ = read_paths(site.put("/news.xml", urlset(url("SITE/a", NEWS)), "text/xml"))
    assert (document.outlet, document.published) == ("Orr News", "2016-01-14T09:30:00+02:00")
    assert document.title == "The light at Cape Orr"  # the page's own


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lambda data: data])
def test_an_index_leads_to_sitemaps_packed_or_not(site, pack):
    site.put("/one.xml.gz", pack(urlset(url(f"{site.address}/a")).encode()), "application/gzip")
    site.put("/two.xml", urlset(url("SITE/b"), url("SITE/a")), "text/xml")
    listed = index("SITE/one.xml.gz", "/two.xml")
    documents, skipped = read_paths(site.put("/index.xml", listed, "text/xml"))
    assert not skipped
    assert [document.uri[-1] for document in documents] == ["a", "b"]  # each page once


def test_a_sitemap_that_lists_itself_comes_to_an_end(site):
    documents, skipped = read_paths(
        site.put("/i.xml", index("SITE/i.xml", "SITE/j.xml"), "text/xml")
    )
    assert not documents
    assert [item.uri for item in skipped] == [f"{site.address}/j.xml"]
    assert site.asked.count("/i.xml") == 2  # as given, and once as listed


def test_indexes_in_indexes_come_to_an_end(site):
    for number in range(6):
        site.put(f"/{number}.xml", index(f"SITE/{number + 1}.xml"), "text/xml")
    _, (skipped,) = read_paths(f"{site.address}/0.xml")
    assert "nested more than 3 deep" in skipped.reason
    assert len([path for path in site.asked if path.endswith(".xml")]) == 4


def test_the_limit_holds_over_all_sitemaps_of_an_index(site, monkeypatch):
    monkeypatch.setattr(follow, "_MOST_PAGES", 3)
    site.put("/1.xml", urlset(url("SITE/a"), url("SITE/b"), url("SITE/c")), "text/xml")
    site.put("/2.xml", urlset(url("SITE/d")), "text/xml")
    documents, (skipped,) = read_paths(
        site.put("/index.xml", index("SITE/1.xml", "SITE/2.xml"), "text/xml")
    )
    assert len(documents) == 2  # the sitemap itself was the first of the three
    assert "3 pages were followed" in skipped.reason
    assert skipped.uri == f"{site.address}/index.xml"


def test_a_local_sitemap_is_followed_to_web_addresses_only(site, tmp_path):
    local = tmp_path / "sitemap.xml"
    addresses = [f"{site.address}/a", f"file://{tmp_path}/x.txt", "/b", "http://[bad"]
    local.write_text(urlset(*map(url, addresses)))
    documents, skipped = read_paths(local)
    assert [document.uri for document in documents] == [f"{site.address}/a"]
    assert len(skipped) == 3
    assert '"file" addresses are not followed' in skipped[0].reason


def test_private_addresses_in_a_sitemap_are_refused():
    _, (skipped,) = read(urlset(url("http://10.0.0.1/a")).encode(), settings=Settings())
    assert "not a public address" in skipped.reason


def test_a_broken_sitemap_gives_what_is_whole(site):
    broken = urlset(url("SITE/a?x=1&y=2"), "<url><b></url>", url("SITE/b"), "<url><loc>SITE/c")
    site.pages["/a?x=1&y=2"] = site.pages["/a"]
    documents, skipped = read_paths(
        site.put("/s.xml", broken.removesuffix("</urlset>"), "text/xml")
    )
    assert [document.uri for document in documents] == [
        f"{site.address}/a?x=1&y=2",
        f"{site.address}/b",
    ]
    assert "names no address" in skipped[0].reason
    assert "is cut off" in skipped[1].reason


def test_a_sitemap_without_addresses_says_so():
    _, (skipped,) = read(urlset().encode())
    assert "a sitemap without an address" in skipped.reason


def test_a_large_sitemap_is_read_in_little_time(monkeypatch):
    monkeypatch.setattr(follow, "_MOST_PAGES", 0)
    started = time.perf_counter()
    data = urlset(*(url(f"http://orr.example/{n}", NEWS) for n in range(30_000))).encode()
    _, (skipped,) = read(data)
    assert "0 pages were followed" in skipped.reason
    assert time.perf_counter() - started < 5
