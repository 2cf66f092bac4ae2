"""A claim for people: what is stated, by whom, through whom, since when, in which words.

Members have numbers, those of the excerpts at the end; every count says what it counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from sayso.records import Claim, Member, Origin
from sayso.resolve.grade import Grade, identity_of
from sayso.views.claim_facts import (
    Moment,
    Node,
    Told,
    capital,
    chain_of,
    count_documents,
    count_outlets,
    day,
    excerpt,
    many,
    sentences,
    timeline,
    tree_of,
    who,
)
from sayso.views.table import Lines, Parts, clean, marks

_STANCES = {"states": ("states it", "green"), "denies": ("denies it", "red"),
            "doubts": ("doubts it", "yellow")}  # fmt: skip
# Words and sign of what happened; what is told by colour is told by words too.
_MOMENTS = {
    "first": ("first", "green"),
    "new origin": ("new origin", "green"),
    "repeat": ("repeat", ""),
    "denial": ("✗ denial", "red"),
    "doubt": ("? doubt", "yellow"),
    "not-denied": ("∅ not denied", "yellow"),
    "declined": ("– no comment", "yellow"),
    "unreachable": ("? no answer", "yellow"),
    "unverified": ("? not verified", "yellow"),
}
_LEGEND = (
    "documents: those in which the claim is stated, doubted or denied.",
    "outlets: who published them.",
    "origins: independent points that those who do not deny it have it from.",
    "denials: likewise of those who deny it.",
    "no.: the number under “In their words”.",
)


def claim_blocks(told: Told, *, most: int, arrow: str = "←") -> Iterator[RenderableType]:
    """Yield the blocks of a claim's page, from top to bottom.

    Args:
        told: the claim with its readings and grades.
        most: excerpts, moments, and outlets at one place of a tree that are shown; 0 is all.
        arrow: between who has it and whom from.
    """
    yield _head(told.claim)
    yield Group(*(Lines(Text(clean(line))) for line in sentences(told)))
    yield from _origins(told, most)
    yield _timeline(told.claim, most)
    yield _grades(told)
    yield _excerpts(told, most, arrow)
    yield Parts([Text(line) for line in _LEGEND], style="dim")


def counts_of(claim: Claim) -> Parts:
    """Return "5 documents · 5 outlets · 3 origins · 1 denial"."""
    denials = sum(one.denies for one in claim.origins)
    parts = (
        many(count_documents(claim.members), "document"),
        many(count_outlets(claim.members), "outlet"),
        many(len(claim.origins) - denials, "origin"),
        many(denials, "denial"),
    )
    return Parts([Text(part) for part in parts], " · ")


def _head(claim: Claim) -> RenderableType:
    days = sorted(filter(None, (day(one.published) for one in claim.members)))
    when = " to ".join(dict.fromkeys((days[0], days[-1]))) if days else ""
    counts = counts_of(claim).parts
    return Group(
        Rule(style="dim"),
        Lines(Text(clean(claim.text), "bold")),
        Parts([*counts, Text(when), Text(claim.id, "dim")], " · "),
    )


def _titled(title: str, *blocks: RenderableType) -> RenderableType:
    return Group(Text(title, "bold"), *(Padding(block, (0, 0, 0, 2)) for block in blocks))


# --- origins ---------------------------------------------------------------------------


def _origins(told: Told, most: int) -> Iterator[RenderableType]:
    for denies, title in ((False, "Where it comes from"), (True, "Who denies it")):
        some = [(n, one) for n, one in enumerate(told.claim.origins, 1) if one.denies == denies]
        if some:
            yield _titled(title, *_spaced([_origin(told, n, one, most) for n, one in some]))


def _spaced(blocks: Sequence[RenderableType]) -> Iterator[RenderableType]:
    for n, block in enumerate(blocks):
        yield from ([Text()] if n else [])
        yield block


def _origin(told: Told, number: int, origin: Origin, most: int) -> RenderableType:
    members = [told.claim.members[n] for n in origin.members]
    root = tree_of(told, origin)
    known = any(n in told.ways for n in origin.members)
    identity = marks(identity_of(origin, told.ways), None) if known and origin.name else ""
    label = _label(root, told.claim).append(f" {identity}".rstrip())
    tree = Tree(Lines(Text(f"Origin {number}: ", "bold").append(label)), guide_style="dim")
    _grow(tree, root, told.claim, most)
    count = f"{many(len(members), 'place')} in {many(count_documents(members), 'document')}"
    if len(members) == 1:
        return Group(tree)
    reasons = [Lines(Text(f"· {clean(why)}")) for why in origin.why]
    head = [Text(f"{count}, one origin because:")] if reasons else []
    return Group(tree, *head, *(Padding(one, (0, 0, 0, 2)) for one in reasons))


def _grow(tree: Tree, node: Node, claim: Claim, most: int) -> None:
    shown = node.children[: most or None]
    for child in shown:
        label = _label(child, claim)
        if not child.members:
            label.append(" (as cited)", "dim")
        _grow(tree.add(Lines(label)), child, claim, most)
    if len(shown) < len(node.children):
        tree.add(Text(f"and {len(node.children) - len(shown):,} more", "dim"))


def _label(node: Node, claim: Claim) -> Text:
    """Return "The Tern · 2016-01-14 · no. 1, 2"."""
    label = Text(clean(node.name))
    if not node.members:
        return label
    first = claim.members[node.members[0]]
    numbers = ", ".join(str(n + 1) for n in node.members)
    when = f" · {day(first.published)}" if first.published else ""
    label.append(f"{when} · no. {numbers}", "dim")
    doubts = any(claim.members[n].stance == "doubts" for n in node.members)
    return label.append(" · doubts it", "yellow") if doubts else label


# --- time and grades -------------------------------------------------------------------


def _timeline(claim: Claim, most: int) -> RenderableType:
    moments = timeline(claim)
    shown = moments[: most or None]
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column()
    for one in shown:
        word, colour = _MOMENTS.get(one.what, (clean(one.what), ""))
        when = Text(day(one.at) or "no date")
        grid.add_row(when, Text(word, colour), Lines(_moment(one, claim.members[one.member])))
    left = _left(len(moments) - len(shown))
    return _titled("When", grid, *left)


def _moment(moment: Moment, member: Member) -> Text:
    by = clean(moment.who or "somebody unknown")
    outlet = clean(member.outlet or "outlet unknown")
    words = outlet if by == outlet else f"{by}, in {outlet}"
    said = f" (said {member.said})" if member.said and moment.who == member.speaker else ""
    return Text(f"{words}{said}").append(f" · no. {moment.member + 1}", "dim")


def _left(count: int) -> list[RenderableType]:
    return [Text(f"{count:,} more; --limit 0 shows all", "dim")] if count > 0 else []


def _grades(told: Told) -> RenderableType:
    claim, grades = told.claim, told.grades
    blocks = [_grade("credibility of the claim", grades.credibility)]
    for n, (origin, grade) in enumerate(
        zip(claim.origins, grades.reliability or (), strict=False), 1
    ):
        blocks.append(_grade(f"reliability of origin {n}, {origin.name or 'unknown'}", grade))
    head = "Grades: how far others in this ledger bear it out, not what is so"
    return Group(Lines(Text(head, "bold")), *(Padding(one, (0, 0, 0, 2)) for one in blocks))


def _grade(of: str, grade: Grade) -> RenderableType:
    head = Text.assemble((grade.grade, "bold"), f", {grade.meaning}: {clean(of)}")
    reasons = [Padding(Lines(Text(clean(why), "dim")), (0, 0, 0, 3)) for why in grade.why]
    return Group(Lines(head), *reasons)


# --- excerpts --------------------------------------------------------------------------


def _excerpts(told: Told, most: int, arrow: str) -> RenderableType:
    members = told.claim.members
    shown = range(min(len(members), most or len(members)))
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column()
    for n in shown:
        grid.add_row(str(n + 1), _excerpt(told, n, arrow))
    return _titled("In their words", grid, *_left(len(members) - len(shown)))


def _excerpt(told: Told, n: int, arrow: str) -> RenderableType:
    member = told.claim.members[n]
    reading = told.readings.get(member.document)
    words = excerpt(reading.document.text, member.evidence) if reading else member.text
    stance, colour = _STANCES[member.stance]
    chain = [clean(name) for name in chain_of(told, n)]
    by = capital(f" {arrow} ".join(chain))
    key = member.attribution or ""
    if not key.startswith(member.document):
        key = f"{member.document} {key}".rstrip()
    facts = [Text(by), Text(stance, colour), Text(day(member.published))]
    under = [Text(clean(part)) for part in (member.uri or "", key) if part]
    return Group(Parts(facts, " · "), Lines(Text(words), 6), Parts(under, " · ", "dim"))


def row_parts(claim: Claim) -> Text:
    """Return who states a claim and who denies it, for a list: "Vale; Calder; ✗ Brandt"."""
    names = Text()
    for one in sorted(claim.origins, key=lambda one: one.denies):
        name = clean(one.name or "somebody unknown")
        names.append("; " if names else "").append(
            f"✗ {name}" if one.denies else name, "red" if one.denies else ""
        )
    doubters = dict.fromkeys(who(one) for one in claim.members if one.stance == "doubts")
    names.append("".join(f"; ? {clean(name)}" for name in doubters), "yellow")
    return names
