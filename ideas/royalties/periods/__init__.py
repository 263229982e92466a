"""Royalty periods and the exchange rates typed for them.

A period is open until it is closed; after that nothing is dated into it and its rates stay as they
are. Periods do not overlap and are closed in order.
"""
