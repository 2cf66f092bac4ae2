"""Forms send their empty fields too: an address of a page has only those that are filled."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from fastapi import Request

from sayso.views.desk.trouble import Refused, Trouble


def only_filled(request: Request) -> None:
    """Send a browser on to the same page without the empty parameters of its address.

    Raises:
        Refused: as a redirect.
    """
    if request.method != "GET":
        return
    given = parse_qsl(request.url.query, keep_blank_values=True)
    filled = [(name, value) for name, value in given if value.strip()]
    if len(filled) < len(given):
        to = f"{request.url.path}?{urlencode(filled)}".rstrip("?")
        raise Refused(Trouble(303, "this page is at another address", None, (("Location", to),)))
