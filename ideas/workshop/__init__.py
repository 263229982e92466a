"""What a creator sees of their own: each idea with the next thing to do, invitations, their votes.

No tables and no actions: it shows what other packages hold.
"""
