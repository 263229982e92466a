"""Bank accounts: where a payee's money goes.

A payee types an *account*; it is kept encrypted, shown by its last four characters, told to their
address at once, approved by somebody else in finance, and used 48 hours after it was typed. Every
version stays: payments name the one they went to.
"""
