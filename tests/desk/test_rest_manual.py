"""docs/rest.md has every operation and every parameter, none that is made up, and true examples."""

import json
import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "rest.md").read_text("utf-8")
SECTIONS = dict(
    re.findall(r"^### ([A-Z]+ /\S+)\n(.*?)(?=^##)", f"{PAGE}\n## ", re.MULTILINE | re.DOTALL)
)
ASKED = re.findall(
    r"^(GET /api/v1/\S.*)$", re.sub(r"^#.*$", "", PAGE, flags=re.MULTILINE), re.MULTILINE
)
SENT = re.findall(r"^POST (/api/v1/\S+)\n(\{.*\})$", PAGE, re.MULTILINE)


def operations(client):
    for path, methods in client.app.openapi()["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_the_manual_has_every_operation_and_no_other(client):
    assert sorted(SECTIONS) == sorted(name for name, _ in operations(client))


def test_the_manual_has_every_parameter(client):
    for name, operation in operations(client):
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "query":
                assert f"`{parameter['name']}`" in SECTIONS[name], (name, parameter["name"])


def test_the_manual_has_every_status(client):
    told = set(re.findall(r"\b[2345]\d\d\b", PAGE))
    for name, operation in operations(client):
        assert set(operation["responses"]) <= told, name


def test_every_operation_is_described(client):
    ids = [operation["operationId"] for _, operation in operations(client)]
    assert len(ids) == len(set(ids))
    for name, operation in operations(client):
        assert operation["description"].strip(), name
        for parameter in operation.get("parameters", ()):
            assert parameter.get("description"), (name, parameter["name"])


@pytest.mark.parametrize("line", ASKED)
def test_what_the_manual_asks_is_answered(client, line):
    assert client.get(line.removeprefix("GET ")).status_code == 200


@pytest.mark.parametrize(("path", "body"), SENT)
def test_what_the_manual_sends_is_taken(own_client, path, body):
    form = {"X-CSRF-Token": own_client.get("/api/v1/session").json()["csrf"]}
    answer = own_client.post(path, json=json.loads(body), headers=form)
    assert answer.status_code == 201, answer.text


def test_the_page_of_operations_has_them_all(client):
    page = client.get("/api/docs").text
    for name, _ in operations(client):
        assert name in page
