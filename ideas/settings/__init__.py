"""Dials: what an admin turns while the site runs.

Each package declares its own dials as a frozen dataclass with defaults, bounds and help; the desk's
form, the log of changes and the documentation are made from the declaration.
"""
