"""Closing a period.

Before the close, an *outlook* shows what it would come to and what is still missing. The close
writes the same calculation down: settlements and statements, their journal entries, the ledger's
hash. After that nothing is dated into the period.
"""
