"""English words to their dictionary form: enough for cues and the verbs beside them."""

from __future__ import annotations

import re
from functools import lru_cache

Forms = tuple[str, ...]

# One line a verb: the dictionary form, then its irregular forms.
_IRREGULAR_VERBS = """
be am is are was were been being 'm 're
have has had 've
do did done does
go went gone goes
say said says
tell told
think thought
know knew known
make made
take took taken
give gave given
write wrote written
speak spoke spoken
see saw seen
foresee foresaw foreseen
foretell foretold
find found
hold held
withhold withheld
feel felt
understand understood
misunderstand misunderstood
mean meant
keep kept
leave left
lead led
mislead misled
read read
hear heard
get got gotten
come came
become became become
begin began begun
bring brought
buy bought
fight fought
seek sought
catch caught
teach taught
send sent
spend spent
lend lent
build built
put put
set set
let let
cut cut
hit hit
bet bet
quit quit
cast cast
forecast forecast
broadcast broadcast
swear swore sworn
forswear forswore forsworn
bear bore borne
wear wore worn
tear tore torn
draw drew drawn
withdraw withdrew withdrawn
show showed shown
choose chose chosen
forbid forbade forbidden
forget forgot forgotten
forgive forgave forgiven
beseech besought
plead pled
stand stood
withstand withstood
lay laid
lie lied lying lies
die died dying dies
tie tied tying ties
pay paid
sell sold
win won
meet met
run ran
sit sat
rise rose risen
fall fell fallen
break broke broken
strike struck stricken
shoot shot
ring rang rung
sing sang sung
drive drove driven
ride rode ridden
hide hid hidden
eat ate eaten
fly flew flown
grow grew grown
throw threw thrown
blow blew blown
lose lost
sleep slept
deal dealt
learn learnt
dream dreamt
bid bade
undertake undertook undertaken
mistake mistook mistaken
rethink rethought
retell retold
underlie underlay underlain
focus focused focuses focusing
bias biased
can ca
will wo 'll
agree agreed
disagree disagreed
guarantee guaranteed
decree decreed
flee fled
prove proven
rebuild rebuilt
free freed
"""
_IRREGULAR_NOUNS = """
man men
woman women
child children
person people
spokesman spokesmen
spokeswoman spokeswomen
analysis analyses
crisis crises
hypothesis hypotheses
basis bases
criterion criteria
life lives
wife wives
thief thieves
belief beliefs
thanks thanks
movie movies
tie ties
means means
foot feet
"""


# Endings of nouns made from verbs, and what the verb has there.
_KIN = (
    ("ification", "ify"), ("ization", "ize"), ("isation", "ize"), ("ation", "ate"), ("ation", "e"),
    ("ation", ""), ("ition", "e"), ("ion", "e"), ("ion", ""), ("ment", ""), ("al", ""),
    ("ance", ""), ("er", ""), ("er", "e"), ("or", ""),
)  # fmt: skip


def _forms(table: str) -> dict[str, str]:
    """Map every irregular form of a table to its dictionary form."""
    lines = [line.split() for line in table.strip().splitlines()]
    return {form: words[0] for words in lines for form in words}


_VERBS = _forms(_IRREGULAR_VERBS)
_NOUNS = _forms(_IRREGULAR_NOUNS)

_LOOK_INFLECTED = """
need feed speed succeed proceed exceed embed bleed breed seed heed indeed hundred sacred naked
shed fled sing king thing string spring sling cling fling swing sting ping anything nothing
something everything during morning evening this thus plus yes news politics series species
always perhaps towards besides afterwards across less unless mathematics physics economics
ethics mechanics semantics
"""
_BASE = frozenset(_LOOK_INFLECTED.split())

# Stems that lost a final "e" before -ed or -ing.
_LOST_E = re.compile(
    r"""(?: [czvu] | [^s]s | (?:[dlr]|[aei]|[ea]n)g | [bcdfgkptz]l
    | [^aeo]at | [^aeiou](?:ut|in|ir|ar|ur|id|ud|um|ul|uk|ok|ik|ap)
    | ^[^aeiou]*(?:qu)?[aeiouy][bdgklmnprt]
    | creat | (?:inv|un|exc|rec|inc|ign)it | [mvn]ot | (?:pl|el|omp)et
    | [rcs]ed | suad | guid | [lr]od | [cp]om | nam | rib | quir
    | (?:con|inter|contra)ven | pon | don | s?[^ao]ol | cil | pil
    | (?:pl|gn|st|sc)or | terfer )$""",
    re.VERBOSE,
)
_KEPT = re.compile(
    r"(?:combat|format|murmur|pivot|depon|pardon|abandon|posit|develop|solicit|^hang|debut|schol)$"
)
_DOUBLED = re.compile(r"([bdgmnprt])\1$")
_DOUBLED_L = re.compile(r"[aeiou].*[aeiou]ll$")
_TRUE_LL = re.compile(r"(?:call|tell|sell|kill|fill|pull|roll|poll|spell|swell|stall)$")


@lru_cache(maxsize=50_000)
def lemma(word: str, tag: str) -> str:
    """Return the dictionary form of an English word.

    Args:
        word: as it stands in the text, in any case.
        tag: its universal part of speech; any other than a verb's or a noun's
            leaves the word as it is, in lower case.
    """
    low = word.lower().replace("’", "'")
    if tag in {"VERB", "AUX"}:
        return _VERBS.get(low) or _verb(low)
    if tag in {"NOUN", "PROPN"}:
        return _NOUNS.get(low) or _without_s(low)
    return low


@lru_cache(maxsize=20_000)
def forms(word: str) -> Forms:
    """Return what a word may be looked up as: itself, then as a verb, then as a noun.

    British "-ise" is looked up as "-ize" too.
    """
    low = word.lower().replace("’", "'")
    found = [low, lemma(low, "VERB"), lemma(low, "NOUN")]
    found += [f"{form[:-3]}ize" for form in found if form.endswith("ise")]
    return tuple(dict.fromkeys(found))


def kin(word: str) -> list[str]:
    """Return verbs a word may be made from: "vilification" from "vilify", "reassert"."""
    made = [
        form[: -len(end)] + back for form in forms(word) for end, back in _KIN if form.endswith(end)
    ]
    return [*made, *(form[2:] for form in forms(word) if form.startswith("re"))]


def _verb(low: str) -> str:
    """Strip -s, -ed or -ing from a regular verb."""
    if low in _BASE or len(low) < 4:
        return low
    if low.endswith("ied"):
        return f"{low[:-3]}y"
    if low.endswith("ed"):
        return _stem(low[:-2])
    if low.endswith("ing"):
        return _stem(low[:-3])
    return _without_s(low)


def _stem(stem: str) -> str:
    """Repair a stem whose ending is off: undo doubling, give back a lost "e"."""
    if not re.search("[aeiouy]", stem) or len(stem) < 2:
        return stem
    if _DOUBLED.search(stem) and stem not in {"add", "err"}:
        return stem[:-1]
    if _DOUBLED_L.search(stem) and not _TRUE_LL.search(stem):
        return stem[:-1]
    if _LOST_E.search(stem) and not _KEPT.search(stem):
        return f"{stem}e"
    return stem


def _without_s(low: str) -> str:
    """Strip the -s of a plural or of a verb's third person."""
    if low in _BASE or len(low) < 4 or not low.endswith("s") or low.endswith(("ss", "us", "is")):
        return low
    if low.endswith("ies"):
        return f"{low[:-3]}y"
    if low.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        return low[:-2]
    return low[:-1]
