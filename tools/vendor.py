"""Fetch the scripts that the desk's pages carry, as VENDORED.toml names them, from npm.

`python tools/vendor.py` fetches what is missing or differs and fails if a hash is not the one
that is written down; `python tools/vendor.py --check` only compares.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).parent.parent / "src/sayso/views/desk/static/vendor"


def main(arguments: list[str]) -> int:
    """Fetch or check all packages; return how many files are not as written down."""
    listed = tomllib.loads((VENDOR / "VENDORED.toml").read_text(encoding="utf-8"))
    wrong = 0
    for package in listed["package"]:
        if "--check" not in arguments and differing(package):
            fetch(package)
        for path, told, found in differing(package):
            print(f"{path}: the hash is {found or 'missing'}, not {told}", file=sys.stderr)
            wrong += 1
    return wrong


def differing(package: dict[str, Any]) -> list[tuple[Path, str, str]]:
    """Return the files of a package that are not there or have another hash."""
    folder = VENDOR / f"{package['name']}-{package['version']}"
    pairs = [(folder / Path(one["upstream"]).name, one["sha256"]) for one in package["file"]]
    found = [(path, told, _hash(path)) for path, told in pairs]
    return [(path, told, there) for path, told, there in found if there != told]


def fetch(package: dict[str, Any]) -> None:
    """Download a package with npm and copy out of it the files that are listed, no others."""
    folder = VENDOR / f"{package['name']}-{package['version']}"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as there:
        named = f"{package['npm']}@{package['version']}"
        command = ["npm", "pack", "--silent", "--pack-destination", there, named]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(there).glob("*.tgz")
        with tarfile.open(archive) as opened:
            for one in package["file"]:
                member = opened.extractfile(f"package/{one['upstream']}")
                if member is not None:
                    (folder / Path(one["upstream"]).name).write_bytes(member.read())


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
