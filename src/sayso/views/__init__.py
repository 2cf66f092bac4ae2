"""Readings and records for people and programs: the command line, pages, JSON."""
