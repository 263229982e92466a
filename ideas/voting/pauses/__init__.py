"""While nobody can vote, the deadlines of open ballots stand still.

Votes can be paused alone, or with everything else while the site is read only. When both are over,
every deadline that was ahead is put off by as long as the pause lasted, in one transaction for all.
"""
