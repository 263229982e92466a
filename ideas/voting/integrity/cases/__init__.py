"""Votes that belong together and wait for somebody to look at them."""
