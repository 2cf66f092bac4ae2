"""Which part may know of which: read -> annotate -> attribute -> resolve -> ledger -> views."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "sayso"
STAGES = ("read", "annotate", "attribute", "resolve", "ledger", "views")
COMMON = {"records", "errors", "settings", "text", "version", "outlets", "countries"}
FREE = {
    "views",
    "evaluate",
    "pipeline",
    "intake",
    "watch",
    "claims",
    "__init__",
    "__main__",
}  # may import any stage


def part(path):
    """The part a module belongs to: its stage's folder, or its own name."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported(tree, module):
    """The parts of sayso that a module imports, relative imports included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[1] for name in node.names
                        if name.name.startswith("sayso."))  # fmt: skip
        elif isinstance(node, ast.ImportFrom):
            package = [*module[: len(module) - node.level]] if node.level else []
            full = [*package, *(node.module or "").split(".")] if node.module else package
            if full[:1] == ["sayso"]:
                yield from full[1:2] or (name.name for name in node.names)


def parts_of(path):
    module = ["sayso", *path.relative_to(PACKAGE).with_suffix("").parts]
    return set(imported(ast.parse(path.read_text("utf-8")), module))


MODULES = sorted(PACKAGE.rglob("*.py"))
STAGE_MODULES = [path for path in MODULES if part(path) in STAGES and part(path) not in FREE]


def name(path):
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", STAGE_MODULES, ids=name)
def test_a_stage_imports_the_common_words_and_itself_only(path):
    assert parts_of(path) <= COMMON | {part(path)}


@pytest.mark.parametrize("common", sorted(COMMON))
def test_the_common_words_import_no_stage(common):
    assert parts_of(PACKAGE / f"{common}.py") <= COMMON


def test_nothing_below_the_views_imports_them():
    users = {name(path) for path in MODULES if "views" in parts_of(path)}
    assert {user for user in users if not user.startswith("views/")} <= {"__main__.py"}


@pytest.mark.parametrize(
    ("code", "module", "parts"),
    [
        ("import sayso.read.html", "sayso.views.cli", {"read"}),
        ("from sayso.records import Span", "sayso.read.html", {"records"}),
        ("from sayso import attribute", "sayso.read.html", {"attribute"}),
        ("from ..ledger import store", "sayso.read.html", {"ledger"}),
        ("from . import wire", "sayso.read.html", {"read"}),
        ("from .. import views", "sayso.read.html", {"views"}),
        ("def f():\n    from sayso.views import cli", "sayso.read.html", {"views"}),
        ("import json, re", "sayso.read.html", set()),
    ],
)
def test_every_way_to_import_is_seen(code, module, parts):
    assert set(imported(ast.parse(code), module.split("."))) == parts


def test_importing_sayso_loads_nothing_heavy():
    heavy = (
        "trafilatura",
        "lxml",
        "onnxruntime",
        "tokenizers",
        "rich",
        "typer",
        "py3langid",
        "sqlalchemy",
        "fastapi",
        "starlette",
        "pydantic",
        "jinja2",
    )
    code = f"import sys, sayso; print(*sorted(set({heavy!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.split() == []
