"""Open sessions: who is signed in, where, since when, and for how long.

A session is a random token in a signed cookie; the table keeps only its hash. It ends when nobody
used it for a while, when its longest time is over, when its person says so, and when a password,
a role or the good standing of its person changes.
"""
