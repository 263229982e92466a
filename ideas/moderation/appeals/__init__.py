"""Whoever a measure concerns may appeal against it; somebody else than before decides.

An appeal is made once for each measure, in words and in time. Whoever decides gives words as well,
and cannot be who decided before, nor belong to the idea's team: the database refuses the first. An
appeal that was right gives back what was taken, as far as it has not changed since.
"""
