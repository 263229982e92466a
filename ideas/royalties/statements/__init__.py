"""Statements: as a page, as a PDF and as CSV, by the payee and by finance.

A *paper* holds what a statement says as plain values, and all three are made from it. A *version*
is how statements are worded and laid out: a folder in ``versions`` that stays in the tree for as
long as a statement was made with it, so that an old statement is drawn the same for ever.
"""
