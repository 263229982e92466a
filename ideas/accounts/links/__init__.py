"""One-time links: to confirm an address, choose a new password, claim an account, become admin.

A link works once and not for long. The page it leads to changes nothing until its button is
pressed, because mail scanners follow links. It stops working when the address or the password it
was made for changes.
"""
