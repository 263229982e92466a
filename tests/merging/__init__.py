"""Merging duplicates."""
