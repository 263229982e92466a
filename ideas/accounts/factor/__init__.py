"""The second factor of staff: a code that changes every half minute, or a recovery code.

Roles work only in a session that was opened with it. A code works once. Whoever loses the phone
uses one of ten recovery codes, or asks an admin to take the second factor away and sets up another.
"""
