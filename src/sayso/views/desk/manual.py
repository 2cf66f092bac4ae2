"""REST described: OpenAPI for programs, a page of all operations for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from sayso.views.desk.answer import json_answer, page_answer
from sayso.views.desk.described import PREFIX

router = APIRouter(include_in_schema=False)
_METHODS: Final = ("get", "post", "delete")


@router.get(f"{PREFIX}/openapi.json")
def openapi(request: Request) -> Response:
    """Return the description of REST for programs."""
    return json_answer(request, request.app.openapi())


@router.get("/api/docs")
def operations_page(request: Request) -> Response:
    """Show all operations, with their parameters and answers."""
    told = request.app.openapi()
    return page_answer(request, "operations.html", {"items": list(operations(told))})


def operations(openapi: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the operations of a description, one after the other."""
    for path, methods in openapi["paths"].items():
        for method in _METHODS:
            if method in methods:
                yield {"path": path, "method": method.upper(), **_told(methods[method])}


def _told(operation: dict[str, Any]) -> dict[str, Any]:
    answers = {
        status: answer["description"]
        for status, answer in operation["responses"].items()
        if status.startswith("2")
    }
    body = operation.get("requestBody", {}).get("content", {})
    return {
        "id": operation["operationId"],
        "tag": operation["tags"][0],
        "description": operation["description"],
        "parameters": [_parameter(each) for each in operation.get("parameters", ())],
        "body": sorted(body),
        "answers": answers,
    }


def _parameter(each: dict[str, Any]) -> dict[str, Any]:
    schema = each["schema"]
    kinds = schema.get("anyOf", [schema])
    values = [value for kind in kinds for value in kind.get("enum", ())]
    return {
        "name": each["name"], "in": each["in"], "required": each.get("required", False),
        "description": each.get("description", ""), "values": values,
        "default": schema.get("default"),
    }  # fmt: skip
