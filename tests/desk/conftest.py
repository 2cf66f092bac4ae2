"""A desk to test with: a ledger of made-up reports, read by the real encoder, and clients.

``desk_file`` is made once and never written; ``client`` asks a desk over it. A test that writes
takes ``own_client``: the same ledger, a copy of its own.
"""

import shutil

import pytest
from made_reports import HARBOUR, HOME, odd, story

pytest.importorskip("fastapi", reason="the desk's packages are not installed (the extra desk)")

from browsing import chrome  # noqa: F401 - a fixture
from fastapi.testclient import TestClient

from sayso.claims import update_claims
from sayso.intake import open_reader, take_in, take_in_documents
from sayso.ledger import open_ledger
from sayso.settings import Settings
from sayso.views.desk.app import create_app
from sayso.views.desk.state import DeskSettings


@pytest.fixture(scope="session")
def reader():
    with open_reader(threads=2) as opened:
        yield opened


@pytest.fixture(scope="session")
def desk_file(tmp_path_factory, reader):
    """A ledger with a story in six reports, a page and an odd text, its claims made."""
    path = tmp_path_factory.mktemp("desk") / "desk.db"
    with open_ledger(path) as ledger:
        take_in_documents(ledger, [*story(), odd()], reader=reader, settings=Settings(),
                          command="sayso add story")  # fmt: skip
        take_in(ledger, [str(HARBOUR), "/no/such/file"], reader=reader, command="sayso add harbour")
        update_claims(ledger)
    return path


@pytest.fixture(scope="session")
def desk_ledger(desk_file):
    """The ledger, to ask."""
    with open_ledger(desk_file, read_only=True) as ledger:
        yield ledger


@pytest.fixture(scope="session")
def client(desk_file):
    """A client of a desk that is never written to."""
    with TestClient(create_app(DeskSettings(ledger=str(desk_file))), base_url=HOME) as opened:
        yield opened


@pytest.fixture
def own_file(desk_file, tmp_path):
    """A copy of the ledger, to write to."""
    return shutil.copy(desk_file, tmp_path / "own.db")


@pytest.fixture
def own_client(own_file):
    """A client of a desk that may be written to."""
    with TestClient(create_app(DeskSettings(ledger=str(own_file))), base_url=HOME) as opened:
        yield opened
