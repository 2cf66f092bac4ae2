r"""CSL items as BibTeX, for LaTeX as for biblatex.

Texts are escaped so that each stands as it is: marks of TeX, and braces by name,
since BibTeX counts braces even behind a backslash.

>>> escaped("50% of {R&D}")
'50\\% of \\textbraceleft{}R\\&D\\textbraceright{}'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

_TYPES: Final = {"article-newspaper": "article"}
_ESCAPES: Final = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}",
    ">": r"\textgreater{}", "|": r"\textbar{}",
    **{mark: f"\\{mark}" for mark in "$&%#_"},
})  # fmt: skip
# Between two of these TeX would make one: a dash, a quotation mark, a mark turned over.
_LIGATURES: Final = re.compile(r"(?<=[-`'])(?=[-`'])|(?<=[?!])(?=`)|(?<=,)(?=,)")
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_JOINERS: Final = "\u200c\u200d"  # letters of some scripts need them
_URL: Final = "!$&'()*+,/:;=?@[]~%#"  # what stays in an address; the rest is percent-encoded


def bibtex(items: Iterable[Mapping[str, Any]]) -> str:
    """Return CSL items as the text of a .bib file."""
    return "\n".join(map(_entry, items))


def escaped(text: str) -> str:
    """Return a text as it stands within braces: one line, nothing for TeX to act on."""
    line = "".join(" " if _is_control(letter) else letter for letter in text)
    escapes = " ".join(line.split()).translate(_ESCAPES)
    return _LIGATURES.sub("{}", escapes)


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and letter not in _JOINERS


def _entry(item: Mapping[str, Any]) -> str:
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(item))
    return f"@{_TYPES.get(item['type'], 'misc')}{{{item['id']},\n{fields}}}\n"


def _fields(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    # In braces, a name is taken as it stands: BibTeX takes none for two, and turns none round.
    names = [f"{{{escaped(one['literal'])}}}" for one in item.get("author", ())]
    if names:
        yield "author", f"{{{' and '.join(names)}}}"
    if item.get("title"):
        yield "title", f"{{{{{escaped(item['title'])}}}}}"  # twice: capitals stay
    journal = "journal" if item["type"] in _TYPES else "howpublished"
    texts = (("container-title", journal), ("note", "note"), ("language", "language"))
    for key, name in texts:
        if item.get(key):
            yield name, f"{{{escaped(item[key])}}}"
    yield from _dates(item)
    if item.get("URL"):
        yield "url", f"{{{quote(item['URL'].encode('utf-8', 'replace'), safe=_URL)}}}"


def _dates(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "issued" in item:
        (parts,) = item["issued"]["date-parts"]
        yield "year", f"{{{parts[0]:04}}}"
        if len(parts) > 1:
            yield "month", _MONTHS[parts[1] - 1]
        yield "date", f"{{{_iso(parts)}}}"
    if "accessed" in item:
        yield "urldate", f"{{{_iso(item['accessed']['date-parts'][0])}}}"


def _iso(parts: list[int]) -> str:
    return "-".join(f"{part:0{2 if n else 4}}" for n, part in enumerate(parts))
