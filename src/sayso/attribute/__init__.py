"""Annotated -> Reading: who says what in one document, through whom, when, how surely."""

from sayso.attribute.voices import find_voices

__all__ = ["find_voices"]
