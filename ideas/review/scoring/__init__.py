"""Scorecards: what each reviewer gives a case, criterion by criterion, and what that weighs.

A round asks its own criteria, each with a weight; they are fixed with its first scorecard. Scores
are blind: until their own are in, reviewers read nobody's, nor any mean of them, nor a note.
"""
