import json
from pathlib import Path

import pytest
from lxml import html

from sayso.read.metadata import read_metadata

DATA = Path(__file__).parent / "data"


def of(markup, uri=None):
    return read_metadata(html.document_fromstring(markup), uri=uri)


def with_ld(*nodes, head=""):
    scripts = "".join(
        f'<script type="application/ld+json">{n if isinstance(n, str) else json.dumps(n)}</script>'
        for n in nodes
    )
    return f"<html><head>{head}{scripts}</head><body><p>text</p></body></html>"


def of_file(name):
    return of((DATA / name).read_text("utf-8"))


ARTICLE = {"@type": "NewsArticle", "headline": "H", "datePublished": "2020-01-02T03:04:05+01:00"}


def test_malformed_json_ld_is_read_as_far_as_it_goes():
    meta = of_file("jsonld_malformed.html")
    assert meta.published == "2019-03-02T18:05:00+01:00"
    assert (meta.title, meta.outlet, meta.byline) == (
        "Mayor denies closing the baths", "Hill Courier", ("Ida Lund",),
    )  # fmt: skip


def test_meta_elements_alone_are_enough():
    meta = of_file("meta_only.html")
    assert meta.published == "2018-08-09T04:15:00-05:00"
    assert (meta.title, meta.outlet) == ("River falls for the ninth day", "Delta Post")
    assert (meta.byline, meta.credit) == (("Nora Quist",), "Associated Press")
    assert meta.uri == "http://deltapost.example/river-falls"


def test_microdata_is_read_and_related_stories_are_not():
    meta = of_file("microdata_time.html")
    assert (meta.published, meta.byline, meta.article) == (
        "2015-11-20T06:45:00+02:00", ("Tom Hart",), True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("markup", "published"),
    [
        (with_ld(ARTICLE), "2020-01-02T03:04:05+01:00"),
        (with_ld({"@graph": [{"@type": "WebSite"}, ARTICLE]}), "2020-01-02T03:04:05+01:00"),
        (with_ld([{"@type": "BreadcrumbList"}, ARTICLE]), "2020-01-02T03:04:05+01:00"),
        (with_ld({"@type": "WebPage", "mainEntity": ARTICLE}), "2020-01-02T03:04:05+01:00"),
        (with_ld(json.dumps(ARTICLE) + json.dumps({"@type": "Person"})), "2020-01-02T03:04:05+01:00"),
        (with_ld({**ARTICLE, "@type": ["Thing", "https://schema.org/NewsArticle"]}),
         "2020-01-02T03:04:05+01:00"),
        # a news article goes before the page, whatever the order
        (with_ld({"@type": "WebPage", "datePublished": "2011-01-01"}, ARTICLE),
         "2020-01-02T03:04:05+01:00"),
        # a list of other stories is not the article
        (with_ld({"@type": "ItemList", "itemListElement": [ARTICLE]}), None),
        ('<meta property="article:published_time" content="2020-01-02T03:04:05Z"><p>x',
         "2020-01-02T03:04:05+00:00"),
        ('<meta name="sailthru.date" content="2020-01-02 03:04:05"><p>x', "2020-01-02T03:04:05"),
        ('<meta name="DC.date.issued" content="2020-01-02"><p>x', "2020-01-02"),
        ('<meta property="article:modified_time" content="2020-01-02T03:04:05Z"><p>x', None),
        ('<p>x</p><time datetime="2020-01-02T03:04+02:00">2 January</time>',
         "2020-01-02T03:04:00+02:00"),
        ('<p>x</p><aside><time datetime="2020-01-02">2 January</time></aside>', None),
        ('<p>x</p><time datetime="rubbish">2 January</time>', None),
        ("<p>x</p>", None),
    ],
)  # fmt: skip
def test_the_time_comes_from_the_first_place_that_tells(markup, published):
    assert of(markup).published == published


def test_a_later_place_may_know_the_clock():
    head = '<meta property="article:published_time" content="2020-01-02T03:04:05Z">'
    markup = with_ld({**ARTICLE, "datePublished": "2020-01-02"}, head=head)
    assert of(markup).published == "2020-01-02T03:04:05+00:00"


def test_a_later_place_may_know_the_local_zone_of_the_same_moment():
    markup = with_ld({**ARTICLE, "datePublished": "2022-05-04T03:37:37Z"})
    time = '<time class="published" datetime="2022-05-03T23:37:37-04:00">3 May</time>'
    assert of(markup.replace("<p>", time + "<p>")).published == "2022-05-03T23:37:37-04:00"
    other = time.replace("23:37", "23:38")
    assert of(markup.replace("<p>", other + "<p>")).published == "2022-05-04T03:37:37+00:00"


def test_a_clock_without_zone_that_is_hours_off_tells_the_zone():
    markup = with_ld({**ARTICLE, "datePublished": "2023-11-08T21:56:18Z"})
    time = '<div class="time"><time datetime="2023-11-08 16:56:18">4:56 p.m.</time></div>'
    late = '<div class="time"><time datetime="2023-11-08 18:00:05">6 p.m.</time></div>'
    assert of(markup.replace("<p>", time + late + "<p>")).published == "2023-11-08T16:56:18-05:00"
    assert of(markup.replace("<p>", late + "<p>")).published == "2023-11-08T21:56:18+00:00"


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("<title>A headline of a report - The Post</title><h1>A headline of a report</h1>",
         "A headline of a report"),
        (('<meta property="og:title" content="A headline | The Post">'
         '<meta property="og:site_name" content="The Post"><p>x'), "A headline"),
        ('<meta property="og:title" content="What he said - and what he did not"><p>x',
         "What he said - and what he did not"),
        ("<title>Short for search engines</title><h1>The Post</h1><p>x", "Short for search engines"),
        ("<title></title><h1>The only heading</h1>", "The only heading"),
        ('<meta property="og:title" content="Mayor &amp; council agree"><h1>World | Mayor &amp; council agree</h1>',
         "Mayor & council agree"),
        (with_ld({**ARTICLE, "headline": "Mayor&#039;s plan &amp; budget"}), "Mayor's plan & budget"),
        ("<p>x", None),
    ],
)  # fmt: skip
def test_the_title_is_the_headline_without_the_outlet(markup, title):
    assert of(markup).title == title


@pytest.mark.parametrize(
    ("markup", "uri", "outlet"),
    [
        (with_ld({**ARTICLE, "publisher": {"name": "The Post"}}), None, "The Post"),
        (with_ld({**ARTICLE, "publisher": {"@id": "#p"}}, {"@id": "#p", "@type": "Organization", "name": "The Post"}),
         None, "The Post"),
        ('<meta property="og:site_name" content="The Post | News and weather"><p>x', None, "The Post"),
        ('<meta name="application-name" content="The Post"><p>x', None, "The Post"),
        ("<title>A headline – The Post</title><h1>A headline</h1>", None, "The Post"),
        # the name that ends the title goes before a company's legal name
        (with_ld({**ARTICLE, "publisher": {"name": "Post Holdings Ltd"}},
                 head='<title>H - The Post</title><meta property="og:site_name" content="The Post">'),
         None, "The Post"),
        # so does the name that is the domain
        (with_ld({**ARTICLE, "publisher": {"name": "Acme S.L."}},
                 head='<meta property="og:site_name" content="Hill Courier">'),
         "https://www.hillcourier.com/a", "Hill Courier"),
        ('<meta property="og:site_name" content="https://www.post.example/"><p>x', None, "post.example"),
        ("<title>A headline</title><h1>A headline</h1>", None, None),
        ("<p>x", "https://news.post.co.uk/a/b", None),
    ],
)  # fmt: skip
def test_the_outlet_is_named_by_the_first_place_that_fits(markup, uri, outlet):
    assert of(markup, uri).outlet == outlet


def test_the_domain_is_there_for_want_of_a_name():
    assert of("<p>x", "https://news.bbc.co.uk/a/b").domain == "bbc.co.uk"


@pytest.mark.parametrize(
    ("markup", "byline", "credit"),
    [
        (with_ld({**ARTICLE, "author": [{"@type": "Person", "name": "Jane Doe"}, "John Roe"]}),
         ("Jane Doe", "John Roe"), None),
        (with_ld({**ARTICLE, "author": {"@type": "Organization", "name": "AFP"}}), (), "AFP"),
        (with_ld({**ARTICLE, "author": {"@type": "Organization", "name": "Grand Opera"}}), (), None),
        (with_ld({**ARTICLE, "author": {"@type": "Person", "name": "Pepita"}}), ("Pepita",), None),
        (with_ld({**ARTICLE, "sourceOrganization": {"name": "Reuters"}}), (), "Reuters"),
        ('<meta name="author" content="By Jane Doe, Reuters"><p>x', ("Jane Doe",), "Reuters"),
        ('<meta property="article:author" content="https://social.example/post"><p>x', (), None),
        ('<div class="byline">By Jane Doe</div><div class="card"><div class="byline">By John Roe</div></div>',
         ("Jane Doe",), None),
        ("<a rel=author>Jane Doe</a> <a rel=author>John Roe</a><div><a rel=author>Mia Poe</a></div>",
         ("Jane Doe", "John Roe"), None),
        ('<meta name="author" content="Newsroom Staff"><p>x', (), None),
    ],
)  # fmt: skip
def test_the_byline_lists_people_and_sets_the_agency_apart(markup, byline, credit):
    meta = of(markup)
    assert (meta.byline, meta.credit) == (byline, credit)


def test_the_outlets_own_shelf_for_wire_copy_is_a_credit():
    assert of("<p>x", "https://www.post.example/wires/afp/article-1/x.html").credit == "AFP"


@pytest.mark.parametrize(
    ("markup", "uri", "address"),
    [
        ('<link rel="canonical" href="https://p.example/a"><p>x', None, "https://p.example/a"),
        ('<link rel="canonical" href="/a"><p>x', "https://p.example/b?c=1", "https://p.example/a"),
        ('<link rel="canonical" href="/a"><p>x', "page.html", "page.html"),
        ('<link rel="canonical" href="https://p.example/"><meta property="og:url" content="https://p.example/a"><p>x',
         None, "https://p.example/a"),
        ('<link rel="canonical" href="https://p.example/"><p>x', "https://p.example/b", "https://p.example/b"),
        ('<link rel="canonical" href="javascript:alert(1)"><p>x', "page.html", "page.html"),
        ('<link rel="canonical" href="http://[bad"><p>x', "page.html", "page.html"),
        ("<p>x", None, None),
    ],
)  # fmt: skip
def test_the_address_is_the_canonical_one_if_it_is_a_pages(markup, uri, address):
    assert of(markup, uri).uri == address


@pytest.mark.parametrize(
    "junk",
    ["", "null", "[]", "{}", '"x"', "1", "[" * 2000, '{"@type": {"a": 1}}', '{"@id": []}', "{" * 50, "\x00",
     '{"@type": "Article", "author": [null, 1, [], {}], "publisher": [[]], "headline": {"a": 1}}',
     '{"@type": "NewsArticle", "headline": "\\ud800", "datePublished": 12}', '{"@graph": {"@graph": [1]}}'],
)  # fmt: skip
def test_no_json_ld_raises(junk):
    meta = of(with_ld(junk))
    assert meta.published is None
    assert (meta.title or "").encode("utf-8") == b""
