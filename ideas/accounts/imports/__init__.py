"""People who come from another platform's files.

They have a name and no address, so they cannot sign in until they claim the account. Whoever left
is not brought back: of their key there a keyed hash is kept, and imports pass over it.
"""
