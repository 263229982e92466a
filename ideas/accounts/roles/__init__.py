"""Who on the staff is trusted with what, and who is kept out for a while.

Roles are given and taken by an admin and written into the audit log. A change ends the person's
sessions. There is always an admin left.
"""
