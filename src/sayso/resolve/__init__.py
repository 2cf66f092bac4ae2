"""Stage 4: what is the same in several documents, and what depends on what."""
