"""The templates of the pages, and what all of them may use."""

from __future__ import annotations

import jinja2

from sayso.views.desk.showing import FILTERS, GLOBALS
from sayso.views.desk.state import HERE


def environment() -> jinja2.Environment:
    """Return the templates: what they are given is always escaped, and must be there."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"), autoescape=True,
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.globals |= GLOBALS
    made.filters |= FILTERS
    return made
