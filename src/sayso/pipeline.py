"""The whole flow in one screen.

bytes -> read -> Document -> annotate -> Annotated -> attribute -> Reading

1. ``read_documents`` turns every input into documents, or says why not;
2. ``annotate_documents`` runs the encoder, a little ahead of what is asked for;
3. ``find_voices`` finds who says what, through whom, when and how surely.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sayso.annotate import annotate_document, annotate_documents
from sayso.annotate.model import Model, load_model
from sayso.attribute import find_voices
from sayso.read import read_documents
from sayso.records import Annotated, Document, Reading, Skipped
from sayso.settings import Settings
from sayso.text import make_document
from sayso.version import __version__


def read_reports(
    paths: Iterable[str], *, settings: Settings | None = None
) -> Iterator[Reading | Skipped]:
    """Read reports and yield a Reading for each, in order; Skipped where one gives none.

    Args:
        paths: files, folders, http(s) addresses, or "-" for standard input.
        settings: limits and defaults of the run.

    Raises:
        ModelError: the encoder cannot be loaded.
    """
    settings = settings or Settings()
    model = load_model(threads=settings.threads)
    for item in annotate_documents(read_documents(paths, settings=settings), model=model):
        yield item if isinstance(item, Skipped) else read_annotated(item, model)


def read_text(text: str, *, model: Model | None = None, **known: object) -> Reading:
    """Read one text that is already at hand.

    Args:
        text: the report; it is normalised first, spans point into ``reading.document.text``.
        model: a loaded encoder; by default the package's own.
        known: fields of Document (uri, outlet, title, published, …).
    """
    return read_document(make_document(text, **known), model=model)  # type: ignore[arg-type]


def read_document(document: Document, *, model: Model | None = None) -> Reading:
    """Read one document."""
    model = model or load_model()
    return read_annotated(annotate_document(document, model=model), model)


def read_annotated(annotated: Annotated, model: Model) -> Reading:
    """Turn an annotated document into its reading."""
    produced_by = {"version": __version__, "model": model.digest}
    return replace(find_voices(annotated), produced_by=produced_by)
