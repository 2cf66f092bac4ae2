"""Article page -> Document.

The text comes from trafilatura (block quotes, lists and embedded posts are
kept: they are quoted speech), what the page says of itself from ``metadata``.
Markup is untrusted: its size, its tags and their attributes are bounded before
anything parses it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from sayso.errors import EmptyInput, NoArticle, TooLarge
from sayso.read.language import language_of
from sayso.read.metadata import Metadata, Tree, read_metadata
from sayso.read.plain import decode
from sayso.read.wire import credited, read_wire
from sayso.records import Document
from sayso.settings import Settings
from sayso.text import make_document, normalise

_MOST_TAGS: Final = 100_000  # "<" in the markup; the richest of 140 real pages has 7,140
_MOST_ATTRIBUTES: Final = 2_000  # of one tag; libxml2 takes quadratic time over them
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE
)
# A tag as the HTML standard delimits it, or a stretch in which "<" begins none.
_TAG = re.compile(
    r"""<!--(?:[^-]++|-(?!->))*+
    |<(?:script|style|textarea)\b(?:[^<]++|<(?!/(?:script|style|textarea)))*+
    |<[a-z](?P<inside>(?:[^>=]++|=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>"']?[^\s>]*+))*+)""",
    re.IGNORECASE | re.VERBOSE,
)
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")

_BLOCKS: Final = frozenset(
    ("p", "head", "quote", "list", "item", "row", "cell", "table", "div", "body", "ab", "section",
     "ul", "ol", "li", "td", "tr", "tbody", "blockquote", "article", "lb", "h1", "h2", "h3", "h4")
)  # fmt: skip
_QUOTES: Final = frozenset(("quote", "blockquote"))
_LONG: Final = 40  # letters; a shorter paragraph may well say the same as another
_MOST_PULLED: Final = 200
_CAPTION = re.compile(
    r"(?:Photo(?:graph)?|Picture|Image|Credit)s?(?: by)?: |/(?:AP|AFP|Reuters|Getty)\b|Getty Images"
)
_FURNITURE = re.compile(
    r"(?:advertisements?|(?:advertisement - )?(?:continue|scroll) (?:reading )?(?:below|for more)?"
    r".{0,20}|related(?: (?:articles?|stories|topics|coverage|news|posts))?|read (?:more|also|next)"
    r"|more on this|share(?: this(?: article| story)?)?|story continues(?: below)?.{0,20}|sign up"
    r"|subscribe(?: now)?|comments?|leave a comment|watch(?: more)?|recommended|trending|close"
    r"|print|most (?:read|popular)|e-?mail|facebook|twitter|whatsapp|follow us.{0,30}|tags?"
    r"|photos?|image|videos?|posted on|log in|sign in|join the conversation|like this:|like loading"
    r".{0,3}|views: \d+|next article|previous article|enlarge this image)\W{0,3}",
    re.IGNORECASE,
)
_LINKED_HEADINGS: Final = (
    "//h2[.//a] | //h3[.//a] | //h4[.//a] | //a[@href][.//h2 or .//h3 or .//h4]"
)
_SENTENCE = re.compile(r"[.!?…。！？।؟][\"'”’»)\]]*(?:\s|$)|[。！？]")
_ERROR_PAGE = re.compile(
    r"(?=.*\w)(?:(?:http )?(?:error )?\b(?:40[0-9]|410|429|50[0-4])\b\W*)?(?:error|(?:(?:the )?"
    r"(?:page|file|article) )?(?:was )?not found|(?:page )?(?:un|not )available|forbidden|"
    r"access (?:to this page )?(?:has been )?denied|(?:service )?(?:temporarily )?unavailable|"
    r"bad gateway|oops|just a moment|attention required|are you (?:a )?(?:robot|human)|"
    r"(?:security|human|robot) (?:check|verification)|before you continue.{0,20}|please wait|"
    r"log ?in|sign ?in)?\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Block:
    """One paragraph of a page, and whether it stands in a block quote."""

    text: str
    quote: bool = False


def read_html(
    data: bytes, *, uri: str | None, charset: str | None = None, settings: Settings
) -> Document:
    """Read the bytes of a page.

    Args:
        data: the bytes of one page.
        uri: where they came from.
        charset: of the server's Content-Type header; else the page's own is used.
        settings: ``outlet`` and ``published`` are taken where the page names none.

    Raises:
        BinaryInput: not text.
        NoArticle: menus, teasers, an error page, or markup nested too deep.
        TooLarge: far more markup than any article has.
    """
    declared = _CHARSET.search(data[:4096])
    own = declared[1].decode("ascii", "replace") if declared else None
    return read_page(decode(data, charset or own, subject=uri or ""), uri=uri, settings=settings)


def read_page(
    markup: str, *, uri: str | None, settings: Settings, article: bool = False
) -> Document:
    """Read a page, or a part of one, that is decoded already; see ``read_html``.

    Args:
        markup: the page.
        uri: where it came from.
        settings: as for ``read_html``.
        article: whether it is known to be an article, whatever it says of itself.
    """
    tree = _parse(markup, uri or "")
    meta = read_metadata(tree, uri=uri)
    meta = replace(meta, article=article or (meta.article and meta.published is not None))
    text = _article(tree, meta, uri or "")
    wire = read_wire(text, known=meta.credit)
    outlet = meta.outlet or settings.outlet or meta.domain
    return make_document(
        text,
        uri=meta.uri,
        outlet=outlet,
        title=meta.title,
        byline=meta.byline or wire.byline,
        credit=credited(wire.credit, outlet),
        dateline=wire.dateline,
        published=meta.published or settings.published or _day_of(tree, uri),
        language=language_of(text, meta.language),
    )


# --- markup -> tree ---------------------------------------------------------


def _parse(markup: str, subject: str) -> Tree:
    from lxml import etree, html  # noqa: PLC0415 - only pages need it

    _refuse_hostile(markup, subject)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    data = markup.replace("\x00", "").encode("utf-8", "replace")
    try:
        tree = html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        raise EmptyInput("an empty page: no element in its markup", subject=subject) from None
    if any("depth" in entry.message for entry in parser.error_log):
        raise NoArticle(
            "the markup is nested more than 250 elements deep (unclosed tags, or made to "
            "hurt); give the text, or a repaired page",
            subject=subject,
        )
    return tree


def _refuse_hostile(markup: str, subject: str) -> None:
    tags = markup.count("<")
    if tags > _MOST_TAGS:
        raise TooLarge(
            f"{tags:,} tags, more than the {_MOST_TAGS:,} that are read (an article has some "
            "thousand); give the article alone",
            subject=subject,
        )
    for tag in _TAG.finditer(markup):
        inside = tag["inside"] or ""
        if len(inside) > _MOST_ATTRIBUTES and _attributes(inside) > _MOST_ATTRIBUTES:
            raise TooLarge(
                f"a tag with more than {_MOST_ATTRIBUTES:,} attributes; give the article alone",
                subject=subject,
            )


def _attributes(inside: str) -> int:
    """Return how many attributes a tag can have at most."""
    return len(re.findall(r"[\s\"/]+", _QUOTED.sub('"', inside)))


# --- tree -> text -----------------------------------------------------------


def _article(tree: Tree, meta: Metadata, subject: str) -> str:
    """Return the text of the article.

    1. what trafilatura takes for it, 2. the same set to keep more, 3. what the
    JSON-LD gives as ``articleBody``, 4. all paragraphs of the page; the first of
    them that reads like an article.
    """
    if not (meta.title and _ERROR_PAGE.fullmatch(meta.title.partition(" | ")[0])):
        links = frozenset(_letters("".join(link.itertext())) for link in tree.iter("a"))
        teasers = len(tree.xpath(_LINKED_HEADINGS))
        _ready(tree)
        for attempt in (_extracted, _extracted_widely, _from_jsonld, _paragraphs):  # 1, 2, 3, 4
            blocks = [b for b in attempt(tree, meta) if b.text and not _FURNITURE.fullmatch(b.text)]
            running = list(_without_repeats(blocks, links, meta.title or ""))
            if _is_article(running, blocks, meta, teasers):
                return "\n".join(block.text for block in running)
    raise NoArticle(
        f'no article in the page (title: "{(meta.title or "none")[:80]}"): only menus, teasers or '
        "a notice; if a script builds the page, save it from the browser and read the file",
        subject=subject,
    )


def _extracted(tree: Tree, _: Metadata, *, widely: bool = False) -> Iterator[_Block]:
    from trafilatura import bare_extraction  # noqa: PLC0415 - takes a quarter of a second

    for name in ("trafilatura", "htmldate", "justext"):
        logging.getLogger(name).addHandler(logging.NullHandler())  # what it drops is not our user's
    try:
        found = bare_extraction(tree, favor_recall=widely, include_comments=False)
    except Exception:  # noqa: BLE001 - broken markup makes it raise nearly anything
        return iter(())
    body = getattr(found, "body", None)
    return _blocks(body) if body is not None else iter(())


def _extracted_widely(tree: Tree, meta: Metadata) -> Iterator[_Block]:
    # Not the first choice: over 140 pages it added a standfirst once and menus seven times.
    return _extracted(tree, meta, widely=True)


def _from_jsonld(_: Tree, meta: Metadata) -> Iterator[_Block]:
    for line in normalise(re.sub(r"<[^<>]*>", "\n", meta.body or "")).split("\n"):
        yield _Block(line)


def _paragraphs(tree: Tree, _: Metadata) -> Iterator[_Block]:
    for element in tree.iter("p"):
        if not element.xpath("ancestor::nav | ancestor::footer | ancestor::aside | ancestor::form"):
            yield _Block(_tidy("".join(element.itertext())))


def _ready(tree: Tree) -> None:
    """Write into the tree what extraction would lose, and take out what it would let through.

    Marks of ``<q>``, which browsers draw; a break before a block that stands
    behind loose text. Out go scripts and styles: some come through as text.
    """
    from lxml import etree  # noqa: PLC0415

    etree.strip_elements(tree, "script", "style", "template", with_tail=False)
    for quoted in tree.iter("q"):
        quoted.text = "“" + (quoted.text or "")
        if len(quoted):
            quoted[-1].tail = (quoted[-1].tail or "") + "”"
        else:
            quoted.text += "”"
    etree.strip_tags(tree, "q")
    for block in list(tree.iter("div", "section")):
        before, parent = block.getprevious(), block.getparent()
        loose = before.tail if before is not None else parent.text if parent is not None else None
        if parent is not None and loose and loose.strip():
            block.addprevious(etree.SubElement(parent, "br"))


def _blocks(body: Any) -> Iterator[_Block]:
    """Cut trafilatura's tree into paragraphs; source line breaks inside one are blanks."""
    from lxml.etree import iterwalk  # noqa: PLC0415

    parts: list[str] = []
    quotes = 0
    for event, element in iterwalk(body, events=("start", "end")):
        if element.tag in _BLOCKS:
            yield _Block(_tidy("".join(parts)), quote=quotes > 0)
            parts = []
        if event == "start":
            quotes += element.tag in _QUOTES
            parts.append(element.text or "")
        else:
            quotes -= element.tag in _QUOTES
            parts.append(element.tail or "")
    yield _Block(_tidy("".join(parts)))


def _tidy(text: str) -> str:
    # Soft hyphens say where a word may break; nobody sees them.
    return normalise(" ".join(text.replace("\xad", "").split()))


def _without_repeats(blocks: list[_Block], links: frozenset[str], title: str) -> Iterator[_Block]:
    """Leave out the headline, paragraphs that are only a link, and pull quotes."""
    every = [_letters(block.text) for block in blocks]
    headline, seen = _letters(title), set()
    unquoted = "\n".join(words for b, words in zip(blocks, every, strict=True) if not b.quote)
    # Looking each quote up in the whole text is quadratic, and an article pulls but a few.
    few = sum(block.quote for block in blocks) < _MOST_PULLED
    for block, letters in zip(blocks, every, strict=True):
        pulled = block.quote and few and len(letters) > _LONG // 2 and letters in unquoted
        again = letters in seen and len(letters) > _LONG
        linked = letters in links and not _SENTENCE.search(block.text)
        if letters and letters != headline and not (pulled or again or linked):
            seen.add(letters)
            yield block


def _is_article(running: list[_Block], every: list[_Block], meta: Metadata, teasers: int) -> bool:
    """Tell whether paragraphs read like an article rather than a menu or a list of teasers.

    Measured in characters of whole sentences. A page that declares itself an
    article needs less of them; another one must not be a list of teasers, with a
    linked heading for each short paragraph.
    """
    total = sum(len(block.text) for block in every)
    longest = max((block.text for block in running), key=len, default="")
    headline = _letters(meta.title or "")
    if len(longest) > max(500, total / 2) and len(headline) > 20 and headline in _letters(longest):
        return False  # the headline inside the text: the whole page poured into one paragraph
    sentences = [len(block.text) for block in running if _is_sentence(block.text)]
    if meta.article:
        return sum(sentences) >= 80 and sum(sentences) > 0.1 * total
    listed = teasers > 0.7 * len(sentences) and sum(sentences) < 200 * len(sentences)
    return sum(sentences) >= 200 and sum(sentences) > 0.15 * total and not listed


def _is_sentence(text: str) -> bool:
    return len(text) > 30 and bool(_SENTENCE.search(text)) and not _CAPTION.search(text)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def _day_of(tree: Tree, uri: str | None) -> str | None:
    """Return htmldate's day, the last resort: from the address, then from visible dates."""
    from htmldate import find_date  # noqa: PLC0415

    try:
        return find_date(tree, extensive_search=False, original_date=True, url=uri)
    except Exception:  # noqa: BLE001 - as for trafilatura
        return None
