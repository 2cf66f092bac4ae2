"""Networks as elements of Cytoscape.js, each node with its place, so that none moves by chance.

Pages show a list beside each that says the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

Elements = dict[str, list[dict[str, Any]]]
_RIGHT, _DOWN = 260, 66  # from a column of a tree to the next, from a row to the next
_RING, _ROOM = 220, 110  # the least radius of a ring, and what a node on it needs
_ONE_RING = 18  # nodes that still stand on one ring
_MOST = 120  # nodes of one graph; what is left out is in the list
_RINGED = 60


@dataclass(frozen=True, slots=True)
class Edge:
    """Somebody towards somebody.

    Attributes:
        start, end: names; the arrow points at ``end``.
        times: how often.
        word: what it is.
        months: when: "2016-01".
    """

    start: str
    end: str
    times: int = 1
    word: str = ""
    months: tuple[str, ...] = ()


# --- trees -----------------------------------------------------------------------------


def origins_graph(claim: Mapping[str, Any]) -> Elements:
    """Return the origins of a claim's payload as trees: who has it on the right of whom from.

    A node leads to its origin or, if a report is its own, to the first of its excerpts.
    """
    nodes: list[dict[str, Any]] = []
    edges: list[dict[str, Any]] = []
    rows, ids = count(), count()
    for number, origin in enumerate(claim["origins"], 1):
        if len(nodes) >= _MOST or not origin.get("tree"):
            break
        kind = "denier" if origin["denies"] else "origin"
        drawn = _tree(origin["tree"], kind, f"#origin-{number}", rows, ids)
        for node, parent in drawn:
            nodes.append(node)
            edges += [_arrow(len(edges), Edge(parent, node["data"]["id"]))] if parent else []
    return {"nodes": nodes, "edges": edges}


def _tree(
    tree: Mapping[str, Any], kind: str, href: str, rows: count[int], ids: count[int]
) -> list[tuple[dict[str, Any], str | None]]:
    """Return the nodes of a tree, each with its parent's id; leaves take a row each."""
    out: list[tuple[dict[str, Any], str | None]] = []

    def grow(here: Mapping[str, Any], depth: int, parent: str | None) -> float:
        identity = f"n{next(ids)}"
        place = len(out)
        told = f"#member-{here['members'][0] + 1}" if here["members"] and depth else href
        shown = kind if not depth else ("report" if here["members"] else "cited")
        out.append((_node(identity, here["name"], shown, told, 0, 0), parent))
        below = [
            grow(child, depth + 1, identity)
            for child in here["children"][:_RINGED]
            if len(out) < _MOST
        ]
        y = sum(below) / len(below) if below else float(next(rows) * _DOWN)
        out[place][0]["position"] = {"x": depth * _RIGHT, "y": round(y)}
        return y

    grow(tree, 0, None)
    return out


# --- networks --------------------------------------------------------------------------


def network_graph(
    edges: Iterable[Edge], *, kinds: Mapping[str, str], hrefs: Mapping[str, str], centre: str | None
) -> Elements:
    """Return who stands towards whom: one in the middle, if any, the others around.

    Args:
        edges: those seen most often are kept if there are many.
        kinds: of the names, as far as known: the shape they are drawn with.
        hrefs: where their nodes lead.
        centre: whose network it is.
    """
    kept = _kept(edges, centre)
    names = list(dict.fromkeys(name for one in kept for name in (one.start, one.end)))
    around = [name for name in names if name != centre]
    places: dict[str | None, tuple[int, int]] = {centre: (0, 0)}
    places |= zip(around, _rings(len(around)), strict=True)
    ids = {name: f"n{n}" for n, name in enumerate(names)}
    nodes = [
        _node(ids[name], name, "centre" if name == centre else kinds.get(name, "person"),
              hrefs.get(name, ""), *places[name])
        for name in names
    ]  # fmt: skip
    arrows = [
        _arrow(n, replace(one, start=ids[one.start], end=ids[one.end]))
        for n, one in enumerate(kept)
    ]
    return {"nodes": nodes, "edges": arrows}


def _kept(edges: Iterable[Edge], centre: str | None) -> list[Edge]:
    """Return the edges between as many names as can be shown, the most frequent first."""
    names: set[str | None] = {centre}
    out = []
    for one in sorted(edges, key=lambda edge: -edge.times):
        if len(names | {one.start, one.end}) <= _RINGED + 1:
            names |= {one.start, one.end}
            out.append(one)
    return out


def _rings(places: int) -> Iterator[tuple[int, int]]:
    """Yield places on rings around the middle, an even distance from each other."""
    left, ring = places, 1
    while left:
        wanted = left * _ROOM / (2 * math.pi) if left <= _ONE_RING else 0
        radius = max(_RING * ring, wanted)
        on_it = min(left, int(2 * math.pi * radius / _ROOM + 0.01))
        for n in range(on_it):
            turn = 2 * math.pi * (n + 0.37 * (ring - 1)) / on_it - math.pi / 2
            yield round(radius * math.cos(turn) * 1.5), round(radius * math.sin(turn))
        left, ring = left - on_it, ring + 1


def outlet_graph(outlet: Mapping[str, Any], href: Callable[[str, str], str]) -> Elements:
    """Return whom an outlet's payload cites and by whom it is cited; arrows point at the cited.

    Args:
        outlet: the payload.
        href: gives the page of a kind ("outlets") and a name.
    """
    name = outlet["name"]
    edges = [Edge(name, one["name"], one["statements"]) for one in outlet["cites"]]
    edges += [Edge(one["name"], name, one["statements"]) for one in outlet["cited_by"]]
    names = {one.start for one in edges} | {one.end for one in edges}
    hrefs = {other: href("outlets", other) for other in names}
    return network_graph(edges, kinds=dict.fromkeys(names, "outlet"), hrefs=hrefs, centre=name)


def actor_graph(actor: Mapping[str, Any], href: Callable[[str, str], str]) -> Elements:
    """Return who acts on whom in an actor's payload, each pair as one arrow."""
    pairs: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for one in actor["network"]["edges"]:
        pairs.setdefault((one["actor"], one["recipient"]), []).append(one)
    edges = [
        Edge(start, end, sum(one["count"] for one in some), _most(some),
             tuple(sorted({one["month"] for one in some if one["month"]})))
        for (start, end), some in pairs.items()
    ]  # fmt: skip
    names = {name for pair in pairs for name in pair}
    hrefs = {name: href("actors", name) for name in names}
    return network_graph(edges, kinds={}, hrefs=hrefs, centre=actor["name"])


def _most(edges: Iterable[Mapping[str, Any]]) -> str:
    """Return the type that is told most often."""
    counted: dict[str, int] = {}
    for one in edges:
        counted[one["type"]] = counted.get(one["type"], 0) + one["count"]
    return max(counted, key=lambda kind: counted[kind])


# --- elements --------------------------------------------------------------------------


def _node(identity: str, name: str, kind: str, href: str, x: int, y: int) -> dict[str, Any]:
    sign = "✗ " if kind == "denier" else ""
    data = {"id": identity, "label": f"{sign}{name}", "href": href}
    return {"data": data, "classes": kind, "position": {"x": x, "y": y}}


def _arrow(number: int, edge: Edge) -> dict[str, Any]:
    times = edge.times
    label = " ".join(filter(None, (edge.word, f"×{times}" if times > 1 else "")))
    width = min(1 + math.log2(times), 6) if times > 0 else 1
    data = {"id": f"e{number}", "source": edge.start, "target": edge.end, "label": label,
            "width": round(width, 1), "months": list(edge.months)}  # fmt: skip
    return {"data": data}
