"""What each clause of a document states, ready to be compared with other documents."""
