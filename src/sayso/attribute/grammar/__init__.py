"""English words and clauses, read off the tree."""
