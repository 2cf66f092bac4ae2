"""Graphs have a node for each, at a place of its own."""

import itertools
import json

from hypothesis import given
from hypothesis import strategies as st

from sayso.views.desk.graph import Edge, actor_graph, network_graph, origins_graph, outlet_graph

CLAIM = {
    "origins": [
        {"name": "two officers", "denies": False, "tree": {
            "name": "two officers", "members": [], "children": [
                {"name": "The Tern", "members": [0], "children": [
                    {"name": "The Gull", "members": [2], "children": []}]},
                {"name": "Coastwire", "members": [], "children": [
                    {"name": "The Daily Reed", "members": [1], "children": []}]}]}},
        {"name": "Calder", "denies": True, "tree": {"name": "Calder", "members": [3], "children": []}},
    ]
}  # fmt: skip


def by_label(elements):
    return {node["data"]["label"]: node for node in elements["nodes"]}


def test_a_chain_is_drawn_from_the_origin_to_those_who_have_it():
    """Each has an arrow from whom it had it, one column to the right."""
    elements = origins_graph(CLAIM)
    nodes = by_label(elements)
    arrows = {(one["data"]["source"], one["data"]["target"]) for one in elements["edges"]}
    ids = {label: node["data"]["id"] for label, node in nodes.items()}
    assert arrows == {(ids["two officers"], ids["The Tern"]), (ids["The Tern"], ids["The Gull"]),
                      (ids["two officers"], ids["Coastwire"]),
                      (ids["Coastwire"], ids["The Daily Reed"])}  # fmt: skip
    assert nodes["two officers"]["position"]["x"] < nodes["The Tern"]["position"]["x"]
    assert nodes["The Tern"]["position"]["x"] < nodes["The Gull"]["position"]["x"]


def test_who_is_only_cited_looks_unlike_who_published():
    """The kinds: an origin, a denier, a report, one that is only cited."""
    kinds = {label: node["classes"] for label, node in by_label(origins_graph(CLAIM)).items()}
    assert kinds == {"two officers": "origin", "The Tern": "report", "The Gull": "report",
                     "Coastwire": "cited", "The Daily Reed": "report", "✗ Calder": "denier"}  # fmt: skip


def test_nodes_lead_to_what_is_told_of_them():
    """An origin to its reasons, a report to its words."""
    nodes = by_label(origins_graph(CLAIM))
    assert nodes["two officers"]["data"]["href"] == "#origin-1"
    assert nodes["The Daily Reed"]["data"]["href"] == "#member-2"
    assert nodes["✗ Calder"]["data"]["href"] == "#origin-2"


def test_of_very_many_reports_the_first_are_drawn():
    """The list beside the drawing has the others."""

    def tree(depth):
        children = [tree(depth - 1) for _ in range(90)] if depth else []
        return {"name": "x", "members": [0], "children": children}

    claim = {"origins": [{"name": "x", "denies": False, "tree": tree(2)}] * 3}
    assert 60 < len(origins_graph(claim)["nodes"]) <= 240


EDGES = st.lists(st.builds(Edge, *[st.sampled_from([f"N{n}" for n in range(90)])] * 2,
                           st.integers(1, 99)), max_size=200)  # fmt: skip


@given(EDGES, st.sampled_from([None, "N1"]))
def test_no_two_nodes_lie_on_each_other(edges, centre):
    """However many there are; what is left out is the rarest."""
    elements = network_graph(edges, kinds={}, hrefs={}, centre=centre)
    places = [tuple(node["position"].values()) for node in elements["nodes"]]
    assert all(abs(a - c) + abs(b - d) > 60 for (a, b), (c, d) in itertools.combinations(places, 2))
    assert len(places) <= 61
    ids = {node["data"]["id"] for node in elements["nodes"]}
    assert {one["data"][end] for one in elements["edges"] for end in ("source", "target")} <= ids
    assert len({one["data"]["id"] for one in elements["edges"]}) == len(elements["edges"])
    json.dumps(elements)


def test_the_most_frequent_are_kept():
    """Of a hundred, those seen most."""
    edges = [Edge("hub", f"N{n:02}", n) for n in range(1, 100)]
    labels = set(by_label(network_graph(edges, kinds={}, hrefs={}, centre="hub")))
    assert labels == {"hub", *(f"N{n:02}" for n in range(40, 100))}


def href(kind, name):
    return f"/{kind}/{name}"


def test_an_outlet_points_at_whom_it_cites():
    """And those who cite it point at the outlet."""
    outlet = {"name": "The Tern", "cites": [{"name": "Coastwire", "documents": 2, "statements": 4}],
              "cited_by": [{"name": "The Gull", "documents": 1, "statements": 1}]}  # fmt: skip
    elements = outlet_graph(outlet, href)
    names = {node["data"]["id"]: node["data"]["label"] for node in elements["nodes"]}
    arrows = {(names[one["data"]["source"]], names[one["data"]["target"]], one["data"]["label"])
              for one in elements["edges"]}  # fmt: skip
    assert arrows == {("The Tern", "Coastwire", "×4"), ("The Gull", "The Tern", "")}
    assert by_label(elements)["The Tern"]["classes"] == "centre"
    assert by_label(elements)["Coastwire"]["data"]["href"] == "/outlets/Coastwire"


def test_what_one_does_to_another_is_one_arrow_over_all_months():
    """With what is told most, how often, and when."""

    def edge(kind, month, count):
        return {"actor": "A", "recipient": "B", "type": kind, "month": month, "count": count}

    actor = {"name": "A", "network": {"edges": [edge("AID", "2016-02", 1), edge("ACCUSE", "2016-01", 3),
                                                edge("AID", None, 1)]}}  # fmt: skip
    (arrow,) = actor_graph(actor, href)["edges"]
    assert (arrow["data"]["label"], arrow["data"]["months"]) == (
        "ACCUSE ×5",
        ["2016-01", "2016-02"],
    )
