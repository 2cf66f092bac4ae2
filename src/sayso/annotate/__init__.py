"""Document -> Annotated: one pass of the encoder over the text."""

from sayso.annotate.annotate import annotate_document, annotate_documents

__all__ = ["annotate_document", "annotate_documents"]
