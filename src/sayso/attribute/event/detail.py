"""What, where and when of an event: items, place and date, from what hangs on its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from sayso.attribute.event.amount import AMOUNT
from sayso.attribute.event.ground import Ground
from sayso.attribute.event.party import Named, plain
from sayso.attribute.event.roles import Roles, conjuncts
from sayso.attribute.event.trigger import Trigger
from sayso.attribute.grammar.clause import phrase_of, subtree
from sayso.attribute.time.dates import find_dates, resolve_date
from sayso.records import Attribution, Span, Spans
from sayso.text import contains, merged

_WHERE: Final = frozenset("in at near off outside inside along on around across within".split())
_CLAUSE: Final = re.compile(
    r"\s(?:that|which|who|whom|where|when|to|for|from|against|with no|in|on|near|at)\s|,\s|\n|\s\("
)
_LEADING: Final = re.compile(r"^[\s“\"„«‘'(,;:–—-]+")
_TRAILING: Final = re.compile(r"[\s”\"“»’'),;:.!?–—-]+$")
_LONG: Final = 90  # characters of an item that is kept
_CLIMB: Final = 3  # steps from a date to the word it dates


def items_of(ground: Ground, trigger: Trigger, taken: Iterable[Named]) -> tuple[str, ...]:
    """Return what was given, used or seized, each as the text has it."""
    parties = {named.word for named in taken}
    for slot in trigger.sense.items:
        words = [k for k in _slot(trigger.roles, slot) if k not in parties]
        found = [item_text(ground, k) for k in words if ground.tree.tag[k] != "PRON"]
        found = _inverted(ground, words) or found
        if found:
            return tuple(dict.fromkeys(filter(None, found)))
    return () if _is_taken(trigger, parties) else _targets(ground, trigger)


def _is_taken(trigger: Trigger, parties: set[int]) -> bool:
    """Tell whether somebody stands in one of the slots a recipient is looked for in."""
    slots = (trigger.roles.slots.get(slot, ()) for slot in trigger.sense.recipient)
    return any(parties & set(words) for words in slots)


def _targets(ground: Ground, trigger: Trigger) -> tuple[str, ...]:
    """Return what is attacked or seized that is nobody: "three fishing boats"."""
    if trigger.sense.type not in {"ASSAULT", "COERCE"}:
        return ()
    for slot in trigger.sense.recipient:
        words = [k for k in trigger.roles.slots.get(slot, ()) if ground.tree.tag[k] == "NOUN"]
        if words:
            return tuple(item_text(ground, k) for k in words)
    return ()


def _slot(roles: Roles, slot: str) -> tuple[int, ...]:
    return roles.doer if slot == "doer" else roles.slots.get(slot, ())


def _inverted(ground: Ground, words: list[int]) -> list[str]:
    """Return what "among the arms they received were missiles and rockets" tells of."""
    tree = ground.tree
    for word in words:
        if not any(tree.low[k] == "among" for k in tree.below[word]):
            continue
        around = tree.around[word]
        for k in around:
            copula = any(tree.relation[c] == "cop" and c > word for c in tree.below[k])
            if k > word and tree.tag[k] == "NOUN" and copula:
                return [item_text(ground, j) for j in conjuncts(tree, k)]
    return []


def item_text(ground: Ground, word: int) -> str:
    """Return the words of an item, up to the clause or preposition behind it."""
    start, end = phrase_of(ground.annotated, word)
    head = ground.tree.start[word], ground.tree.end[word]
    text = ground.text()
    start = _first_of(ground, word, start)
    cut = _CLAUSE.search(text, head[1], end)
    found = text[start : cut.start() if cut else end][:_LONG]
    return _TRAILING.sub("", _LEADING.sub("", found))


def _first_of(ground: Ground, word: int, start: int) -> int:
    """Return where the noun group of a word begins, "laser-guided" before it included."""
    tree, at = ground.tree, word
    while at > 0 and tree.sentence[at - 1] == tree.sentence[word]:
        before = at - 1
        glued = "-" in {tree.low[before], tree.low[at]} or tree.low[max(0, before - 1)] == "-"
        inside = before <= tree.head[before] <= word
        if not glued and not (inside and tree.tag[before] in _GROUP):
            break
        at = before
    first = tree.start[at]
    article = at > 0 and tree.low[at - 1] in {"a", "an", "the"}
    if article or at == word:
        first = min(first, tree.start[at - 1]) if article else first
    amount = AMOUNT.match(ground.text(), start) if start < first else None
    return start if amount and amount.end() >= first - 1 else first


_GROUP: Final = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "DET", "SYM"})


def place_of(ground: Ground, trigger: Trigger, taken: Iterable[Named]) -> int | None:
    """Return the head word of the place where it was done, if one hangs on its words."""
    tree, parties = ground.tree, {named.word for named in taken}
    around = [trigger.word, *([trigger.light] if trigger.light is not None else [])]
    around += [k for words in trigger.roles.slots.values() for k in words]
    for word in around:
        for k in tree.below[word]:
            cases = {tree.low[c] for c in tree.below[k] if tree.relation[c] == "case"}
            if k in parties or not cases & _WHERE or tree.relation[k] not in {"obl", "nmod"}:
                continue
            kind = "place" if not ground.kind(k) and tree.tag[k] == "PROPN" else ground.kind(k)
            if kind == "place" and tree.tag[k] in {"PROPN", "NOUN"}:
                return k
    return None


def place_text(ground: Ground, word: int) -> str:
    """Return the name of a place as the text has it."""
    start, end = phrase_of(ground.annotated, word)
    text = ground.text()[start:end]
    cut = _CLAUSE.search(text, max(0, ground.tree.end[word] - start))
    return plain(text[: cut.start()] if cut and not text[cut.start() :].startswith(", ") else text)


def date_of(
    ground: Ground, trigger: Trigger, evidence: Span, voice: Attribution | None
) -> str | None:
    """Return when it was done, as EDTF, from a date that hangs on its words or opens the clause.

    Inside a quotation the date is read against when it was said.
    """
    annotated, tree = ground.annotated, ground.tree
    around = tree.around[trigger.word]
    low, high = tree.start[around.start], tree.end[around.stop - 1]
    published = annotated.document.published
    if voice is not None and voice.mode == "direct" and voice.said:
        published = voice.said
    for span in find_dates(ground.text(), low, high):
        if voice is not None and not any(contains(part, span) for part in voice.content):
            continue
        if voice is None and ground.voice(ground.word_at(span[0])) is not None:
            continue
        if not (_hangs(ground, span, trigger) or _opens(ground, span, evidence)):
            continue
        found = resolve_date(ground.text()[slice(*span)], published, tense="past")
        if found and ".." not in found:
            return found
    return None


def _hangs(ground: Ground, span: Span, trigger: Trigger) -> bool:
    """Tell whether a date hangs on the words of an event, no other verb between."""
    tree, aims = ground.tree, {trigger.word, trigger.light}
    first, last = ground.word_at(span[0]), ground.word_at(span[1] - 1)
    for head in (k for k in range(first, last + 1) if not first <= tree.head[k] <= last):
        at = tree.head[head]
        for _ in range(_CLIMB):
            if at in aims:
                return True
            if at < 0 or tree.tag[at] == "VERB":
                break
            at = tree.head[at]
    return False


def _opens(ground: Ground, span: Span, evidence: Span) -> bool:
    """Tell whether a date opens the sentence of an event: "On Friday, fishermen rescued"."""
    text = ground.text()
    first = max(text.rfind("\n", 0, span[0]), text.rfind(". ", 0, span[0]) + 1) + 1
    return span[1] <= evidence[0] + 60 and len(text[first : span[0]].strip()) <= len("Early on ")


def evidence_of(
    ground: Ground, trigger: Trigger, parties: Sequence[Named], voice: Attribution | None
) -> Spans:
    """Return the stretch of a sentence that tells of it, within the words of its voice."""
    tree, around = ground.tree, ground.tree.around[trigger.word]
    words = [trigger.word, *(w for ws in trigger.roles.slots.values() for w in ws)]
    words += [one.word for one in parties]
    words += [trigger.light] if trigger.light is not None else []
    spans = [(tree.start[trigger.word], tree.end[trigger.word])]
    spans += [
        _cut(ground, phrase_of(ground.annotated, word), word)
        for word in words
        if word in around and ground.inside[word] == ground.inside[trigger.word]
    ]
    spans += _clauses(ground, trigger)
    low, high = min(a for a, _ in spans), max(b for _, b in spans)
    if voice is None:
        return ((low, high),)
    pieces = [(max(low, a), min(high, b)) for a, b in voice.content]
    kept = tuple(piece for piece in pieces if piece[0] < piece[1])
    return merged(kept) if kept else (spans[0],)


def _clauses(ground: Ground, trigger: Trigger) -> list[Span]:
    """Return the clauses that tell what is asked, regretted or threatened, in the same voice."""
    tree, found = ground.tree, []
    for k in tree.below[trigger.word]:
        if k > trigger.word and tree.relation[k] in {"xcomp", "ccomp"}:
            same = [
                w for w in subtree(ground.annotated, k)
                if ground.inside[w] == ground.inside[trigger.word] and tree.tag[w] != "PUNCT"
            ]  # fmt: skip
            end = max((tree.end[w] for w in same), default=tree.end[k])
            found.append((tree.start[k], min(end, tree.end[k] + _FAR)))
    return found


_FAR: Final = 240  # characters of a clause that are still evidence


def _cut(ground: Ground, span: Span, word: int) -> Span:
    tree, text = ground.tree, ground.text()
    if tree.tag[word] == "VERB":
        return (tree.start[word], tree.end[word])
    line = text.find("\n", span[0], span[1])
    end = span[1] if line < 0 or line < tree.end[word] else line
    return (span[0], min(end, tree.end[word] + 120))
