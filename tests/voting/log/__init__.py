"""The public vote log."""
