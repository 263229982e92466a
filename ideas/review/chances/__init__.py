"""Second chances: the brand invites the creators of ideas it did not select to take them up again.

Not selected is final, so nothing moves: a new idea begins with the words of the old one, and what
people voted for keeps its answer.
"""
