"""Who is spoken of, and who speaks."""
