"""Exchange rates of a period from a file, in place of typing each.

A file is read strictly, shown with what it would change, and kept as a whole or not at all: a row
that cannot be read is named by its line. What holds already is left as it is, so that the same file
sent twice changes nothing.
"""
