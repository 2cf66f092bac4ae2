"""Whom it was told to, and through whom it reached the reader."""
