"""Where somebody says something: source, cue, content, and what act it is."""
