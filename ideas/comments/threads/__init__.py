"""Strands: a comment with its replies one level below it, in the order its reader asks for.

The newest strand stands first, or the most liked; replies stand oldest first. A long strand is
folded, and has a page of its own. Every comment has an address that leads to where it stands.
"""
