"""Parameters that many endpoints have, with their limits and meanings for OpenAPI."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Path, Query, Request
from starlette.convertors import StringConvertor, register_url_convertor

from sayso.records import Act as ActName
from sayso.records import Mode as ModeName
from sayso.views.desk.answer import Format


class _NameConvertor(StringConvertor):
    """All the rest of an address: names hold slashes, and now and then a line break."""

    regex = r"[\s\S]*"

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("name", _NameConvertor())  # "/outlets/{name:name}"

Key = Annotated[str, Path(min_length=1, max_length=200, description="Its id.")]
NamePath = Annotated[str, Path(min_length=1, max_length=400, description="Its name.")]
Limit = Annotated[int, Query(ge=1, le=200, description="How many to a page.")]
Cursor = Annotated[
    str | None,
    Query(max_length=400, description="Where the page before ended; all else must be the same."),
]
_WORDS = Query(
    min_length=1, max_length=400, description='Words, "phrases", beginnings*; all must be there.'
)
Words = Annotated[str | None, _WORDS]
SoughtWords = Annotated[str, _WORDS]
Name = Annotated[
    str | None,
    Query(min_length=1, max_length=200, description="Words of the name, next to each other."),
]
Exactly = Annotated[str | None, Query(min_length=1, max_length=400, description="The whole name.")]
Date = Annotated[
    str | None,
    Query(max_length=40, description="A year, a month or a day: 2016, 2016-01, 2016-01-14."),
]
Order = Annotated[
    Literal["newest", "best"],
    Query(description="Taken in last first, or the best matches of the words first."),
]
Act = Annotated[ActName | None, Query(description="What is done by saying it.")]
Mode = Annotated[ModeName | None, Query(description="How its content is quoted.")]
Identity = Annotated[
    Literal["named", "role", "anonymous", "unstated"] | None,
    Query(description="How its source is named."),
]
Kind = Annotated[
    Literal[
        "person", "group", "government", "organisation", "armed-group", "outlet", "document",
        "unknown",
    ] | None,
    Query(description="What it is."),
]  # fmt: skip
Response = Annotated[
    Literal["confirmed", "denied", "not-denied", "declined", "unreachable", "unverified"] | None,
    Query(description="What somebody did about it."),
]
Facets = Annotated[
    bool, Query(description="Whether to count values among the newest, under `facets`.")
]


def form_asked(
    request: Request,
    *,
    form: Annotated[
        Format | None,
        Query(alias="format", description="The form; by default what `Accept` asks for."),
    ] = None,
    every: Annotated[
        bool,
        Query(alias="all", description="With csv and jsonl: all pages from here on, not just one."),
    ] = False,
) -> None:
    """Note the form that a list is asked for in; ``list_answer`` looks at it."""
    request.state.form, request.state.every = form, every


LISTED = [Depends(form_asked)]  # dependencies of every list
