"""Reading the ledger, and looking whether it is whole.

From the trial balance one opens an account, from there an entry, and from an entry the sales line
or the statements beneath it. Every night all of it is added up again; what does not agree is an
alarm until somebody has looked.
"""
