"""What each agreement came to in a period, and each payee's part of it.

A *settlement* is written when its period closes and never calculated again: what changes later
appears in a later one. Until then finance can adjust an agreement, with a reason.
"""
