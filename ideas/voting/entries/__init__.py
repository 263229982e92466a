"""Closed votes: the ballots of a campaign's entries, which open and close with its calendar.

Whoever votes may vote for as many entries as they like. Which entries stand in the vote is said by
the campaign; “none of these” is an entry like the others, of nobody.
"""
