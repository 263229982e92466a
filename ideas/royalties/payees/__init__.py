"""Payees: what finance must know of somebody to pay them.

A *payee* is a person with a share. Finance enters the *withholding* rate, with its reason and the
day it holds from, and the *tax form* it rests on, with its last day. The site computes no tax law.
"""
