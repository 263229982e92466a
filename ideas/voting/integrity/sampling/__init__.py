"""Before an idea qualifies, a moderator checks a few of its voters, drawn by lot.

The lot is drawn so that it can be drawn again: from the idea, the attempt and the moment its goal
was reached.
"""
