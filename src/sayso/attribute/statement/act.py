"""What an attribution does: the act of its cue, unless its content plainly does something else.

The words live in ``data/acts.tsv``; docs/acts.md tells how they are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple, cast

from sayso.attribute.grammar.clause import (
    low,
    relation,
    sentence_of,
    tag,
    words_inside,
)
from sayso.attribute.grammar.lemma import Forms, forms, kin, lemma
from sayso.records import Act, Annotated, Span, Spans

Phrase = tuple[str, ...]

GAP = "…"  # in acts.tsv: up to GAP_WORDS other words
GAP_WORDS = 6
CLAUSE_WORDS = 25  # how far the first auxiliary of a clause is looked for without a tree
REACH_LEFT = 9  # how far before a cue its negation is looked for

CUE_PARTS = ("verb", "noun", "adjective", "adverb", "phrase")
PARTS_OF_TAG = {
    "VERB": ("verb", "adjective"),
    "AUX": ("verb",),
    "NOUN": ("noun",),
    "PROPN": ("noun",),
    "ADJ": ("adjective", "verb"),
    "ADV": ("adverb",),
}
CONDITIONS = ("not", "medium", "people", "to", "someone-to", "that", "gerund")

# What is left of an act that is negated: who does not confirm withholds, who does
# not deny takes no stand. Acts not named here stay.
NEGATED: dict[str, Act] = {
    **dict.fromkeys(("say", "report", "confirm", "promise"), "decline"),
    **dict.fromkeys(("deny", "accuse", "demand", "threaten", "warn", "praise", "decline"), "say"),
}


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_MODALS = _set("will would shall should can could may might must ought 'll 'd wo ca")
_AUXILIARIES = _MODALS | {"be", "have", "do"}
_OBLIGES = _set("should must ought")
_INTENDS = _set("will would 'll wo")
_NOT = _set("not n't never")
_NOBODY = _set("no nobody none neither nor")
_ONLY = _set("only merely just simply")
_BETWEEN = _set("yet ever so far also still even any a an the longer been further again now to of")
_FIRST = _set("i we")
_PRONOUNS = _FIRST | {"he", "she", "it", "they"}
_POINTING = _set("it that this they these those")
_DETERMINERS = _set("a an the his her its their our my your this that these 's")
_BREAKS = _set(
    ", ; : . ! ? — – that who which because if when whether while although said says told asked"
)
_OUTSIDE = _set("of by in at for from on to with that which who this last early earlier late , (")
_NAMING = _set("call term dub label brand characterize")
_QUOTES = "\"'“”‘’«»„‟`)"
_MARKS = f"{_QUOTES}([].,;:?!"
_TAG_QUESTION = re.compile(
    r"(?i),? (?:right|okay|ok|no|huh|eh|yes|(?:is|do|are|was|did)n['’]t \w+)\?"
)
_TOLD = re.compile(r"[a-z\d%][.!](?=[\s\"'“”‘’)]|$)")


class Lexicon(NamedTuple):
    """The rows of acts.tsv, by part: the act of each phrase under each condition.

    ``starts`` lists the phrases of a part by their first word, longest first.
    """

    acts: dict[str, dict[Phrase, dict[str, str]]]
    starts: dict[str, dict[str, tuple[Phrase, ...]]]


class Hit(NamedTuple):
    """An entry that stands in the text: its phrase and part, its first and last word."""

    phrase: Phrase
    part: str
    first: int
    last: int


class Verdict(NamedTuple):
    """An act with its reason; ``open`` if the content may still decide otherwise."""

    act: Act
    why: str
    open: bool


class Clause(NamedTuple):
    """The main clause of a content."""

    subject: tuple[str, ...]
    auxiliaries: tuple[str, ...]
    predicate: int


def find_act(
    annotated: Annotated,
    cue: Span | None,
    content: Spans,
    source: Spans = (),
    *,
    outlet: bool = False,
) -> tuple[Act, str]:
    """Decide the act of an attribution and say why in a few words.

    The cue decides, found in this order:

    1. no cue: a quotation that goes on, "say";
    2. the longest entry of several words that starts in the cue;
    3. its first word with an act, light verbs and negations last;
    4. a word of the same family, or the verb the cue hangs on;
    5. unknown: "say".

    Then the words around it (negation, what follows, who speaks) choose among
    the acts of the entry, and where that leaves "say" or "warn", a content
    that plainly does something else decides.

    Args:
        annotated: the document; a poor tree costs some accuracy, nothing else.
        cue: the words that signal it, None for a quotation without any.
        content: what is attributed.
        source: the words that name whom it is attributed to.
        outlet: whether the caller knows the source for an outlet; if not, its
            words decide whether it is an outlet or a document that reports.
    """
    at = words_inside(annotated, cue) if cue else range(0)
    hit = _find_phrase(annotated, at) or _find_word(annotated, at) or _find_kin(annotated, at)
    if hit is None:
        text = " ".join(_word(annotated, i) for i in at)
        verdict = Verdict(
            "say", f"unknown cue '{text}' -> say" if at else "no cue -> say", open=True
        )
    else:
        hit = _refused(annotated, hit, content) or hit
        verdict = _act_of(annotated, hit, content, source, outlet=outlet)
    return _heed_content(annotated, verdict, hit, content, source)


def is_reporting_cue(text: str) -> bool:
    """Tell whether a phrase holds a cue of the lexicon.

    Generous: the lexicon holds attitudes too ("needs", "seems", "sense").
    """
    view = [forms(bare) for word in text.split() if (bare := word.strip(_MARKS))]
    rows = lexicon()
    return any(
        _end_of(view, at, phrase) is not None
        for at, found in enumerate(view)
        for part in CUE_PARTS
        for form in found
        for phrase in rows.starts[part].get(form, ())
    )


def is_medium(annotated: Annotated, source: Spans) -> bool:
    """Tell whether the words of a source name an outlet or a document."""
    at = words_inside(annotated, source[0]) if source else range(0)
    if not at:
        return False
    document = annotated.document
    if document.text[source[0][0] : source[0][1]] in {document.outlet, document.credit}:
        return True
    rows = lexicon().acts
    head = _head_of(annotated, at)
    name = _word(annotated, head)
    if head > at[0] and name[:1].isupper() and (name.lower(),) in rows["name"]:
        return True
    view = [forms(_word(annotated, i)) for i in range(at[0], head + 1)]
    last = len(view) - 1
    media = (phrase for form in view[last] for phrase in _media().get(form, ()))
    return any(_end_of(view, max(0, last + 1 - len(p)), p) == last for p in media)


@cache
def _media() -> dict[str, list[Phrase]]:
    """Return the phrases for media and documents by their last word."""
    by_last: dict[str, list[Phrase]] = {}
    for phrase in lexicon().acts["medium"]:
        by_last.setdefault(phrase[-1], []).append(phrase)
    return by_last


@cache
def lexicon() -> Lexicon:
    """Read acts.tsv, once: words, part, act and, in some rows, the condition."""
    raw = files("sayso.attribute").joinpath("data/acts.tsv").read_text(encoding="utf-8")
    acts: dict[str, dict[Phrase, dict[str, str]]] = {}
    for line in raw.splitlines():
        if line and not line.startswith("#"):
            words, part, act, *when = line.split("\t")
            row = acts.setdefault(part, {}).setdefault(tuple(words.split()), {})
            row[when[0] if when else ""] = act
    starts: dict[str, dict[str, tuple[Phrase, ...]]] = {}
    for part, rows in acts.items():
        index = starts.setdefault(part, {})
        for phrase in sorted(rows, key=len, reverse=True):
            index[phrase[0]] = (*index.get(phrase[0], ()), phrase)
    return Lexicon(acts, starts)


def _words_of(annotated: Annotated, spans: Spans) -> list[int]:
    return [i for span in spans for i in words_inside(annotated, span)]


def _word(annotated: Annotated, i: int) -> str:
    return annotated.document.text[annotated.words.start[i] : annotated.words.end[i]]


def _view(annotated: Annotated, start: int, stop: int) -> list[Forms]:
    """Return the forms of the words of a stretch, cut at the end of its first sentence."""
    return [
        forms(low(annotated, i))
        for i in range(start, min(stop, sentence_of(annotated, start).stop))
    ]


def _end_of(view: Sequence[Forms], at: int, phrase: Phrase) -> int | None:
    """Return where a phrase starting at a word ends, None if it does not stand there.

    Up to two adverbs may stand between its words, GAP_WORDS words at a gap.
    """
    if phrase[0] not in view[at]:
        return None
    gap = False
    for wanted in phrase[1:]:
        if wanted == GAP:
            gap = True
            continue
        reach = view[at + 1 : at + 2 + (GAP_WORDS if gap else 2)]
        step = next((k for k, found in enumerate(reach, 1) if wanted in found), None)
        if step is None or not (gap or all(map(_is_adverb, reach[: step - 1]))):
            return None
        at += step
        gap = False
    return at


def _is_adverb(found: Forms) -> bool:
    return found[0].endswith("ly") or found[0] in {"also", "again", "once", "yet", *_NOT}


def _find_phrase(annotated: Annotated, at: range) -> Hit | None:
    """Find the longest entry of several words that starts in the cue."""
    starts = lexicon().starts
    best: Hit | None = None
    for i in at:
        view = _view(annotated, i, at[-1] + GAP_WORDS + 4)
        phrases = (
            (p, part) for part in CUE_PARTS for f in view[0] for p in starts[part].get(f, ())
        )
        for phrase, part in phrases:
            if len(phrase) < 2 or (best and len(phrase) <= len(best.phrase)):
                continue
            end = _end_of(view, 0, phrase)
            if end is not None:
                best = Hit(phrase, part, i, i + end)
    return best


def _find_word(annotated: Annotated, at: range) -> Hit | None:
    """Find the first word with an act of its own; else a negation, else a light verb."""
    rows = lexicon().acts
    hits = [hit for i in at if (hit := _word_hit(annotated, i))]
    hits.sort(key=lambda hit: (hit.phrase in rows["light"]) * 2 or hit.phrase in rows["negator"])
    return hits[0] if hits else None


def _refused(annotated: Annotated, hit: Hit, content: Spans) -> Hit | None:
    """Find what a refusal refuses, where that stands in the content: "refused | to deny it"."""
    at = _words_of(annotated, content)[:2]
    if hit.phrase not in lexicon().acts["negator"] or len(at) < 2 or at[1] - hit.last > 3:
        return None
    if _word(annotated, at[0]) != "to":
        return None
    inner = range(at[1], at[1] + 1)
    return _find_phrase(annotated, inner) or _word_hit(annotated, at[1])


def _word_hit(annotated: Annotated, i: int) -> Hit | None:
    """Look one word up, first as the part its tag says, then as any."""
    rows = lexicon().acts
    parts = PARTS_OF_TAG.get(tag(annotated, i), ())
    if _is_state(annotated, i):
        parts = ("adjective", *parts)
    elif not parts and i and low(annotated, i - 1) in _DETERMINERS:
        parts = ("noun", "adjective")
    for part in (*parts, *CUE_PARTS):
        for form in forms(_word(annotated, i)):
            if (form,) in rows[part]:
                return Hit((form,), part, i, i)
    return None


def _is_state(annotated: Annotated, i: int) -> bool:
    """Tell whether a word is a listed adjective behind "be": "is convinced", "was prepared"."""
    before = i - 1
    while before > 0 and _is_adverb(forms(_word(annotated, before))):
        before -= 1
    listed = (low(annotated, i),) in lexicon().acts["adjective"]
    return listed and before >= 0 and "be" in forms(_word(annotated, before))


def _find_kin(annotated: Annotated, at: range) -> Hit | None:
    """Find a listed verb of a cue word's family, or the one the cue hangs on."""
    verbs = lexicon().acts["verb"]
    for i in at:
        verb = next((verb for verb in kin(_word(annotated, i)) if (verb,) in verbs), None)
        if verb:
            return Hit((verb,), "verb", i, i)
    heads = (int(annotated.words.head[i]) for i in at)
    hits = (_word_hit(annotated, head) for head in heads if head >= 0 and head not in at)
    return next((hit for hit in hits if hit and hit.part == "verb"), None)


def _act_of(
    annotated: Annotated, hit: Hit, content: Spans, source: Spans, *, outlet: bool
) -> Verdict:
    """Choose among the acts of an entry by what holds around it."""
    acts = lexicon().acts[hit.part][hit.phrase]
    cue = " ".join(hit.phrase)
    negated = _is_negated(annotated, hit.first, source)
    holds = {"not"} if negated else set()
    if len(acts) > 1:
        medium = outlet or is_medium(annotated, source)
        holds |= {"medium"} if medium else _people(annotated, source)
        holds |= set(_conditions(annotated, hit, content))
    for when in CONDITIONS:
        if when in holds and when in acts:
            act = cast("Act", acts[when])
            return Verdict(act, f"cue '{cue}' ({when}) -> {act}", open=False)
    act = cast("Act", acts.get("", "say"))
    if negated and act in NEGATED:
        return Verdict(NEGATED[act], f"cue '{cue}' (not) -> {NEGATED[act]}", open=False)
    return Verdict(act, f"cue '{cue}' -> {act}", open=act in {"say", "warn"})


def _conditions(annotated: Annotated, hit: Hit, content: Spans) -> Iterator[str]:
    """Yield what follows a cue: an infinitive, "that", a gerund; not what opens a quotation."""
    head = [_word(annotated, i) for i in _words_of(annotated, content)[:8]]
    opening = next((w for w in head if w not in _NOT), "")
    after = hit.last + 1
    follows = low(annotated, after) if after < len(annotated.words) else ""
    if "to" in {opening, follows}:
        yield "to"
    before = head[: head.index("to")] if "to" in head else ["."]
    if not any(w.lower() in _BREAKS or w in _QUOTES or _helper(w) in _AUXILIARIES for w in before):
        yield "someone-to"
    if "that" in {opening, follows}:
        yield "that"
    if opening.endswith("ing"):
        yield "gerund"


def _people(annotated: Annotated, source: Spans) -> set[str]:
    """Return "people" for a source that is described, not named: "residents", "the army"."""
    words = [_word(annotated, i) for i in _words_of(annotated, source)]
    if not words or words[0].lower() == "it":
        return set()
    named = any(word[:1].isupper() for word in words[1:] or words)
    return set() if named and words[0].lower() not in _PRONOUNS else {"people"}


def _is_negated(annotated: Annotated, first: int, source: Spans) -> bool:
    """Tell whether a cue is turned round ("has not denied", "refused to say"); two cancel out."""
    negators = lexicon().acts["negator"]
    turns = 0
    for i in range(first - 1, max(-1, first - REACH_LEFT), -1):
        found, after = forms(_word(annotated, i)), low(annotated, i + 1)
        if any((form,) in negators for form in found):
            turns += after not in _ONLY
        elif (found[0], after) == ("yet", "to"):
            turns += 1
        elif not _may_stand_between(found):
            break
    opening = words_inside(annotated, source[0])[:1] if source else ()
    turns += any(low(annotated, i) in _NOBODY and i < first for i in opening)
    return turns % 2 == 1


def _may_stand_between(found: Forms) -> bool:
    """Tell whether a word may stand between a negation and its cue."""
    light = lexicon().acts["light"]
    return (
        found[0].endswith("ly")
        or found[0] in _BETWEEN
        or any(form in _AUXILIARIES or (form,) in light for form in found)
    )


def _head_of(annotated: Annotated, at: range) -> int:
    """Return the word a noun phrase is about: by the tree, or the last before a preposition."""
    heads = annotated.words.head
    for i in at:
        if heads[i] >= 0 and heads[i] not in at and tag(annotated, i) in {"NOUN", "PROPN"}:
            flat = [k for k in at if heads[k] == i and relation(annotated, k) == "flat"]
            return flat[-1] if flat else i
    cut = next((i for i in at[1:] if low(annotated, i) in _OUTSIDE), at[-1] + 1)
    return cut - 1


def _heed_content(
    annotated: Annotated, verdict: Verdict, hit: Hit | None, content: Spans, source: Spans
) -> tuple[Act, str]:
    """Let the content decide where the cue leaves it open."""
    found: tuple[Act, str] | None = None
    if verdict.open and verdict.act == "warn":
        found = _threat(annotated, content, source)
    elif verdict.open and hit and hit.phrase[0] in _NAMING:
        found = _blame(annotated, content)
    elif verdict.open:
        found = (
            _question(annotated, content)
            or _performative(annotated, content)
            or _stance(annotated, content, source)
        )
    return (found[0], f"{verdict.why}; {found[1]} -> {found[0]}") if found else verdict[:2]


def _question(annotated: Annotated, content: Spans) -> tuple[Act, str] | None:
    """See a content of questions; "…, right?" asks nothing."""
    text = " ".join(annotated.document.text[start:end] for start, end in content)
    if not text.rstrip(f"{_QUOTES} ").endswith("?"):
        return None
    asked = text.count("?") - len(_TAG_QUESTION.findall(text))
    told = len(_TOLD.findall(text))
    return ("ask", "content is a question") if asked > 0 and asked >= told else None


def _performative(annotated: Annotated, content: Spans) -> tuple[Act, str] | None:
    """See a content that does what it says: "we urge", "I thank", "he welcomed".

    Only the first sentence counts. A speaker in the third person must open it,
    outside quotation marks, where nobody else has been spoken of.
    """
    at = _words_of(annotated, content)
    opening = next((i for i in at if low(annotated, i) != "that"), -1)
    for i in at[:-1]:
        who = low(annotated, i)
        if who in {".", "!", "?"}:
            break
        if who in _FIRST or (i == opening and who in _PRONOUNS):
            adverb = _is_adverb(forms(_word(annotated, i + 1)))
            verb = i + 2 if adverb and i + 2 <= at[-1] else i + 1
            act = _signal(annotated, "performed", verb)
            base = lemma(low(annotated, verb), "VERB") == low(annotated, verb)
            if act and (base or who not in _FIRST):
                return act, f"'{who} {low(annotated, verb)}'"
    return None


def _threat(annotated: Annotated, content: Spans, source: Spans) -> tuple[Act, str] | None:
    """See a warning of what the speaker will do."""
    clause = _clause(annotated, content)
    if clause is None or not _announces(annotated, clause, content, source):
        return None
    suffered = _signal(annotated, "suffered", clause.predicate)
    return None if suffered else ("threaten", "of one's own action")


def _blame(annotated: Annotated, content: Spans) -> tuple[Act, str] | None:
    """See a name given in blame: "called the raid barbaric"."""
    for i in _words_of(annotated, content):
        if act := _signal(annotated, "valued", i):
            return act, f"'{low(annotated, i)}'"
    return None


def _stance(annotated: Annotated, content: Spans, source: Spans) -> tuple[Act, str] | None:
    """See a main clause that announces, obliges or calls a claim false."""
    clause = _clause(annotated, content)
    if clause is None:
        return None
    if _announces(annotated, clause, content, source):
        when = "" if clause.subject[-1] == "it" else "person"
        if own := _signal(annotated, "own", clause.predicate, "", when):
            return own, f"will '{low(annotated, clause.predicate)}'"
    obliged = _OBLIGES & set(clause.auxiliaries)
    able = low(annotated, clause.predicate) == "able"
    if obliged and "have" not in clause.auxiliaries and clause.subject != ("i",) and not able:
        return "demand", f"'{min(obliged)}'"
    return _falsity(annotated, clause)


def _falsity(annotated: Annotated, clause: Clause) -> tuple[Act, str] | None:
    """See a claim called false: "the allegation was untrue", "this is not true"."""
    when = "not" if _NOT & set(clause.auxiliaries) else ""
    act = _signal(annotated, "judged", clause.predicate, when)
    rows = lexicon().acts["noun"]
    told = any(
        form in _POINTING or rows.get((form,), {}).get("") in {"claim", "accuse", "report", "say"}
        for word in clause.subject
        for form in forms(word)
    )
    return (act, f"claim '{low(annotated, clause.predicate)}'") if act and told else None


def _signal(annotated: Annotated, part: str, i: int, *conditions: str) -> Act | None:
    """Return the act of the longest entry of a part that starts at a word.

    An entry counts under the conditions given, by default under none.
    """
    rows = lexicon()
    view = _view(annotated, i, i + GAP_WORDS + 4)
    for phrase in (p for form in view[0] for p in rows.starts[part].get(form, ())):
        if _end_of(view, 0, phrase) is not None:
            acts = rows.acts[part][phrase]
            when = next((when for when in conditions or ("",) if when in acts), None)
            if when is not None:
                return cast("Act", acts[when])
    return None


def _announces(annotated: Annotated, clause: Clause, content: Spans, source: Spans) -> bool:
    """Tell whether a clause says what the speaker will do: "it would attack", "we will"."""
    auxiliaries = set(clause.auxiliaries)
    if not clause.subject or not auxiliaries & _INTENDS or auxiliaries & (_NOT | {"be", "have"}):
        return False
    subject = clause.subject[-1]
    if annotated.document.text[content[0][0]] in _QUOTES:
        return subject in _FIRST
    named = {low(annotated, i) for i in _words_of(annotated, source)}
    body = any((form,) in lexicon().acts["body"] for form in forms(subject))
    return body or subject in _PRONOUNS or subject in named


def _clause(annotated: Annotated, content: Spans) -> Clause | None:
    """Return the first main clause of a content, by the tree or else word by word."""
    at = _words_of(annotated, content)
    heads = annotated.words.head
    if sum(heads[i] < 0 for i in at) * 3 > len(at):
        return _linear_clause(annotated, at)
    inside = set(at)
    tops = (i for i in at if heads[i] not in inside)
    top = next((i for i in tops if relation(annotated, i) not in {"punct", "mark", "cc"}), None)
    return _tree_clause(annotated, top, at) if top is not None else None


def _tree_clause(annotated: Annotated, predicate: int, at: Sequence[int]) -> Clause:
    """Read subject and auxiliaries off the dependents of the predicate."""
    children = [i for i in at if annotated.words.head[i] == predicate]
    subject = [i for i in children if relation(annotated, i) == "nsubj"]
    helpers = [i for i in children if relation(annotated, i) in {"aux", "cop"}]
    negations = [i for i in children if low(annotated, i) in _NOT]
    return Clause(
        tuple(low(annotated, i) for i in subject),
        tuple(_helper(low(annotated, i)) for i in (*helpers, *negations)),
        predicate,
    )


def _linear_clause(annotated: Annotated, at: Sequence[int]) -> Clause | None:
    """Take the words before the first auxiliary for the subject, the next word for the verb."""
    words = [low(annotated, i) for i in at[:CLAUSE_WORDS]]
    begin = next((k for k, w in enumerate(words) if w.strip(_MARKS) and w != "that"), len(words))
    first = next((k for k in range(begin, len(words)) if _ends_subject(words, k)), len(words))
    if first in {begin, len(words)} or words[first] in _BREAKS:
        return None
    verb = first
    while verb < len(words) and (
        _helper(words[verb]) in _AUXILIARIES | _NOT
        or words[verb] in _BETWEEN | {"'s"}
        or words[verb].endswith("ly")
    ):
        verb += 1
    if verb == len(words):
        return None
    return Clause(tuple(words[begin:first]), tuple(map(_helper, words[first:verb])), at[verb])


def _ends_subject(low: Sequence[str], k: int) -> bool:
    """Tell whether a word is an auxiliary or breaks the clause off."""
    clitic = low[k] == "'s" and k > 0 and low[k - 1] in _PRONOUNS | _POINTING
    return clitic or low[k] in _BREAKS or _helper(low[k]) in _AUXILIARIES


def _helper(low: str) -> str:
    """Return the dictionary form of be, have and do; other auxiliaries as they are."""
    found = lemma(low, "AUX")
    return found if found in {"be", "have", "do"} else low
