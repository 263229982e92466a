"""How often one may: every limit on one page, counted in fixed windows of time.

Counts are kept under a keyed hash of a network or a person, and for no longer than their window.
On one machine they lie in a SQLite file of their own, so that counting never waits for a vote;
on PostgreSQL all nodes share one table.
"""
