"""Looking over an installation: each part that a setting chose, and what to do about it."""
