"""Digests: what waited for one, gathered by idea into one mail a day for each person.

A notice goes into the first digest that is due after it was told; what was read on the site
meanwhile is left out, and a digest with nothing in it is not sent. ``Digest`` has one row for each
person and day, so no crowd of workers sends two.
"""
