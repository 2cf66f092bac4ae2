"""A phrase that names or describes somebody, read into its name, its post and its description.

"Peru's President Luisa Moreira" is the name "Luisa Moreira" of a president;
"Ryan Cole, director at the firm Gull Risk" is "Ryan Cole"; "two aid workers who fled"
are described, and the description ends before "who".
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from sayso.attribute.actors.letters import (
    BODIES,
    INDEFINITE,
    PERSONS,
    TEXTS,
    Row,
    class_of,
    is_plural,
    letter_of,
    noun_at_end,
    row_of,
    table,
)
from sayso.attribute.actors.names import bodies, key_of
from sayso.attribute.grammar.lemma import lemma
from sayso.countries import find_country
from sayso.outlets import find_outlet


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BEHIND_CLAUSE: Final = _set("not just only there here back so more away up out down close abroad")
_KEPT_BEHIND: Final = _set("familiar close briefed privy")
_PORTFOLIOS: Final = _set(
    """state education defence defense finance health interior justice energy labour labor transport
    transportation agriculture commerce trade environment treasury security affairs information
    culture sport sports tourism development housing science technology industry economy planning
    immigration communications women youth war staff police"""
)
# Whoever has but one name keeps these: Pope Francis.
_KEEPS_TITLE: Final = _set("king queen prince princess pope emperor empress sultan emir")
_ONE_OF: Final = _set("one another each either neither")
_CROWDS: Final = _set("group number team band crowd majority minority coalition panel")
_SUFFIXES: Final = _set("jr sr ii iii iv v vi vii viii esq phd md")
# The prepositions before whom a noun speaks for, the surest first.
_OWNED_BY: Final = {
    **dict.fromkeys(TEXTS, (_set("by from"), _set("in of on"))),
    "": (_set("for of at with from in to"),),
}

_DATE: Final = re.compile(
    r"""(?x)\ (?:(?:earlier|late|later)\ )?(?:(?:this|last)\ (?:week|weekend|month|year|summer
    |winter|spring|autumn)|yesterday|today|(?:(?:on|from|of|in|last|late|early|dated)\ )*(?:(?:Mon
    |Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|May|June|July|August
    |September|October|November|December)(?:\ \d{1,2}(?!\d))?(?:,?\ \d{4})?))\b"""
)
_MORE_THAN: Final = re.compile(
    r"(?i)(?:more than|at least|up to|fewer than|less than|as many as|no fewer than) (?=\d|[a-z])"
)
_WITHHELD: Final = re.compile(
    r"""(?x) \b(?:[Aa]nonym\w+ | [Uu]n(?:named|identified|disclosed|known)
    | (?:not|n['’]t|without\ being|refus\w+|declin\w+)\ (?:want\ |wish\ |like\ |prefer\ )?(?:to\ )?
      (?:be\ )?(?:named|identified|give\ \w+\ (?:full\ )?name)
    | names?\ (?:\w+\ ){0,3}withheld
    | (?:person|people|man|woman|someone|those|officials?|executives?)\ (?:\w+\ ){0,2}?
      (?:familiar\ with|with\ (?:\w+\ )?knowledge\ of|briefed\ on|close\ to|privy\ to
      |aware\ of\ the)
    )\b"""
)
_CALLED: Final = re.compile(
    r"\b(?:called|named|known as|nicknamed|dubbed|identified (?:only )?as|such as|like)\s+"
    r"(?=[\"“‘']?(?:the )?[A-Z@])"
)
_BRACKET: Final = re.compile(r"\s*\([^()]*\)")
_QUOTED_NAME: Final = re.compile(r"[‘“\"'«]([A-Z0-9#][^‘’“”\"«»]{1,60})[’”\"'»](?:\s+([\w-]+))?")

# Patterns over letters, see letters.py.
_NAME: Final = re.compile(r"(?:p+(?=[NC]))?[NCDJ](?:[NCDJ#p&]*[NCDJ#])?$")
_NAME_BEFORE: Final = re.compile(r"[NCDJ][NCDJ#p&]*$")
_NAME_OF_BODY: Final = re.compile(r"N[NCDJ#p&]*$")
_CAPITAL: Final = re.compile("[NCDJ]")
_PLAIN_NAME: Final = re.compile(r"p*[N#][Np#]*")
_TITLED_NAME: Final = re.compile(r"J(p*N[Np#]*)$")
_SMALL_WORD: Final = re.compile("[xRv]")
_PREPOSITION: Final = re.compile("[oi]")
_LATER_PREPOSITION: Final = re.compile("(?<=.)[oi]")
_OWNER_ENDS: Final = re.compile("(?<=.)[iw,(]")
_FIRST_ENDS: Final = re.compile(r"(?<=.)(?:[,(w]|&(?![NCDJ#pa&]))")
_TWO_NAMES: Final = re.compile(r"a?[NJD#p]+(&)[NCDJ#p]+")
_POST_TAIL: Final = re.compile(r"[oi]+a?([NCDJ#p&os]+)$")
_MATTERS: Final = re.compile(r"o[xR&]+")
_OF_BODY: Final = re.compile(r"(?:[o&]a?[NCDJ#][NCDJ#p&]*)+")
_CALLED_NAME: Final = re.compile(r"[qa]*([NCDJ#][NCDJ#p]*(?:oa?[NCDJ]+)*)")
_COMPOUND: Final = re.compile(r"[NCDJ#]+[o&][aNCDJ#o&p]*[NCDJ]x*R$")
_ASIDE: Final = re.compile(r"([,(&])([^,()]+?)(?=[,()]|&(?![NCDJ#pa&])|$)")
_SPOKEN: Final = re.compile("[Rx]*R")


class Phrase(NamedTuple):
    """What a phrase says about whom it stands for.

    Attributes:
        name: the name without title and apposition, "" if there is none.
        noun: what the phrase says it is, in dictionary form ("minister"), or "".
        kind: the class of the noun in roles.tsv, or "".
        words: the other words of the description, in small letters.
        article: the first determiner, in small letters, or "".
        owner: whose it is, or whom the noun speaks for: "the ministry" of
            "a spokesman for the ministry", "The Gull Post" of "an article in The Gull Post".
        text: the phrase without clauses, dates and asides: how a description is called.
        gender: "m", "f" or "" where nothing tells.
        plural: whether the noun is several.
        titled: whether a title, a post or another description stands beside the name.
        withheld: whether it says or shows that a name is kept back.
    """

    name: str = ""
    noun: str = ""
    kind: str = ""
    words: frozenset[str] = frozenset()
    article: str = ""
    owner: str = ""
    text: str = ""
    gender: str = ""
    plural: bool = False
    titled: bool = False
    withheld: bool = False


@lru_cache(maxsize=20_000)
def read_phrase(text: str, hint: str = "", *, lowered: bool = False) -> Phrase:
    """Read a phrase.

    1. the part before the first comma, bracket, "who" or participle gives name or noun;
    2. else a name behind "called" or in quotation marks;
    3. the asides behind it add the name or the post that was missing.

    Args:
        text: the phrase as it stands.
        hint: the encoder's kind of it ("person", "organization", "place", …), if known.
        lowered: whether its first capital is only that of its sentence.
    """
    if lowered:
        text = text[:1].lower() + text[1:]
    return _read_short(text) or _read_long(text, hint)


def _read_short(text: str) -> Phrase | None:
    """Read a name of one or two words, or a few small words without a clause; else None.

    Half of all phrases are such. It comes to the same as ``_read_long``, in a fourth of the time.
    """
    words = tuple(text.split(" "))
    if len(words) > _SHORT or "" in words or not text.replace(" ", "").isalpha():
        return None
    letters = "".join(map(letter_of, words))
    if letters in {"N", "NN"} and class_of(lemma(words[-1].lower(), "NOUN")) not in TEXTS:
        return _known(text) or Phrase(name=text, text=text)
    bare = letters.lstrip("a")
    if not bare or bare.strip("xR"):
        return None
    article = words[0].lower() if len(bare) < len(letters) else ""
    base = Phrase(text=text, article=article)
    base = _with_noun(base, words[len(letters) - len(bare) :])
    if base.kind in {"mouthpiece", "paper"}:
        return None
    withheld = base.kind == "source" or base.noun in _SOMEBODY or bool(_WITHHELD.search(text))
    return base._replace(withheld=True) if withheld else base


def _known(text: str) -> Phrase | None:
    """Read the name of a well-known body, whatever its words are: "Save the Children"."""
    if key_of(text) not in bodies():
        return None
    return Phrase(name=text.removeprefix("the ").removeprefix("The "), text=text)


_SHORT: Final = 4  # words
_SOMEBODY: Final = frozenset({"someone", "somebody"})


def _read_long(text: str, hint: str) -> Phrase:
    """Read any phrase."""
    known = _known(text)
    if known:
        return known
    more = _MORE_THAN.match(text)
    if more:
        rest = read_phrase(text[more.end() :], hint)
        return rest._replace(text=more.group() + rest.text)
    long = text.count(" ") > 1
    plain = (_DATE.sub("", text) or text) if long else text
    if "(" in plain:
        plain = _BRACKET.sub("", _BRACKET.sub("", plain)).split("(", 1)[0]
    called = _CALLED.search(plain) if long else None
    row = _undoubled(_stripped(row_of(plain[: called.start()] if called else plain)), hint)
    if not row.letters.strip("a"):
        several = bool(row.words) and row.words[-1].lower() not in _ONE_OF
        return Phrase(text=text, kind="people" if several else "", plural=several)
    end = _start_of(_FIRST_ENDS, row.letters)
    clause = _clause(row.cut(0, end))
    first = _first_part(row.cut(0, clause), hint)
    if clause < end and row.words[clause].lower() in _KEPT_BEHIND:
        first = first._replace(text=row.cut(0, end).said())
    if not first.name:
        name = _called(plain[called.end() :]) if called else _quoted(row.cut(0, end))
        first = first._replace(name=name)
    for mark, aside in _asides(row.cut(end)):
        first = _joined(first, mark, aside, hint)
    if first.name:
        return first
    somebody = first.kind == "source" or first.noun in _SOMEBODY
    return first._replace(withheld=somebody or bool(_WITHHELD.search(text)))


def _start_of(pattern: re.Pattern[str], letters: str) -> int:
    """Return where a pattern is first found, the end if nowhere."""
    match = pattern.search(letters)
    return match.start() if match else len(letters)


def _stripped(row: Row) -> Row:
    """Drop adverbs and quotation marks before, possessives and marks behind."""
    first = len(row.letters) - len(row.letters.lstrip("fq,&w"))
    return row.cut(first, len(row.letters.rstrip("sq,f")))


def _undoubled(row: Row, hint: str) -> Row:
    """Cut "and Mary Lowe" off a name, but not the "and" inside the name of a body."""
    run = _TWO_NAMES.match(row.letters)
    if not run or row.words[run.start(1)] == "&":
        return row
    state = find_country(row.cut(run.start(1) + 1, run.end()).said())
    if hint != "person" and "C" in run.group() and not state:
        return row
    whole = row.cut(0, run.end()).said()
    return row if find_outlet(whole) or find_country(whole) else row.cut(0, run.start(1))


def _clause(row: Row) -> int:
    """Return where a clause such as "serving in Syria" starts behind a noun."""
    for at in range(1, len(row.words)):
        if row.letters[at] != "v" or row.letters[at - 1] not in "RNCJx":
            continue
        after = row.letters[at + 1 : at + 2]
        word = row.words[at + 1] if after else ""
        if not after or after in "ioaf&" or word.endswith("ly") or word in _BEHIND_CLAUSE:
            return at
        goer = row.words[at].endswith("ing") and is_plural(row.words[at - 1])
        if goer and after in "NCD" and row.words[at - 1].islower():  # people fleeing Syria
            return at
    return len(row.words)


# -- the first part -------------------------------------------------------------------------


def _first_part(row: Row, hint: str) -> Phrase:
    """Read the part before the first comma."""
    start = len(row.letters) - len(row.letters.lstrip("a"))
    start = start if start < len(row.letters) else 0
    owner, rest = _possessor(row.cut(start))
    if owner and start and owner.split()[-1].islower():
        owner = row.cut(0, start + len(row.words) - start - len(rest.words) - 1).said()
    base = Phrase(text=row.said(), article=row.words[0].lower() if start else "", owner=owner)
    end = _start_of(_LATER_PREPOSITION, rest.letters)
    if _COMPOUND.match(rest.letters):  # University of Hull researchers
        return _described(rest, rest.cut(0, 0), base)
    head, tail = rest.cut(0, end), rest.cut(end)
    run = _NAME.search(head.letters)
    if run is None and start and head.letters[:1] == "o":  # one of the survivors
        of_many = read_phrase(rest.cut(1).said())
        several = base.article not in _ONE_OF and of_many.plural
        return of_many._replace(name="", text=base.text, article=base.article, plural=several)
    if run is None:
        return _described(head, tail, base)
    return _capitals(head, tail, run.start(), base, hint)


def _possessor(row: Row) -> tuple[str, Row]:
    """Split "Niger's army" into its owner and the rest."""
    at = row.letters.rfind("s")
    before = _PREPOSITION.search(row.letters)
    if at <= 0 or at == len(row.letters) - 1 or (before and before.start() < at):
        return "", row
    return row.cut(0, at).said(), row.cut(at + 1)


def _with_noun(base: Phrase, words: tuple[str, ...]) -> Phrase:
    """Add what the noun at the end of some words tells."""
    if not words:
        return base
    noun, _ = noun_at_end(words)
    kind, *gender = table("roles.tsv").get(noun, ("",))
    last = words[-1].rstrip(".").lower()
    if not noun:
        noun, gender = lemma(last, "NOUN"), list(table("titles.tsv").get(last, ()))
        kind = "person" if last in table("titles.tsv") else ""
    former = {"former"} if last.startswith("ex-") or "ex" in words else set()
    return base._replace(
        noun=noun,
        kind=kind,
        gender=gender[0] if gender else base.gender,
        plural=is_plural(words[-1]),
        words=base.words | {word.lower() for word in words[:-1]} | former,
    )


def _front(head: Row) -> Row:
    """Return what stands before the noun at the end of a row."""
    return head.cut(0, len(head.words) - max(noun_at_end(head.words)[1], 1))


def _described(head: Row, tail: Row, base: Phrase) -> Phrase:
    """Read a part whose head is a common noun: "Swiss foreign ministry", "officials"."""
    owned = bool(base.owner)
    base, front = _with_noun(base, head.words), _front(head)
    base = base._replace(owner=base.owner or _owner(front, tail, base.kind))
    if base.kind in {"party", "people", "quantity"} and tail.letters[:1] == "o":
        base = _counted(tail, base)
    if base.kind in BODIES and (not base.plural or base.noun == "police"):
        matters = _MATTERS.match(tail.letters)  # ministry of foreign affairs
        if matters and base.kind == "government":
            head = _followed(head, tail.cut(0, matters.end()))
        return base._replace(name=_body_name(head, front, base, owned=owned))
    if base.kind == "office" and not base.plural:
        return _posted(tail, base)
    return base


def _counted(tail: Row, base: Phrase) -> Phrase:
    """Read what "a number of" and the like count."""
    counted = read_phrase(tail.cut(1).said())
    if not counted.plural:
        crowd = base.noun in _CROWDS and base.article in INDEFINITE
        return base._replace(kind="people", plural=True) if crowd else base
    return base._replace(noun=counted.noun, kind=counted.kind or "person", plural=True)


def _owner(front: Row, tail: Row, kind: str) -> str:
    """Return whom a noun speaks for: "UN" spokesman, statement by "the ministry"."""
    for prepositions in _OWNED_BY.get(kind, _OWNED_BY[""]):
        for at, letter in enumerate(tail.letters):
            if letter in "oi" and tail.words[at].lower() in prepositions:
                rest = tail.cut(at + 1)
                return rest.cut(0, _start_of(_OWNER_ENDS, rest.letters)).said()
    name = _NAME_BEFORE.search(front.letters)
    if name:
        return front.cut(name.start()).said()
    spoken = kind in {"mouthpiece", "paper"} and _SPOKEN.fullmatch(front.letters)
    if spoken and class_of(noun_at_end(front.words)[0]) in BODIES:
        return f"the {front.said()}"  # a police spokesman, a government statement
    return ""


def _body_name(head: Row, front: Row, base: Phrase, *, owned: bool) -> str:
    """Return the name of a body that ends in a common noun, "" if it is only described.

    "the Gull newspaper" is "Gull", "the Swiss foreign ministry" all of it, "Niger's army"
    with its owner.
    """
    run = _NAME_BEFORE.search(front.letters)
    if base.kind in {"party", "medium", "force"}:
        agency = base.noun == "news agency" and not base.article and not owned
        if agency and run and run.start() == 0:  # Gull news agency: as it is called
            return head.said()
        name = _NAME_OF_BODY.search(front.letters)
        return front.cut(name.start()).said() if name else ""
    first = _CAPITAL.search(front.letters)
    if base.kind == "authority" and base.noun != "police":
        return ""
    if owned and base.owner[:1].isupper() and (not first or base.kind == "government"):
        return f"{base.owner}'s {head.said()}"
    return head.cut(first.start()).said() if first else ""


# -- capitals -------------------------------------------------------------------------------


def _capitals(head: Row, tail: Row, at: int, base: Phrase, hint: str) -> Phrase:
    """Read a part whose head ends in capitals, from a place on.

    1. a title that nothing follows is a description, but for a name behind its "of …";
    2. what follows a title is a name; 3. so is all the rest, with what belongs to it.
    """
    letters = head.letters[at:]
    title = letters.rfind("J")
    small = bool(_SMALL_WORD.search(head.letters[:at]))
    body = hint == "organization" and at == 0 and title > 1 and is_plural(head.words[-1])
    if title == len(letters) - 1 and not body:  # the Prime Minister; Ambassador to France Ann Lee
        base = _with_noun(base, head.words)
        base = base._replace(owner=base.owner or _owner(_front(head), tail, base.kind))
        return _posted(tail, base) if base.kind in {"office", ""} else base
    plain = _PLAIN_NAME.fullmatch(letters[title + 1 :])
    if title >= 0 and plain and (hint != "organization" or title or small):
        return _titled(head, at + title, base)
    if small:
        before = head.cut(0, at)
        base = _with_noun(base, before.words)
        owner = base.owner or _owner(_front(before), tail.cut(0, 0), base.kind)
        base = base._replace(owner=owner)
    lone = len(letters) == 1 or (len(letters) == 2 and is_plural(head.words[-1]))
    several = base.article in INDEFINITE and lone  # many Nigerians
    if not base.kind and (several or (base.article and letters == "D")):  # the Brit
        return _with_noun(base, head.words)
    return _bare(head, tail, at, base, hint)


def _titled(head: Row, at: int, base: Phrase) -> Phrase:
    """Read a title with a name behind it, the title's last word at a place."""
    base = _with_noun(base, head.words[: at + 1])
    kind = base.kind or "person"
    if kind == "mouthpiece" and base.noun in {"rep", "representative"}:
        kind = "person"  # of a parliament
    behind = [word for word in head.words[at + 1 :] if word.lower() not in _SUFFIXES]
    single = len(behind) == 1 and head.words[at].lower() in _KEEPS_TITLE
    return base._replace(
        name=head.cut(at if single else at + 1).said(),
        owner=base.owner or _front(head.cut(0, at + 1)).said(),
        titled=True,
        plural=False,
        kind=kind,
    )


def _posted(tail: Row, base: Phrase) -> Phrase:
    """Take the name at the end of what follows a post: "minister of trade Ann Lee"."""
    name = _name_behind_post(tail)
    return base._replace(
        name=name,
        titled=bool(name),
        owner=base.owner.removesuffix(name).strip() if name else base.owner,
        words=base.words | {word.lower() for word in tail.words[1:]},
    )


def _name_behind_post(tail: Row) -> str:
    """Return the name at the end of "of the European Commission Ursula von der Leyen"."""
    run = _POST_TAIL.match(tail.letters)
    if not run:
        return ""
    titled = _TITLED_NAME.search(tail.letters)
    if titled:
        return tail.cut(titled.start(1)).said()
    for start in range(run.start(1) + 1, len(tail.words)):
        if tail.letters[start] not in "Np":
            continue
        ended = tail.words[start - 1].lower() in _PORTFOLIOS or tail.letters[start - 1] == "C"
        given = tail.words[start].lower() in table("given_names.tsv")
        if ended or given or find_country(tail.cut(run.start(1), start).said()):
            return tail.cut(start).said()
    return ""


def _bare(head: Row, tail: Row, at: int, base: Phrase, hint: str) -> Phrase:
    """Read a name without a title, as far as what it hangs on lets it be told."""
    run = head.cut(at)
    small, body = bool(_SMALL_WORD.search(head.letters[:at])), run.letters.endswith("C")
    person = hint == "person" and not body
    if small:
        told = base.kind in BODIES | PERSONS
        base = _as_body(base, run) if body and not told else base
    elif not person or (run.letters.count("N") < 2 and tail.letters[:1] != "o"):
        run = _extended(run, tail)
        base = _as_body(base, run)
    while len(run.words) > 1 and run.letters[0] == "D" and "-" in run.words[0]:
        run = run.cut(1)  # the Kurdish-led Syrian Democratic Forces
    if hint == "person":
        run = _without_credit(run)
    if base.kind in BODIES and base.owner and _is_rule(base.owner):
        base = base._replace(kind="government")
    name = run.said()
    if base.kind == "government" and base.owner[:1].isupper() and not small:
        name = f"{base.owner}'s {name}"
    return base._replace(name=name, titled=small, plural=False)


def _extended(run: Row, tail: Row) -> Row:
    """Return a body's name with the "of …" that belongs to it: "Church of Norway"."""
    more = _OF_BODY.match(tail.letters)
    if not more:
        return run
    return _followed(run, tail.cut(0, more.end() - (tail.letters[more.end() - 1] == "&")))


def _followed(row: Row, more: Row) -> Row:
    """Return a row with the one behind it."""
    words, letters = row.words + more.words, row.letters + more.letters
    return Row(row.text, row.spans + more.spans, words, letters)


def _as_body(base: Phrase, run: Row) -> Phrase:
    """Take the kind of a name from the noun it ends in: "Saudi Interior Ministry"."""
    own = run.cut(0, _start_of(_PREPOSITION, run.letters))
    noun, _ = noun_at_end(own.words)
    return base._replace(noun=noun, kind=class_of(noun)) if class_of(noun) in _NAMING else base


_NAMING: Final = BODIES | TEXTS


def _without_credit(run: Row) -> Row:
    """Cut off what stands before a person's name without belonging to it.

    A demonym, a photographer's agency, a body he leads, the first word of a headline in
    capitals: "Russian Ivan Orlov", "Reuters Ivan Orlov", "BREAKING Ivan Orlov".
    """
    while len(run.words) > 2 or (len(run.words) == 2 and run.letters[0] == "D"):
        first = run.words[0]
        loud = len(first) > 2 and first.isupper() and not run.words[-1].isupper()
        sizes = range(len(run.words) - 2, 0, -1)
        cut = next((size for size in sizes if _is_known(run.cut(0, size).said())), 0)
        if not cut and not loud and run.letters[0] != "D":
            break
        run = run.cut(cut or 1)
    return run


def _is_known(name: str) -> bool:
    """Tell whether a name is a country's, an outlet's or a well-known body's."""
    return bool(key_of(name) in bodies() or find_country(name) or find_outlet(name))


def _is_rule(owner: str) -> bool:
    """Tell whether an owner is a government, in small letters: "the government's project"."""
    noun, _ = noun_at_end(tuple(owner.split()[-1:]))
    return owner[-1:].islower() and class_of(noun) == "government"


# -- names elsewhere --------------------------------------------------------------------------


def _called(text: str) -> str:
    """Return the name that opens what stands behind "called", "known as", "such as"."""
    row = row_of(text)
    run = _CALLED_NAME.match(row.letters)
    return row.cut(run.start(1), run.end()).said() if run else ""


def _quoted(row: Row) -> str:
    """Return a name in quotation marks, alone or before the noun of a body."""
    match = _QUOTED_NAME.search(row.said()) if "q" in row.letters else None
    if not match:
        return ""
    kind = class_of(lemma(match.group(2) or "", "NOUN"))
    return match.group(1) if not match.group(2) or kind in BODIES else ""


def _asides(row: Row) -> list[tuple[str, Row]]:
    """Return the asides behind the first part, each with the mark before it, up to "who"."""
    if not row.letters:
        return []
    letters = row.letters.split("w", 1)[0]
    found = [(m.group(1), row.cut(m.start(2), m.end(2))) for m in _ASIDE.finditer(letters)]
    return found[:4]


def _joined(first: Phrase, mark: str, row: Row, hint: str) -> Phrase:
    """Add an aside to what is known: a name or a post."""
    if mark == "&" and not first.name and first.kind in PERSONS and not first.plural:
        post = read_phrase(row.said(), hint)  # chairman and chief executive Ann Lee
        return first._replace(name=post.name, titled=True) if post.titled else first
    if mark in "(&" or row.words[0].lower().rstrip(".") in _SUFFIXES or row.letters[0] in "iovx#":
        return first
    kind = "person" if first.kind in PERSONS else hint
    aside = read_phrase(row.said(), "" if first.name else kind)
    if not first.name and aside.name and _may_name(first, aside):
        return first._replace(
            name=aside.name,
            gender=aside.gender or first.gender,
            titled=True,
            words=first.words | aside.words,
        )
    if first.name and not first.noun and not aside.name and aside.noun:
        return first._replace(
            noun=aside.noun,
            kind=first.kind or aside.kind,
            words=aside.words,
            gender=first.gender or aside.gender,
            owner=first.owner or aside.owner,
        )
    return first


def _may_name(first: Phrase, aside: Phrase) -> bool:
    """Tell whether an aside is the name of what stands before it."""
    told = first.kind or first.article  # one Rohingya, Amin
    if first.plural or not told or first.kind in TEXTS or find_country(aside.name):
        return False
    return not (aside.kind in BODIES and first.kind in PERSONS)
