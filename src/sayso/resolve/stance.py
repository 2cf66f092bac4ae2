"""Whether a member states a claim, denies it or doubts it.

1. The *sign* of a member is that of its clause, turned round by whoever denies it.
2. A claim's own sign is that of most members; those of the other sign deny it.
3. Who says that it could not be verified, is not known or unlikely, doubts it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sayso.records import Stance
from sayso.resolve.stated import Stated

_UNLIKELY: Final = frozenset({"PS-", "PR-"})
_DOUBT: Final = re.compile(
    r"\b(?:(?:could|can|has|have|had|was|were|is|are)(?: not|n[o’']t) (?:yet )?(?:be(?:en)? )?"
    r"(?:immediately |independently |fully )*"
    r"(?:verified|confirmed|corroborated|verify|confirm|corroborate)"
    r"|(?:not|n[o’']t|un)(?: immediately| yet)? ?(?:clear|known)\b|unverified|unconfirmed|unproven"
    r"|doubts?\b|doubtful|sceptical|skeptical|no (?:evidence|proof|indication|sign))",
    re.IGNORECASE,
)
# One of these is said by the clause itself, not by one that hangs on it.
_DOUBTING: Final = frozenset(
    "verify confirm corroborate clear know unclear unknown unverified unconfirmed unproven doubt "
    "doubtful sceptical skeptical evidence proof indication sign".split()
)


def sign_of(one: Stated) -> str:
    """Return "+" or "-": whether the member says that it is so, whatever it is."""
    turned = one.proposition.polarity == "-"
    if one.attribution and (one.attribution.act == "deny" or one.attribution.factuality == "CT-"):
        turned = not turned
    return "-" if turned else "+"


def doubts(one: Stated) -> bool:
    """Tell whether a member leaves open or calls in question what it speaks of."""
    told = one.attribution
    if told and (told.factuality in _UNLIKELY or told.act == "ask"):
        return True
    own = {one.proposition.predicate, *one.proposition.words}
    return not own.isdisjoint(_DOUBTING) and bool(_DOUBT.search(one.text))


def stances(members: Sequence[Stated]) -> tuple[Stance, ...]:
    """Return the stance of each member towards what most of them say."""
    signs = [sign_of(one) for one in members]
    open_ = [doubts(one) for one in members]
    if all(open_):  # "it is not known how many": that is what they state
        open_ = [False] * len(open_)
    sure = [sign for sign, doubt in zip(signs, open_, strict=True) if not doubt] or signs
    own = "-" if sure.count("-") > sure.count("+") else "+"
    return tuple(
        "doubts" if doubt else "states" if sign == own else "denies"
        for sign, doubt in zip(signs, open_, strict=True)
    )
