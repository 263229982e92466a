"""What another ladder would do, seen before it happens.

An admin tries a ladder, a certification window and a capacity: open ideas are put on it, the last
twelve months are replayed under it, and the coming rounds are forecast from the votes so far.
*Applying* a published version to ideas that are open takes two admins.
"""
