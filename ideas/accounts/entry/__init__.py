"""Getting in: signing up, confirming the address, signing in, choosing a new password.

A stranger cannot learn here who has an account: known and unknown addresses get the same answers
after the same work, and only the mailbox tells.
"""
