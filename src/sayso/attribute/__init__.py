"""Annotated -> Reading: the attributions of one document."""

from sayso.attribute.attributions import find_attributions

__all__ = ["find_attributions"]
