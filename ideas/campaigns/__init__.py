"""A brand's call for ideas and its versioned terms.

There is always one standing *campaign*. Its *terms* (ladder, deadlines, royalty, guidelines) are
published as numbered versions that never change; an idea keeps the version it went live with.
"""
