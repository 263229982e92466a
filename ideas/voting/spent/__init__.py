"""Addresses whose owners voted, left the site, and whose votes stayed in the count.

A vote outlives its voter's account, so whoever leaves and signs up again must not vote for the same
idea a second time. Of the address a keyed hash with the idea in it is kept: two ideas' hashes of
one address do not match, and all are dropped when the ballot closes.
"""
