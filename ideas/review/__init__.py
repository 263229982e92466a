"""Rounds, scorecards and decisions: the brand's answer to every idea that reached its goal.

A *round* takes what is qualified at its *cut-off*. Reviewers fill in *scorecards* on weighted
criteria; a *decision* is proposed by one person and confirmed by another; all decisions of a round
are published together, each with a reason code and a public sentence, before a promised date.
"""
