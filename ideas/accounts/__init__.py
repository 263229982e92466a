"""People: signing up and in, roles, sessions and the second factor.

A *person* confirms an e-mail address before they count as verified. Staff hold *roles*, which work
only in a session opened with a second factor. An imported person cannot sign in until they claim
the account by the address that is on record.
"""
