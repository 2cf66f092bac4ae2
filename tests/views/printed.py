"""Pages as they are printed, on consoles of any width, style and encoding."""

import io
import re

from rich.console import Console

from sayso.views.page import page


class Named(io.StringIO):
    """A console's file that names an encoding; nothing is written to it."""

    def __init__(self, encoding):
        super().__init__()
        self._encoding = encoding

    encoding = property(lambda self: self._encoding)


def shown(one, *, width=100, styles=False, encoding=None, **options):
    """The page of a reading."""
    console = Console(width=width, force_terminal=styles, file=Named(encoding))
    return page(one, console, **options)


def bare(printed):
    """What is printed without styles."""
    return re.sub(r"\x1b\[[0-9;]*m", "", printed)


def flat(words):
    """Without the line breaks of the page."""
    return " ".join(words.split())
