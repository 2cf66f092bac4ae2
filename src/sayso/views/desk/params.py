"""Parameters that many endpoints have, with their limits and meanings for OpenAPI."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query

Limit = Annotated[int, Query(ge=1, le=200, description="How many to a page.")]
Cursor = Annotated[
    str | None,
    Query(max_length=400, description="Where the page before ended; all else must be the same."),
]
Words = Annotated[
    str | None,
    Query(max_length=400, description='Words, "phrases", beginnings*; all of them must be there.'),
]
Name = Annotated[
    str | None, Query(max_length=200, description="Words of the name, next to each other.")
]
Date = Annotated[
    str | None, Query(max_length=40, description="A year, a month or a day: 2016, 2016-01-14.")
]
Order = Annotated[
    Literal["newest", "best"],
    Query(description="Taken in last first, or the best matches of the words first."),
]
Form = Annotated[
    Literal["json", "jsonl", "csv"] | None,
    Query(alias="format", description="The form of a list; by default what Accept asks for."),
]
All = Annotated[
    bool,
    Query(alias="all", description="With csv and jsonl: all pages from here on, not just one."),
]
