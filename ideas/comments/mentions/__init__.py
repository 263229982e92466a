"""Calling somebody by ``@handle`` in a comment: a link to the person, and a notice to them once."""
