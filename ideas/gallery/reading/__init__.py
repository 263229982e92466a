"""Pages that are read: how it works, the guidelines, privacy, accessibility."""
