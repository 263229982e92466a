"""Ideas on one subject."""
