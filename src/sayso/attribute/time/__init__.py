"""When it was said."""
