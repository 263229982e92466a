"""Moving one's account to another e-mail address.

The new address is asked first, by a link; only then the account moves, every session ends, and the
address before is told. For 48 hours whoever reads the mail there can take the move back, whatever
happened to the account meanwhile, and until then nobody else signs up with it: so a stolen session
or password does not cost somebody their account.
"""
