"""Cut XML that may be broken into the elements that repeat in it: entries of feeds and sitemaps.

Each is parsed by itself, so that a mistake in one costs nothing but that one,
a file that was cut off gives what came before, and the whole tree never stands in
memory. Nothing is resolved or loaded from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html.entities import html5
from typing import Any, Final, TypeAlias

from sayso.read.plain import decode
from sayso.read.sniff import PROLOGUE

Element: TypeAlias = Any  # of lxml, which has no types of its own

_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w:.-]+)")
_REFERENCE = re.compile(r"&(?:(\w{2,32});|(?!#\d+;|#x[\da-fA-F]+;))")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DOCTYPE = r"(?:<![^>\[]*+(?:\[[^\]]*+\]\s*+)?>\s*+)?"
_ROOT = re.compile(rf"\s*+{PROLOGUE}{_DOCTYPE}(<[^\s<>/!?]+[^<>]*>)")
_TAG = re.compile(r"<([A-Za-z][\w:.-]*)[^<>]*>")
_MOST_MISSED: Final = 100  # tags without an end, looked for in vain
_OF_XML: Final = frozenset(("amp", "lt", "gt", "quot", "apos"))
# Of pictures, sound and podcasts: their titles and texts are not those of the entry.
_BESIDE = re.compile(r"\{[^}]*(?:mrss|itunes|podcast)[^}]*\}|(?:media|itunes):", re.IGNORECASE)


def xml_text(data: bytes, charset: str | None, *, subject: str) -> str:
    """Turn the bytes of an XML file into characters, with what no XML parser takes mended.

    References that HTML knows and XML does not, marks of references that are
    none ("?a=1&b=2"), control characters.
    """
    declared = _DECLARED.search(data[:400])
    named = charset or (declared[1].decode("ascii", "replace") if declared else None)
    text = decode(data, named, subject=subject)
    return _REFERENCE.sub(_mended, _NO_XML.sub("", text))


def elements_of(text: str, names: str) -> Iterator[Element | None]:
    """Give what stands before the first of the elements of these names, then each of them.

    Args:
        text: of the XML file, from ``xml_text``.
        names: their local names, as alternatives of a regular expression.

    Yields:
        An element for each, None in place of one that is cut off or cannot be parsed.
    """
    root = _ROOT.match(text)
    opening = root[1].removesuffix(">").removesuffix("/") + ">" if root else "<root>"
    start = root.end() if root else 0
    tags = re.compile(rf"<(/?)(?:[\w.-]+:)?(?:{names})(?=[\s>/])[^<>]*>")
    first = tags.search(text, start)
    yield _parsed(opening + text[start : first.start() if first else len(text)])
    opened: int | None = None
    for tag in tags.finditer(text, start):
        if opened is not None:
            yield _child(opening, text[opened : tag.end() if tag[1] else tag.start()])
        opened = None if tag[1] or tag[0].endswith("/>") else tag.start()
    if opened is not None:
        yield None


def name_of(element: Element) -> str:
    """Return the local name of an element, none for those that speak of something beside."""
    return _local(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(maxsize=256)
def _local(tag: str) -> str:
    return "" if _BESIDE.match(tag) else re.split("[}:]", tag)[-1].lower()


def child_of(element: Element | None, *names: str) -> Element | None:
    """Return the first child of the first of these names that has one."""
    for name in names:
        for child in element if element is not None else ():
            if name_of(child) == name:
                return child
    return None


def words_of(element: Element | None) -> str:
    """Return the words in an element on one line, without the markup that may be in them."""
    from html import unescape  # noqa: PLC0415

    raw = "".join(element.itertext()) if element is not None else ""
    return " ".join(unescape(re.sub(r"</?[A-Za-z][^<>]*>", " ", raw)).split())


def _mended(found: re.Match[str]) -> str:
    name = found[1]
    if name in _OF_XML:
        return found[0]
    known = html5.get(f"{name};") if name else None
    return known or "&amp;" + found[0][1:]


def _parsed(markup: str, *, strict: bool = False) -> Element | None:
    from lxml import etree  # noqa: PLC0415

    parser = etree.XMLParser(
        encoding="utf-8", recover=not strict, resolve_entities=False, no_network=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(markup.encode(), parser)
    except etree.LxmlError:
        return None


def _child(opening: str, markup: str) -> Element | None:
    """Parse an element that stands in a root: 1. as it is, 2. field by field, if it is broken."""
    name = re.split(r"[\s>]", opening[1:], maxsplit=1)[0]
    root = _parsed(f"{opening}{markup}</{name}>", strict=True)  # 1
    if root is None:
        root = _parsed(f"{opening}<item>{''.join(_fields(markup))}</item></{name}>")  # 2
    return root[0] if root is not None and len(root) else None


def _fields(markup: str) -> Iterator[str]:
    """Give the elements in a broken one, what is in them as text, whatever tags it holds."""
    at, missed = markup.find(">") + 1, 0
    while (tag := _TAG.search(markup, at)) and missed < _MOST_MISSED:
        end = markup.find(f"</{tag[1]}>", tag.end())
        at = tag.end() if end < 0 else end + len(tag[1]) + 3
        missed += end < 0
        inside = markup[tag.end() : max(end, tag.end())]
        if tag[0].endswith("/>"):
            at = tag.end()
            yield tag[0]
        elif end >= 0 and "<![CDATA[" in inside:
            yield markup[tag.start() : at]
        elif end >= 0:
            bare = inside.replace("<", "&lt;").replace(">", "&gt;")
            yield f"{tag[0]}{bare}</{tag[1]}>"
