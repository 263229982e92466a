"""The yearly report: what was reported, what moderation did, what came of appeals, in numbers.

Counted from rows when somebody asks for it with the `ideas transparency` command, and published as
it was counted: one *yearly report* is a row that nobody changes. A later count that differs is
another row, and the page shows the last. It names nobody.
"""
