import time
from pathlib import Path

import pytest

from sayso.errors import EmptyInput, NoArticle, ReadError, TooLarge
from sayso.read.html import read_html
from sayso.settings import Settings

DATA = Path(__file__).parent / "data"
SETTINGS = Settings()
SENTENCES = [
    "The ministry said on Tuesday that the port would stay open for the whole of the winter.",
    "Its workers had asked for the opposite, in a letter that this newspaper has seen.",
    "Nobody could say on Tuesday evening who would pay for the ice breakers this year.",
]


def page(body, head="", title="The port stays open"):
    return f"<html lang=en><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


def article(body):
    return page(f"<article><h1>The port stays open</h1>{body}</article>",
                '<meta property="og:type" content="article"><meta name="date" content="2020-01-02">')  # fmt: skip


def text_of(data, **given):
    return read_html(data, uri=None, settings=SETTINGS, **given).text


def paragraphs(data):
    return text_of(data).split("\n")


def test_the_text_is_the_article_and_nothing_around_it():
    assert paragraphs((DATA / "wire_report.html").read_bytes()) == [
        (
            "PORTMOUTH, Eastland (Reuters) - Dockers at the eastern harbour stayed away on Monday, and "
            "their union said that no talks were planned before Thursday's ballot."
        ),
        "We will not go back for promises on paper, the union's leader, Ann Poe, wrote to the members.",
        (
            "“This is the worst spring the port has seen in thirty years,” said Karl Moor, who runs two "
            "cranes there."
        ),
        "The company answered with three points of its own:",
        "Pay will rise by two percent, it said.",
        "The night shift would end in June.",
        "It denied that jobs were at risk.",
        "“Nobody told us anything”, a crane driver said.",
        "We are sorry for the delays on all routes. — Port Authority (@portauthority) May 3, 2021",
        "(Additional reporting by Bill Roe; Editing by Eve Fox)",
    ]


def test_everything_the_page_says_of_itself_is_kept():
    document = read_html((DATA / "wire_report.html").read_bytes(), uri="a.html", settings=SETTINGS)
    assert document.uri == "https://www.quaygazette.example/2021/05/04/harbour-strike"
    assert document.outlet == "The Quay Gazette"
    assert document.title == "Harbour strike enters third week"
    assert document.byline == ("Jane Doe", "Amir O'Roe")
    assert document.credit == "Reuters"
    assert document.dateline == "PORTMOUTH, Eastland"
    assert document.published == "2021-05-04T08:30:00+01:00"
    assert document.language == "en"


def test_line_breaks_of_the_source_are_blanks_and_those_of_the_page_are_kept():
    body = f"<p>{SENTENCES[0].replace(' on ', chr(10) + ' on ')}</p><p>{SENTENCES[1]}<br><br>{SENTENCES[2]}</p>"
    assert paragraphs(article(body)) == SENTENCES


def test_text_of_a_block_inside_a_block_is_a_paragraph_of_its_own():
    body = f"<p>{SENTENCES[0]}</p><div>{SENTENCES[1]}<div>{SENTENCES[2]}</div></div>"
    assert paragraphs(article(body)) == SENTENCES


def test_layout_tables_are_read():
    text = text_of((DATA / "layout_tables.html").read_bytes())
    assert '"We take every report of this kind seriously," said Captain Lea Brandt' in text
    assert "could not confirm the sighting" in text


def test_unclosed_tags_do_not_matter():
    text = text_of((DATA / "unclosed_tags.html").read_bytes())
    assert "frost had taken half of their crop in a single night" in text
    assert '"no plans at present"' in text


def test_soft_hyphens_and_scripts_do_not_come_through():
    body = f"<p>{SENTENCES[0].replace('ministry', 'mini&shy;stry')}</p><p>{SENTENCES[1]}</p><div><script>var a = 1.</script></div>"
    assert paragraphs(article(body)) == SENTENCES[:2]


def test_a_quotation_element_gets_its_marks():
    body = f"<p>{SENTENCES[0]}</p><p><q>We will see <b>what</b> comes</q>, the minister said.</p>"
    assert paragraphs(article(body))[1] == "“We will see what comes”, the minister said."


def test_a_paragraph_that_comes_twice_is_kept_once():
    body = "".join(f"<p>{SENTENCES[i]}</p>" for i in (0, 1, 0, 2))
    assert paragraphs(article(body)) == SENTENCES


def test_a_block_quote_that_comes_twice_is_kept_once():
    quote = f"<blockquote>{SENTENCES[2]}</blockquote>"
    assert paragraphs(article(f"<p>{SENTENCES[0]}</p>{quote}<p>{SENTENCES[1]}</p>{quote}")) == [
        SENTENCES[0], SENTENCES[2], SENTENCES[1],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "uri", ["http://[bad", "http://", "https:///x", "http://a b", "\x00", "http://1.2.3.4:x/"]
)
def test_an_address_that_is_none_does_no_harm(uri):
    data = article("".join(f"<p>{s}</p>" for s in SENTENCES))
    assert read_html(data, uri=uri, settings=SETTINGS).text.startswith(SENTENCES[0])


def test_the_json_ld_gives_the_text_where_the_page_does_not():
    body = f'<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "2020-01-02", "articleBody": "{SENTENCES[0]}\\n{SENTENCES[1]}"}}</script><div id=app></div>'
    assert paragraphs(page(body)) == SENTENCES[:2]


@pytest.mark.parametrize(
    "name",
    ["home_page_teasers", "menu_only", "not_found", "script_built", "login_wall"],
)
def test_a_page_without_an_article_gives_none(name):
    with pytest.raises(NoArticle, match="no article in the page"):
        text_of((DATA / f"{name}.html").read_bytes())


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "404 Not Found",
        "Page not found",
        "Just a moment...",
        "Access Denied",
        "Are you a robot?",
    ],
)
def test_an_error_page_is_no_article_however_long_it_is(title):
    with pytest.raises(NoArticle):
        text_of(page("".join(f"<p>{s}</p>" for s in SENTENCES), title=title))


@pytest.mark.parametrize(
    "title", ["500 soldiers held, rebels say", "Not found guilty, driver goes free"]
)
def test_a_headline_is_not_taken_for_an_error(title):
    assert len(paragraphs(page("".join(f"<p>{s}</p>" for s in SENTENCES), title=title))) == 3


def test_a_caption_alone_is_no_article():
    with pytest.raises(NoArticle):
        text_of(
            article(
                "<p>The minister speaks to dockers at the northern gate of the port on Monday. Photo: AP</p>"
            )
        )


@pytest.mark.parametrize("data", [b"", b"   ", b"<!-- only a comment -->"])
def test_an_empty_page_is_named_as_such(data):
    with pytest.raises((EmptyInput, NoArticle)):
        text_of(data)


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (page("<p>x</p>").replace(b"<p>x</p>", "<p>Müßig</p>".encode("cp1252")), "windows-1252"),
        (page("<p>x</p>", '<meta charset="windows-1251">').replace(b"<p>x</p>", "<p>Привет</p>".encode("cp1251")), None),
        (page("<p>x</p>", '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">')
         .replace(b"<p>x</p>", "<p>Привет</p>".encode("koi8-r")), None),
    ],
)  # fmt: skip
def test_the_charset_is_the_servers_or_the_pages_own(data, charset):
    filler = "".join(f"<p>{s}</p>" for s in SENTENCES).encode()
    text = text_of(data.replace(b"</body>", filler + b"</body>"), charset=charset)
    assert "Müßig" in text or "Привет" in text


HOSTILE = {
    "nested": b"<html><body>" + b"<div>" * 100_000 + b"text" + b"</div>" * 100_000,
    "nested less": b"<html><body>" + b"<b>" * 20_000 + b"text",
    "tables in tables": b"<table><tr><td>" * 3_000 + b"text",
    "tags": b"<" * 200_000,
    "attributes": b"<p " + b" ".join(b"a%d=1" % i for i in range(100_000)) + b">",
    "attributes without blanks": b"<p " + b"".join(b'a%d="1"' % i for i in range(100_000)) + b">",
    "attributes never closed": b'<p a==">' + b"/".join(b"a%d" % i for i in range(100_000)),
    "comments": b"<!--" * 50_000,
    "quotes": b'<p a="' * 50_000,
    "entities": b"&amp;" * 500_000,
    "one long attribute": b'<p a="' + b"x" * 3_000_000 + b'">',
    "deep json": b'<script type="application/ld+json">' + b"[" * 500_000 + b"</script><p>x",
    "nested names": b'<script type="application/ld+json">{"@type":"Article","author":'
    + b'{"name":' * 900
    + b"1"
    + b"}" * 901
    + b"</script>",
    "teasers": b"<h2><a href=x>A headline</a></h2><p>A short sentence that says it.</p>" * 5_000,
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_markup_is_refused_in_bounded_time(data):
    started = time.process_time()
    with pytest.raises(ReadError) as caught:
        text_of(data)
    assert time.process_time() - started < 10
    assert len(str(caught.value)) > 20


def test_deep_nesting_has_a_message_of_its_own():
    with pytest.raises(NoArticle, match="nested more than 250"):
        text_of(HOSTILE["nested less"])


def test_too_many_tags_have_a_message_of_their_own():
    with pytest.raises(TooLarge, match="200,002 tags"):
        text_of(HOSTILE["nested"])
