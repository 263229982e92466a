"""The public vote log: every change of every vote, in an order nobody can change afterwards.

Each ``VoteEvent`` becomes a leaf of a Merkle tree (RFC 9162) that says the minute, the idea and
what became of the vote, and of the voter only a commitment. Voting itself does nothing for it: the
schedule publishes what was committed, some seconds later, and signs the new state of the log.
"""
