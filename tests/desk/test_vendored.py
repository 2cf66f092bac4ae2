"""The scripts of others are those that are written down, and no more than those."""

import hashlib
import tomllib
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "src/sayso/views/desk/static/vendor"


def listed():
    told = tomllib.loads((VENDOR / "VENDORED.toml").read_text(encoding="utf-8"))
    return {
        f"{package['name']}-{package['version']}/{Path(one['upstream']).name}": one["sha256"]
        for package in told["package"]
        for one in package["file"]
    }


def test_every_file_has_the_hash_that_is_written_down():
    """Nobody has changed them, nor has a newer version crept in."""
    found = {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name in listed()}
    assert found == listed()


def test_nothing_else_lies_there():
    """A package may carry more than its script: nothing of that is taken along."""
    there = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}
    assert there == {*listed(), "VENDORED.toml"}


def test_each_brings_its_licence():
    """Script and licence stand in one folder."""
    folders = {path for path in VENDOR.iterdir() if path.is_dir()}
    assert folders
    assert all((folder / "LICENSE").stat().st_size > 300 for folder in folders)
