"""What happened, told once.

An event is a past-tense, frozen dataclass of ids and plain values. It is recorded in the same
transaction as the change it tells of, and reaches its listeners soon after, at least once.
"""
