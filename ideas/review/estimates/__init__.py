"""What an idea would cost and bring: typed by reviewers, each version beside the ones before.

An estimate is one price and one cost for a copy, what is spent once, and three quantities: low,
likely, high. All else is computed from it, exactly.
"""
