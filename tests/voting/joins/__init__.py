"""Votes carried over to another idea, and brought back."""
