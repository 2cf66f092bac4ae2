"""Bytes -> Document: pages, texts and JSON lines, from files, addresses and standard input."""

from sayso.read.inputs import read_bytes, read_documents

__all__ = ["read_bytes", "read_documents"]
