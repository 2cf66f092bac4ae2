"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of research corpora; tests that need it are skipped without it."""
    here = Path(os.environ.get("SAYSO_SHARED", Path(__file__).parents[1] / ".." / "shared"))
    if not here.is_dir():
        pytest.skip(f"research corpora not found at {here} (set SAYSO_SHARED)")
    return here.resolve()
