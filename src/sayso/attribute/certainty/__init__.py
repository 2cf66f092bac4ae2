"""How sure the speaker is."""
