"""Paying what is due, by two people.

One person of finance prepares a *batch* of payments: statements and advances that are due, in one
currency and one way. Another approves it. It is exported as files for the bank; then each payment
is marked as sent, which posts it, or as returned, which takes the posting back and makes it due
again. Nobody approves a batch that pays themselves, and nothing is paid twice.

What is disputed is not paid: up to the moment the files are made, a payment that was disputed or
held meanwhile, or whose agreement ended, is left out of its batch and stays due; the rest goes.
"""
