"""Votes that come from another platform's files: counted, at a time nobody knows."""
