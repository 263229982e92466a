"""Royalties: what each creator is owed, checkable to the cent.

Sales arrive as files. Closing a period turns them, by each product's agreement, into what was
earned, what is held back against returns, and each payee's part; the payee reads it as a statement.
Every amount is posted to a double-entry ledger that is never edited: a mistake is reversed and
entered anew.
"""
