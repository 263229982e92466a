"""The background work, the outbox on this machine, and how the site is set up."""
