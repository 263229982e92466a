"""The worker's part of an import: reading it into the staging table, and making sales of it.

Everything long is done in portions, each a short transaction, so that nobody who votes waits. The
sales of an import do not count while they are being written; one last short transaction posts the
journal's entries and lets them count. Killed anywhere, it goes on from the last portion.
"""
