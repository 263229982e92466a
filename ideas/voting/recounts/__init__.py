"""The count is always the votes: they are counted again, and a difference is repaired and told."""
