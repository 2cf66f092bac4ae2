"""Refusals and silence: "declined to comment", "did not respond", "could not be reached".

Each reading looks at one word and yields the answers it tells, mostly none. Whoever
refuses has ``declined``; whoever was asked and has not answered (yet) is ``unreachable``.
"""

from __future__ import annotations

from collections.abc import Iterator

from sayso.attribute.grammar.clause import (
    auxiliaries,
    base,
    case_of,
    children,
    head,
    is_negated,
    is_nobody,
    is_passive,
    low,
    relation,
    sentence_of,
    subject_of,
    subtree,
    tag,
)
from sayso.attribute.response.answering import (
    COULD,
    WOULD,
    Answer,
    answers_of,
    cannot,
    fails,
    governor_of,
    is_media,
    is_neither,
    is_of,
    is_pending,
    is_soon,
    thing_of,
    words_for,
)
from sayso.records import Annotated

_QUESTION = frozenset("whether if why how who what when where which whom".split())
_UNWILLING = frozenset("want wish willing prepared ready".split())
_HAVING = frozenset("have make offer give issue provide".split())
_RECEIVING = frozenset("receive get hear".split())
_STAYING = frozenset("remain stay keep be".split())
_ABOUT = frozenset("on about over".split())
_LEAVING = frozenset("leave send".split())
_RETURNING = frozenset("return answer acknowledge".split())
_IN_VAIN = frozenset("unsuccessful failed fail unanswered unreturned successful succeed".split())
_BY_PHONE = frozenset("phone telephone email e-mail".split())
_TO_WHOM = ("", "to", "with", "for", "at", "from")  # the surest first
_NAMED_KINDS = frozenset("person organization place".split())


def refusal(annotated: Annotated, i: int) -> Iterator[Answer]:
    """See "declined to comment", "refused to say whether", "declined an interview"."""
    if tag(annotated, i) != "VERB" or is_negated(annotated, i):
        return
    verbs = children(annotated, i, "xcomp", "ccomp", "advcl")
    told = next((k for k in verbs if _is_speech(annotated, k)), None)
    if told is None and not any(_asks(annotated, k) for k in children(annotated, i, "obj")):
        return
    holds = told is not None and base(annotated, told) == "deny" and not is_neither(annotated, told)
    kind = "not-denied" if holds else "declined"
    thing = thing_of(annotated, i if told is None else told)
    yield from answers_of(annotated, kind, i, subject_of(annotated, i), thing)


def _is_speech(annotated: Annotated, i: int) -> bool:
    """Tell whether doing what a verb says would be to answer."""
    if is_of(annotated, i, "reply"):
        return _answers_a_call(annotated, i) or _is_bare(annotated, i)
    if low(annotated, i) in {"drawn", "interviewed"}:
        return is_passive(annotated, i)
    if is_of(annotated, i, "telling"):
        objects = children(annotated, i, "obj")
        return any(is_of(annotated, k, "matter", "claim", "report") for k in objects)
    if is_of(annotated, i, "talking"):
        beside = children(annotated, i, "obl")
        about = any(case_of(annotated, k) in {"about", "on"} for k in beside)
        return about or any(is_media(annotated, k) for k in beside)
    return is_of(annotated, i, "speech")


def _is_bare(annotated: Annotated, i: int) -> bool:
    """Tell whether it is only "declined to respond"; who refused to may have been fighting."""
    if children(annotated, i, "obj", "obl"):
        return False
    return base(annotated, i) == "answer" or governor_of(annotated, i) == "decline"


def _asks(annotated: Annotated, noun: int) -> bool:
    """Tell whether a noun is a wish to hear somebody: "comment", "a request for an interview"."""
    wanted = {"comment", "interview"}
    if base(annotated, noun) in wanted:
        return True
    below = {base(annotated, k) for k in subtree(annotated, noun)}
    return is_of(annotated, noun, "contact") and bool(below & wanted)


def withheld(annotated: Annotated, i: int) -> Iterator[Answer]:
    """See "would not comment", "has not commented", "did not say why", "would not confirm"."""
    if tag(annotated, i) != "VERB" or is_passive(annotated, i) or not _is_speech(annotated, i):
        return
    if not (fails(annotated, i) or cannot(annotated, i) or _is_unwilling(annotated, i)):
        return
    name, modals = base(annotated, i), set(auxiliaries(annotated, i))
    kind = "declined"
    if name in {"comment", "discuss"}:
        if not (modals or governor_of(annotated, i) or is_pending(annotated, i)):
            return  # "never commented on his clothes" tells of a habit
        kind = "unreachable" if is_soon(annotated, i) else kind
    elif name == "say":
        if modals & COULD or not _is_left_open(annotated, i):
            return  # who could not say did not know
    elif not (modals & WOULD or (modals & COULD and is_neither(annotated, i))):
        return
    yield from answers_of(annotated, kind, i, subject_of(annotated, i))


def _is_unwilling(annotated: Annotated, i: int) -> bool:
    """Tell whether somebody would not: "was not prepared to comment", "did not wish to"."""
    governor = governor_of(annotated, i)
    if governor in _UNWILLING:
        return is_negated(annotated, head(annotated, i))
    return governor == "unwilling"


def _is_left_open(annotated: Annotated, i: int) -> bool:
    """Tell whether what is not said is a question: "why", "whether", "how many"."""
    behind = {low(annotated, k) for k in range(i + 1, min(i + 4, len(annotated.words)))}
    return bool(_QUESTION & behind)


def no_comment(annotated: Annotated, i: int) -> Iterator[Answer]:
    """See "had no comment", "there was no comment from", "no comment was available from"."""
    above = head(annotated, i)
    if tag(annotated, i) != "NOUN" or above < 0:
        return
    if not (is_nobody(annotated, i) or is_negated(annotated, above)):
        return
    verb = base(annotated, above)
    if relation(annotated, i) == "nsubj":
        places = [*children(annotated, i, "nmod"), *children(annotated, above, "obl")]
        actor = next((k for k in places if case_of(annotated, k) in {"from", "by"}), None)
        yield from answers_of(annotated, "unreachable", i, actor)
    elif relation(annotated, i) == "obj" and verb in _RECEIVING:
        yield from answers_of(annotated, "unreachable", i, _asked(annotated, above))
    elif relation(annotated, i) == "obj" and verb in _HAVING:
        soon = any(low(annotated, k) == "immediate" for k in children(annotated, i, "amod"))
        if soon or base(annotated, i) == "comment":
            yield from answers_of(annotated, "declined", i, subject_of(annotated, above))


def _asked(annotated: Annotated, verb: int) -> int | None:
    """Return who gave no answer: "no reply from the firm", or who was asked before."""
    around = sentence_of(annotated, verb)
    given = (k for k in around if k > verb and case_of(annotated, k) == "from")
    tried = (k for k in around if k < verb and _is_tried(annotated, k))
    return next(given, next(tried, None))


def _is_tried(annotated: Annotated, noun: int) -> bool:
    """Tell whether a noun is whom somebody tried: "contacted the firm", "reached out to it"."""
    above = head(annotated, noun)
    if above < 0 or not is_of(annotated, above, "try"):
        return False
    return relation(annotated, noun) == "obj" or case_of(annotated, noun) == "to"


def kept_silent(annotated: Annotated, i: int) -> Iterator[Answer]:
    """See "remained silent on the claims"."""
    above = head(annotated, i)
    stays = above >= 0 and base(annotated, above) in _STAYING
    if is_negated(annotated, i) or not (stays or children(annotated, i, "cop")):
        return
    verb = above if stays else i
    beside = [*children(annotated, i, "obl"), *(children(annotated, above, "obl") if stays else [])]
    # Where the tree hangs the preposition elsewhere, it is still the word behind "silent".
    behind = low(annotated, i + 1) if i + 1 in sentence_of(annotated, i) else ""
    nearest = [k for k in children(annotated, i, "obl") if behind in _ABOUT and k > i + 1][:1]
    about = [k for k in beside if case_of(annotated, k) in _ABOUT or k in nearest]
    thing = [word for k in about for word in subtree(annotated, k)]
    if about:
        yield from answers_of(annotated, "declined", i, subject_of(annotated, verb), thing)


def referred(annotated: Annotated, i: int) -> Iterator[Answer]:
    """See "referred questions to the police", "deferred comment"."""
    objects = children(annotated, i, "obj")
    passed = any(is_of(annotated, k, "contact") or _asks(annotated, k) for k in objects)
    if passed and not is_passive(annotated, i) and not is_negated(annotated, i):
        yield from answers_of(annotated, "declined", i, subject_of(annotated, i), ())


def no_reply(annotated: Annotated, i: int) -> Iterator[Answer]:
    """See "did not respond to a request", "has yet to reply", "never returned calls"."""
    if tag(annotated, i) != "VERB" or is_passive(annotated, i) or not fails(annotated, i):
        return
    if not COULD & set(auxiliaries(annotated, i)) and _answers_a_call(annotated, i):
        yield from answers_of(annotated, "unreachable", i, subject_of(annotated, i))


def not_yet(annotated: Annotated, i: int) -> Iterator[Answer]:
    """See "has yet to respond" where the tree takes "respond" for no verb."""
    around = sentence_of(annotated, i)
    if i - 1 not in around or i + 2 not in around or tag(annotated, i + 2) == "VERB":
        return
    opened = low(annotated, i - 1) in {"has", "have", "had"} and low(annotated, i + 1) == "to"
    if opened and low(annotated, i + 2) in words_for("reply"):
        yield from answers_of(annotated, "unreachable", i + 2, subject_of(annotated, i - 1))


def ignored(annotated: Annotated, i: int) -> Iterator[Answer]:
    """See "ignored repeated requests for comment"."""
    asked = any(_asks(annotated, k) for k in children(annotated, i, "obj"))
    if asked and not is_negated(annotated, i) and not is_passive(annotated, i):
        yield from answers_of(annotated, "unreachable", i, subject_of(annotated, i), ())


def _answers_a_call(annotated: Annotated, i: int) -> bool:
    """Tell whether what is not answered is a call, a claim or a reporter."""
    objects = children(annotated, i, "obj")
    if base(annotated, i) in {"return", "answer"}:
        return any(is_of(annotated, k, "contact") for k in objects)
    to = [k for k in children(annotated, i, "obl") if case_of(annotated, k) == "to"]
    if to:
        parts = ("contact", "claim", "report")
        return any(is_of(annotated, k, *parts) or is_media(annotated, k) for k in to)
    before = (k for k in sentence_of(annotated, i) if k < i)
    asked = any(is_of(annotated, k, "try") or base(annotated, k) == "comment" for k in before)
    return not objects and (is_soon(annotated, i) or asked)


def not_reached(annotated: Annotated, i: int) -> Iterator[Answer]:
    """See "could not be reached", "was unable to reach her for comment", "attempts to reach"."""
    if tag(annotated, i) != "VERB":
        return
    words = {low(annotated, k) for k in sentence_of(annotated, i)}
    subject = subject_of(annotated, i)
    if is_passive(annotated, i):
        lost = base(annotated, i) != "locate" and _is_somebody(annotated, subject)
        if cannot(annotated, i) and not _by_road(annotated, i) and ("comment" in words or lost):
            yield from answers_of(annotated, "unreachable", i, subject, ())
        return
    whom = next(iter(children(annotated, i, "obj")), None)
    ours = subject is not None and is_media(annotated, subject)
    tried = governor_of(annotated, i) in words_for("effort") and words & _IN_VAIN
    if tried or (cannot(annotated, i) and ("comment" in words or ours)):
        yield from answers_of(annotated, "unreachable", i, whom, ())


def _by_road(annotated: Annotated, i: int) -> bool:
    """Tell whether it is a place that cannot be reached: "by road", "by rescue workers"."""
    by = (k for k in children(annotated, i, "obl") if case_of(annotated, k) == "by")
    return any(low(annotated, k) not in _BY_PHONE for k in by)


def _is_somebody(annotated: Annotated, noun: int | None) -> bool:
    kinds = {mention.kind for mention in annotated.mentions if mention.head == noun}
    return bool(kinds & {"person", "organization"})


def unavailable(annotated: Annotated, i: int) -> Iterator[Answer]:
    """See "was not available for comment", "unavailable", "no one from X was available"."""
    if is_negated(annotated, i) == base(annotated, i).startswith("un"):
        return
    below = {base(annotated, k) for k in subtree(annotated, i)}
    if not below & (words_for("wanted") | words_for("speech") | words_for("talking")):
        return
    subject = subject_of(annotated, i)
    if subject is not None and is_nobody(annotated, subject):
        inside = children(annotated, subject, "nmod")
        subject = next((k for k in inside if case_of(annotated, k) in _TO_WHOM[1:]), None)
    if subject is not None and not is_of(annotated, subject, "wanted"):
        yield from answers_of(annotated, "unreachable", i, subject, ())


def unanswered(annotated: Annotated, i: int) -> Iterator[Answer]:
    """See "calls to the firm went unanswered", "messages left with X were not returned"."""
    verb = head(annotated, i)
    if relation(annotated, i) != "nsubj" or verb < 0:
        return
    name, negated = base(annotated, verb), is_negated(annotated, verb)
    below = {low(annotated, k) for k in subtree(annotated, verb, without=frozenset([i]))}
    in_vain = (
        (negated and name in {*_RETURNING, "successful", "succeed"})
        or (not negated and name in {"ignore", "fail"})
        or bool(below & {"unanswered", "unreturned", "unsuccessful"})
        or (name in _LEAVING and is_passive(annotated, verb) and _asks(annotated, i))
    )
    if in_vain:
        yield from answers_of(annotated, "unreachable", i, _recipient(annotated, i, verb), ())


def _recipient(annotated: Annotated, contact: int, verb: int) -> int | None:
    """Return whom a call, a message or an attempt was for."""
    inside = [k for k in subtree(annotated, contact) if k != contact]
    if base(annotated, verb) in _LEAVING:
        inside += children(annotated, verb, "obl")
    named = {mention.head for mention in annotated.mentions if mention.kind in _NAMED_KINDS}
    found = [
        (_TO_WHOM.index(case), k)
        for k in inside
        if k in named
        and relation(annotated, k) in {"nmod", "obl", "obj"}
        and (case := case_of(annotated, k)) in _TO_WHOM
        and not is_of(annotated, k, "wanted")
    ]
    return min(found)[1] if found else None
