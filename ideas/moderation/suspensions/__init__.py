"""Keeping somebody out: a measure like every other, with its reasons and an appeal.

An admin suspends, with a ground from a closed list and a sentence. Whoever is suspended cannot
sign in, so a signed address in the mail, which signing in shows as well, leads to the statement of
reasons and to the appeal. An appeal that was right lets them in again.
"""
