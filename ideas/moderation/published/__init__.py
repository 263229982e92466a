"""The public log of moderation: what was done, when, why, and what came of appeals.

A line tells the day, the kind of thing, the ground, how it came to be looked at and whether one
appealed. Whose it was, who reported it, who decided and what it said are in no line.
"""
