"""Paying what is due, by two people.

One person of finance prepares a *payment* of a statement or an advance; another marks it as sent.
Only then it is posted, and an advance begins to be recouped.
"""
