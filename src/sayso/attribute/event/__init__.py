"""Who did what to whom: events and labels of a document, each under the voice that asserts it."""
