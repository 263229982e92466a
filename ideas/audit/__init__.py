"""Who on the staff did it: an append-only log whose entries are chained by their hashes.

Staff actions on votes, money, roles, terms, words and people's mail are written here, in the
transaction of the action. Entries hold ids, never names, addresses or secrets. Each waits some
seconds for its seal, which covers the entry and the seal before it; every night all seals are
computed again, and what does not hold is an alarm until an admin has looked.
"""
