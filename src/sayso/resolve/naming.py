"""Names as two documents may write them: spelt anew, shortened, by their initials.

``same_person`` compares names of people word by word, ``same_body`` those of bodies. Both
give a likeness between 0 and 1 with its reason, or say that the names exclude each other.
Numbers were set on examples of our own; docs/same-actor.md lists them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from sayso.countries import find_country, is_demonym

_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"}
    | dict.fromkeys("'’‘ʼʿʾ`´", "")
)
_WORD: Final = re.compile(r"[^\W_]+")
_DOTTED: Final = re.compile(r"\b[^\W\d_]\.(?:[^\W\d_]\.)+")  # U.S., H.W.
_PARTICLES: Final = frozenset("al el ul bin ibn bint".split())
_GENERATIONS: Final = frozenset("jr sr ii iii iv junior senior".split())
_SMALL: Final = frozenset("the of for and in on de la du des a an".split())
# Words at the end of a name that say what sort of body it is: those of firms may always be left
# out, others where two words stay ("Space Agency" is not "Space").
_FIRMS: Final = frozenset("inc ltd llc plc limited corp co".split())
_SORTS: Final = frozenset(
    "campaign movement group organisation organization company corporation agency association"
    " foundation".split()
)
_MILD: Final = (
    _FIRMS | _SORTS | frozenset("international committee federation world global".split())
)

# Spellings that rules on letters do not reach: each row is one name.
_SPELLINGS: Final = (
    "muhammad mohammed mohamed mohammad muhammed mohamad muhamed mohamud muhammadu mohd",
    "abdullah abdallah abdulla abdula",
    "gaddafi qaddafi gadhafi kadafi kadhafi qadhafi gadafi",
    "osama usama",
    "omar umar omer",
    "hussein hussain husain husayn hossein hosein hussien",
    "youssef yousef yusuf yousuf yusef youcef",
    "ahmed ahmad ahmet",
    "said saeed sayed saïd",
    "ali aly",
    "alexander aleksandr alexandr aleksander oleksandr",
    "volodymyr vladimir wladimir",
    "sergei sergey serhiy serguei",
    "yulia julia yuliya iuliia",
    "zelensky zelenskyy zelenskiy zelenski",
    "lukashenko lukashenka",
    "netanyahu netanyahou",
    "khomeini khomeyni",
    "assad asad",
)
_NICKNAMES: Final = (
    "william bill will billy", "robert bob rob bobby", "richard dick rick", "james jim jimmy",
    "john jack johnny", "joseph joe", "michael mike mick", "thomas tom", "charles charlie chuck",
    "edward ed ted eddie", "daniel dan danny", "david dave", "donald don", "kenneth ken",
    "christopher chris", "matthew matt", "anthony tony", "steven steve stephen", "andrew andy",
    "benjamin ben", "samuel sam", "gregory greg", "jeffrey jeff geoffrey geoff", "ronald ron",
    "elizabeth liz beth", "katherine kate kathy catherine", "margaret maggie", "susan sue",
    "patricia pat", "deborah debbie", "jennifer jen jenny", "nicholas nick", "alexander alex",
    "timothy tim", "lawrence larry", "gerald jerry", "frederick fred", "raymond ray",
)  # fmt: skip

_CONSONANTS: Final = (
    ("sch", "sh"), ("tch", "ch"), ("ph", "f"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"),
    ("dj", "j"), ("zh", "j"), ("ck", "k"), ("q", "k"), ("x", "ks"), ("w", "v"), ("tz", "z"),
)  # fmt: skip
_VOWELS: Final = re.compile(r"[aeiouy]+")
_SOUNDS: Final = {
    "front": {"e", "i", "y", "ee", "ei", "ey", "ie", "ii", "iy", "yi", "ai", "ay", "ea"},
    "back": {"o", "u", "ou", "oo", "uu", "ow"},
    "open": {"a", "aa", "e", "ia", "ya"},
}
_LEAST_CONSONANTS = 3


class Likeness(NamedTuple):
    """How sure it is that two are one, 0 to 1, and the reasons, a sentence each.

    ``excluded`` says that they are not, whatever else speaks for it.
    """

    score: float
    why: tuple[str, ...]
    excluded: bool = False


NONE: Final = Likeness(0.0, ())


@lru_cache(maxsize=1 << 16)
def folded(name: str) -> str:
    """Return a name in small letters without accents and apostrophes."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS))
    return "".join(char for char in plain if not unicodedata.combining(char))


@lru_cache(maxsize=1 << 16)
def words_of_name(name: str) -> tuple[str, ...]:
    """Return the words of a name, folded: hyphens part, points in "U.S." and "'s" at the end go."""
    bare = re.sub(r"['’]s?$", "", name.strip())
    return tuple(_WORD.findall(folded(_DOTTED.sub(lambda match: match[0].replace(".", ""), bare))))


@lru_cache(maxsize=1 << 16)
def person_words(name: str) -> tuple[str, ...]:
    """Return the words of a person's name without titles before it, particles and "Jr".

    >>> person_words("Gen. Farid al-Noori Jr.")
    ('farid', 'noori')
    """
    words = [word for word in words_of_name(name.replace(".", " ")) if word not in _GENERATIONS]
    while len(words) > 1 and words[0] in _titles() and not (words[0] == "pope" and len(words) == 2):
        del words[0]
    kept = [word for word in words if word not in _PARTICLES]
    return tuple(kept or words)


@lru_cache(maxsize=1 << 16)
def generation(name: str) -> str:
    """Return "jr", "sr", "iii" … of a person's name, or ""."""
    found = next((word for word in words_of_name(name)[1:] if word in _GENERATIONS), "")
    return {"junior": "jr", "senior": "sr"}.get(found, found)


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """Return the consonants of a word as transliterations share them, vowels left out.

    >>> skeleton("mohammed") == skeleton("muhammad"), skeleton("khalid") == skeleton("kalid")
    (True, True)
    """
    return _VOWELS.sub("", _sounds(_first_spelling(word))) or word


@lru_cache(maxsize=1 << 16)
def same_word(a: str, b: str) -> Likeness:
    """Return how likely two words of names are one: spelt alike, anew, or an initial."""
    if a == b:
        return Likeness(1.0, ())
    if len(a) == 1 or len(b) == 1:
        return Likeness(0.85, (f"“{a}” and “{b}” share an initial",)) if a[0] == b[0] else NONE
    if _first_spelling(a) == _first_spelling(b):
        return Likeness(0.95, (f"“{a}” and “{b}” are spellings of one name",))
    if _nickname(a) & _nickname(b):
        return Likeness(0.85, (f"“{a}” and “{b}” are short for one name",))
    if len(skeleton(a)) >= _LEAST_CONSONANTS and _sound_alike(a, b):
        return Likeness(0.9, (f"“{a}” and “{b}” are spelt alike but for vowels",))
    return NONE


@lru_cache(maxsize=1 << 16)
def same_person(a: str, b: str) -> Likeness:
    """Return how likely two names of people are one person's, by the names alone.

    .95 the same full name; up to .9 another spelling, an initial, a name left out; .5 a
    surname or a given name alone, or a letter of the given name; excluded if they have two
    given names or are father and son.
    """
    first, second = person_words(a), person_words(b)
    if not first or not second:
        return NONE
    if generation(a) != generation(b):
        one = not generation(a) or not generation(b)
        return Likeness(0.5 if one else 0.0, (f"“{a}” or “{b}” may be father and son",), not one)
    if len(first) == 1 or len(second) == 1:
        return _short_name(first, second)
    if first == second:
        return Likeness(0.95, (f"both are called “{a}”",))
    if sorted(first) == sorted(second):
        return Likeness(0.9, (f"“{a}” and “{b}” are the same words",))
    return _full_names(first, second, f"“{a}” and “{b}”")


@lru_cache(maxsize=1 << 16)
def same_body(a: str, b: str) -> Likeness:
    """Return how likely two names of bodies are one body's, by the names alone.

    .95 the same words but for "of" and "the"; .9 a row of ``bodies.tsv``; .8 the initials, .7
    if they are three or two; .8 words like "international" or "group" left out; .55 the
    country left out.
    """
    if not body_words(a) or not body_words(b):
        return NONE
    if body_words(a) == body_words(b):
        return Likeness(0.95, (f"both are called “{a}”",))
    if (known := known_body(a)) and known == known_body(b):
        return Likeness(0.9, (f"“{a}” and “{b}” are names of one body",))
    if _initials(a, b) or _initials(b, a):
        score = 0.8 if min(len(a), len(b)) > 3 else 0.7
        return Likeness(score, (f"“{a}” and “{b}”: one is the initials of the other",))
    return _shortened(body_words(a), body_words(b), f"“{a}” and “{b}”")


@lru_cache(maxsize=1 << 16)
def body_words(name: str) -> tuple[str, ...]:
    """Return the words of a body's name that tell it from others.

    >>> body_words("the Saltmarsh Ltd.") == body_words("Saltmarsh")
    True
    """
    words = [word for word in words_of_name(name) if word not in _SMALL]
    while len(words) > 1 and (words[-1] in _FIRMS or (len(words) > 2 and words[-1] in _SORTS)):
        words.pop()
    return tuple(
        {"centre": "center", "defence": "defense", "labour": "labor"}.get(w, w) for w in words
    )


@lru_cache(maxsize=1 << 16)
def known_body(name: str) -> str | None:
    """Return the usual name of a body of ``data/bodies.tsv``, or None."""
    bare = re.sub(r"^the ", "", name.strip(), flags=re.IGNORECASE)
    return _bodies().get(bare) or (None if bare.isupper() else _bodies().get(bare.lower()))


def is_mild(word: str) -> bool:
    """Tell whether a word of a body's name may be left out of it: "international"."""
    return word in _MILD


def acronym(name: str) -> str | None:
    """Return the initials of a body's name of three words and more, small: "icrc"."""
    words = [word for word in words_of_name(name) if word not in _SMALL]
    return "".join(word[0] for word in words) if len(words) >= 3 else None


def is_acronym(name: str) -> bool:
    """Tell whether a name is one word of two to six capitals, points aside."""
    bare = re.sub(r"^[Tt]he |\.", "", name.strip())
    return re.fullmatch(r"[A-Z]{2,6}", bare) is not None


def _short_name(first: tuple[str, ...], second: tuple[str, ...]) -> Likeness:
    short, full = sorted((first, second), key=len)
    shown = f"“{' '.join(short)}” and “{' '.join(full)}”"
    if same_word(short[0], full[-1]).score >= 0.9 and len(short[0]) > 1:
        return Likeness(0.5, (f"{shown} share a surname",))
    if same_word(short[0], full[0]).score >= 0.9 and len(short[0]) > 1:
        return Likeness(0.45, (f"{shown} share a given name",))
    return NONE


def _full_names(first: tuple[str, ...], second: tuple[str, ...], shown: str) -> Likeness:
    """Compare names of two words and more that differ."""
    surname = same_word(first[-1], second[-1])
    given = same_word(first[0], second[0])
    short, full = sorted((first, second), key=len)
    if surname.score < 0.9:
        return NONE
    if given.score == 0:
        if _within(short, full, least=0.9):
            return Likeness(0.88, (f"{shown}: one is the other with a name left out",))
        if _one_letter(first[0], second[0]):
            return Likeness(0.5, (f"{shown} differ by a letter",))
        return Likeness(0.0, (f"{shown} have two given names",), excluded=True)
    middle = first[1:-1], second[1:-1]
    score = round(min(0.9, surname.score * given.score), 3)
    reasons = surname.why + given.why or (f"{shown} share first and last name",)
    if all(middle) and not _may_be_one(*middle):
        return Likeness(round(score - 0.25, 3), (*reasons, f"{shown} have other names between"))
    return Likeness(score, reasons)


def _one_letter(a: str, b: str) -> bool:
    """Tell whether two words of three letters and more differ by one, as misprints do."""
    short, full = sorted((a, b), key=len)
    if len(short) < 3 or len(full) - len(short) > 1:
        return False
    if len(short) == len(full):
        return sum(one != other for one, other in zip(a, b, strict=True)) == 1
    return any(full[:at] + full[at + 1 :] == short for at in range(len(full)))


def _may_be_one(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether middle names fit: "W." is not "H. W.", but "Luis" may be left out of two."""
    initials = all(len(word) == 1 for word in (*a, *b))
    return (len(a) == len(b) or not initials) and (_within(a, b) or _within(b, a))


def _within(short: tuple[str, ...], full: tuple[str, ...], *, least: float = 0.85) -> bool:
    """Tell whether the words of a name come in another, in order; by default as initials too."""
    rest = iter(full)
    return all(any(same_word(word, other).score >= least for other in rest) for word in short)


def _shortened(first: tuple[str, ...], second: tuple[str, ...], shown: str) -> Likeness:
    short, full = sorted((first, second), key=len)
    left = [word for word in full if word not in short]
    if len(short) < 2 or short[-1] != full[-1] or not set(short) <= set(full):
        return NONE
    if all(word in _MILD for word in left):
        return Likeness(0.8, (f"{shown}: one leaves out “{' '.join(left)}”",))
    owners = [word for word in left if _is_country(word)]
    if owners and len(owners) == len(left):
        return Likeness(0.55, (f"{shown}: one says of which country",))
    return NONE


def _is_country(word: str) -> bool:
    return (
        find_country(word.title()) is not None or is_demonym(word.title()) or word in {"us", "uk"}
    )


def _initials(short: str, full: str) -> bool:
    return is_acronym(short) and "".join(words_of_name(short)) == acronym(full)


def _sounds(word: str) -> str:
    for written, sound in _CONSONANTS:
        word = word.replace(written, sound)
    word = re.sub(r"c(?=[eiy])", "s", word).replace("c", "k")
    word = re.sub(r"(?<!^)(?<![cs])h", "", word)
    return re.sub(r"([^aeiouy])\1+", r"\1", word)


def _sound_alike(a: str, b: str) -> bool:
    """Tell whether two words have the same consonants and vowels that pass for each other."""
    first, second = _sounds(_first_spelling(a)), _sounds(_first_spelling(b))
    if _VOWELS.sub("", first) != _VOWELS.sub("", second):
        return False
    parts = [re.split(r"([^aeiouy])", word)[::2] for word in (first, second)]
    return all(map(_pass, *parts))


def _pass(a: str, b: str) -> bool:
    if a == b or {a, b} <= {"", "e", "i"}:
        return True
    return any({a, b} <= sounds for sounds in _SOUNDS.values())


def _first_spelling(word: str) -> str:
    return _spellings().get(word, word)


@cache
def _spellings() -> dict[str, str]:
    rows = [folded(row).split() for row in _SPELLINGS]
    return {word: row[0] for row in rows for word in row}


def _nickname(word: str) -> frozenset[int]:
    return _nicknames().get(word, frozenset())


@cache
def _nicknames() -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for number, row in enumerate(_NICKNAMES):
        for word in row.split():
            found[word] = found.get(word, frozenset()) | {number}
    return found


@cache
def _titles() -> frozenset[str]:
    rows = _table("titles.tsv")
    own = "mallam malam alhaji hajiya chief"  # as West African reports have them
    return frozenset(folded(row.split("\t")[0]) for row in rows) | frozenset(own.split())


@cache
def _bodies() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in _table("bodies.tsv"):
        names = row.split("\t")[0].split("|")
        for name in names:
            found.setdefault(name, names[0])
            if not name.isupper():
                found.setdefault(name.lower(), names[0])
    return found


def _table(name: str) -> list[str]:
    raw = files("sayso").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return [line for line in raw.splitlines() if line and not line.startswith("#")]
