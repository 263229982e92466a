"""Bench data: as many public ideas and votes as one asks for, to measure the site with.

The rows are written in bulk, past the actions, and only into a demo's own database. What the site
promises still holds: counts are the votes, moves fit the map, milestones were crossed in time,
standings and the word index are true. Vote events, notices and mail are left out.
"""
