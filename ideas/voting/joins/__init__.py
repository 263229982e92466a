"""The votes of an idea that was merged into another, carried over there, and brought back.

A *join* belongs to a merged idea, the *child*. Its counted votes come to count for the *parent* as
well, each person once; the child keeps its own votes as they are, so that *parting* brings them
back. It goes on in portions, each a transaction in which every count is exact, and may be stopped
between any two. While the ideas are one, what becomes of the child's votes is carried over too.
"""
