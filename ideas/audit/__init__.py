"""Who on the staff did it: an append-only log whose entries are chained by their hashes.

Staff actions on votes, money, roles, terms and people's mail are written here, in the transaction
of the action. Entries hold ids, never names, addresses or secrets.
"""
