"""REST asked by schemathesis what nobody would ask: every answer is one that OpenAPI describes.

By default for some seconds; ``make fuzz`` asks for five minutes.
"""

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from types import MappingProxyType

import httpx2
import pytest
from serving import served

from sayso.views.desk.access import Access, add_account, read_accounts
from sayso.views.desk.app import create_app
from sayso.views.desk.rates import Rate
from sayso.views.desk.rules import Limits, Rules
from sayso.views.desk.state import DeskSettings

FAST = Rate(1e6, 1e6)
# Whether a random word is in a ledger, no description can tell: a good question may find nothing.
LEFT_OUT = "positive_data_acceptance"


@pytest.fixture
def fuzzed(desk_file, tmp_path):
    """The address of a desk of its own, and the token of its admin."""
    token = add_account(tmp_path / "tokens.txt", "ann", "admin")
    access = Access(read_accounts(tmp_path / "tokens.txt"))
    rules = Rules(access, Limits(reads=FAST, writes=FAST, logins=FAST))
    file = shutil.copy(desk_file, tmp_path / "desk.db")
    with served(create_app(DeskSettings(ledger=str(file), rules=rules))) as url:
        yield url, token


def known(item):
    """The lines of a configuration that give a parameter of a path what is there."""
    (path, name), value = item
    return (f'[[operations]]\ninclude-path = "/api/v1/{path}"\n'
            f'parameters = {{ "path.{name}" = {json.dumps(value)} }}\n\n')  # fmt: skip


def there(url, token):
    """What is in the ledger: for each operation that asks by an id, one."""
    with httpx2.Client(
        base_url=f"{url}/api/v1/", headers={"Authorization": f"Bearer {token}"}
    ) as asking:

        def first(path, name="id"):
            return asking.get(path).json()["items"][0][name]

        document = first("documents")
        kept = asking.post(
            "judgements", json={"verdict": "accept", "target": first("attributions")}
        )
        return {
            ("documents/{key}", "key"): document,
            ("documents/{key}/citation", "key"): document,
            ("documents/{key}/read-again", "key"): document,
            ("attributions/{key}", "key"): first("attributions"),
            ("attributions/{key}/citation", "key"): first("attributions"),
            ("claims/{key}", "key"): first("claims"),
            ("claims/{key}/citation", "key"): first("claims"),
            ("actors/{name}", "name"): first("actors", "name"),
            ("outlets/{name}", "name"): first("outlets", "name"),
            ("judgements/{key}", "key"): kept.json()["key"],
            ("judgements/{key}/undo", "key"): kept.json()["key"],
        }  # fmt: skip


def fuzz(url, token, folder, *options, ids=MappingProxyType({})):
    """Run schemathesis; what is asked by id is asked by ids that are there, in ``ids``."""
    if find_spec("schemathesis") is None:
        pytest.skip("schemathesis is not installed (the extra dev)")
    config = folder / "schemathesis.toml"
    config.write_text("".join(map(known, ids.items())), "utf-8")
    command = [
        sys.executable, "-m", "schemathesis.cli", "--config-file", str(config),
        "run", f"{url}/api/v1/openapi.json", "--header", f"Authorization: Bearer {token}",
        "--exclude-checks", LEFT_OUT, *options,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2000:]


def test_every_answer_is_a_described_one(fuzzed, tmp_path):
    fuzz(*fuzzed, tmp_path, "--phases", "fuzzing", "--max-examples", "2")


@pytest.mark.slow
def test_every_answer_is_a_described_one_for_five_minutes(fuzzed, tmp_path):
    fuzz(*fuzzed, tmp_path, "--max-time", "150")
    fuzz(*fuzzed, tmp_path, "--max-time", "150", "--exclude-method", "DELETE", ids=there(*fuzzed))
