"""What the tuner tries proposals on, read by the worker beside the roll-up and kept as one row.

A process of the web takes that row in some tens of milliseconds, where reading the ideas one by
one would take a quarter of a second.
"""
