"""One vote per person and idea, free, counted exactly once, on a ladder of milestones.

A *ballot* opens when an idea goes live and freezes the terms it went live with. Votes climb the
*ladder*; each *tier* reached adds days to the deadline and leaves a row. The last tier is the
*goal*: it opens the *certification* window, after which the idea has qualified. A vote is never
deleted: it is taken back, and the count follows in the same transaction.
"""
