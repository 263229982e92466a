"""Ideas that read like the title somebody is typing, with where they stand."""
