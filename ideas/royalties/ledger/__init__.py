"""The journal: double entry, never edited.

An *entry* is a set of *postings* to accounts that sum to zero in every currency. The database
refuses an entry that does not balance, a posting added to an entry that stands, and every change
afterwards. Debits are positive, credits negative. Each entry has a key made from what it is about,
so the same thing is never posted twice and the same sales give the same ledger.
"""
