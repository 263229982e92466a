"""What fans tell an idea's team in private, on three scales from 1 to 5 and in words if they like.

The team and the reviewers see means and words from a number of answers on, never who gave them.
"""
