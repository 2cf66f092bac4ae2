"""The manual says everything that is public, and nothing that is not so."""

import json
import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest
import typer
from printed import shown as printed_page
from readings import dam

import sayso
from sayso.records import Act, Actor, Attribution, Document, Event, Hop, Reading, Response
from sayso.text import make_document
from sayso.views.cli import app
from sayso.views.payload import reading_payload

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def doc(name):
    return (ROOT / "docs" / name).read_text("utf-8")


def commands():
    """Every command with its options, as ``[("read", "--json"), …]``."""
    group = typer.main.get_command(app)
    named = [("", group), *group.commands.items()]
    return [
        (name, option)
        for name, command in named
        for parameter in command.params
        for option in (parameter.opts if parameter.param_type_name == "option" else [name])
    ]


@pytest.mark.parametrize(("command", "option"), commands())
def test_every_option_is_in_the_manual(command, option):
    page = doc("cli.md")
    section = page.partition(f"## sayso {command}\n")[2].partition("\n## ")[0] if command else page
    assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", section)


def test_no_option_of_the_manual_is_made_up():
    known = {option for _, option in commands()} | {"--help"}
    assert set(re.findall(r"--[a-z][a-z-]+", doc("cli.md"))) <= known


@pytest.mark.parametrize("name", sayso.__all__)
def test_every_public_name_is_in_the_manual(name):
    assert f"`sayso.{name}" in doc("index.md")


def keys(value):
    """All keys of a payload, however deep."""
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in keys(inner)}
    return {key for item in value for key in keys(item)} if isinstance(value, list) else set()


def one_of_each():
    document = make_document("It sank.")
    return Reading(
        document,
        (Attribution("a1", (), (), ((0, 7),), chain=(Hop(None),)),),
        (Actor("p1", "Ines Calder"),),
        (Response("Ines Calder", "denied", None, ()),),
        (Event("AID", None, (), (), (), None, None, (), None, "+", "actual"),),
    )


@pytest.mark.parametrize("key", sorted(keys(reading_payload(one_of_each()))))
def test_every_key_is_in_the_manual(key):
    assert re.search(rf"`{key}`|\"{key}\"", doc("json.md"))


@pytest.mark.parametrize(
    "name", [*Attribution.__slots__[1:], *Event.__slots__, *Response.__slots__]
)
def test_every_field_has_its_meaning(name):
    assert f"`{name}`" in doc("fields.md")


@pytest.mark.parametrize("act", get_args(Act))
def test_every_act_has_its_meaning(act):
    assert f"| `{act}` |" in doc("fields.md")


def example():
    """The example of json.md."""
    return json.loads(re.search(r"```json\n(.*?)```", doc("json.md"), re.DOTALL)[1])


def test_the_example_of_the_json_has_the_keys_in_their_order():
    shown, payload = example(), reading_payload(one_of_each())
    assert list(shown) == list(payload)
    assert list(shown["document"]) == list(payload["document"])
    for name in ("actors", "attributions", "responses"):
        assert {tuple(one) for one in shown[name]} == {tuple(payload[name][0])}
    hops = shown["attributions"][0]["chain"]
    assert {tuple(hop) for hop in hops} == {tuple(payload["attributions"][0]["chain"][0])}


def test_the_example_of_the_json_is_true():
    shown = example()
    document, attribution = shown["document"], shown["attributions"][0]
    text, hops = document["text"], attribution["chain"]
    made = make_document(text, uri=document["uri"])
    assert (made.id, made.sha256, made.text) == tuple(
        document[key] for key in ("id", "sha256", "text")
    )
    roles = ("source", "cue", "content", "addressee", "verbatim")
    assert {role: [text[s:e] for s, e in attribution[role]] for role in roles} == {
        "source": ["the harbour master"],
        "cue": ["told"],
        "content": ["“It was never broken,”"],
        "addressee": ["Radio Kest"],
        "verbatim": ["It was never broken,"],
    }
    assert [hop["name"] for hop in hops] == [document["outlet"], "Radio Kest", "the harbour master"]
    assert [text[s:e] for hop in hops for s, e in hop["evidence"]] == [
        "Radio Kest", "the harbour master",
    ]  # fmt: skip
    actors = {actor["id"]: actor["name"] for actor in shown["actors"]}
    assert [actors[hop["actor"]] for hop in hops[1:]] == [hop["name"] for hop in hops[1:]]
    assert [text[s:e] for actor in shown["actors"] for s, e in actor["mentions"]] == [
        "the harbour master", "Radio Kest", "Mayor Calder",
    ]  # fmt: skip
    response = shown["responses"][0]
    assert [text[s:e] for s, e in response["evidence"]] == ["has not denied it"]
    assert response["about"] == attribution["id"]
    assert response["actor"] in actors.values()


def test_the_row_in_the_manual_is_as_it_is_printed():
    row = re.search(r"```\n(no\.  who.*?)```", doc("cli.md"), re.DOTALL)[1].split("\n")[:-1]
    printed = printed_page(dam(), width=110, why=True).split("\n")
    assert row[:2] == printed[(start := printed.index(row[0])) : start + 2]
    start = printed.index(row[2])
    assert row[2:] == printed[start : start + len(row) - 2]


@pytest.mark.parametrize("page", ["cli.md", "json.md"])
def test_the_manual_has_no_fields_that_wait(page):
    assert "○" not in doc(page)
    assert "for now" not in doc(page)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target


def test_every_dependency_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    needed = [re.match(r"[\w-]+", line)[0] for line in
              [*project["dependencies"], *(line for lines in extras for line in lines)]]  # fmt: skip
    explained = re.findall(r"^\| ([\w-]+) \| \w", doc("dependencies.md"), re.MULTILINE)
    assert sorted(needed) == sorted(set(explained) - {"package"})


def test_the_glossary_says_each_word_once_and_in_order():
    words = re.findall(r"^\| \*\*([\w-]+)\*\* \|", doc("glossary.md"), re.MULTILINE)
    assert words == sorted(set(words))
    assert {"document", "outlet", "source", "cue", "content", "attribution", "text"} <= set(words)


def test_fields_of_a_document_are_those_of_the_record():
    shown = set(reading_payload(one_of_each())["document"])
    assert shown == set(Document.__slots__) - {"dateline"}
