"""What somebody else needs to check a period: all its rows in one file, and how to recompute.

The file is the same bytes each time it is written. ``static/verify_ledger.py`` reads it with
Python's standard library alone and computes the ledger's hash again.
"""
