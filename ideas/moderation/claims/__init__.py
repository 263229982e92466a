"""Who is looking at what, so that two moderators do not judge one thing.

A *claim* is taken by opening an item, seen by everybody else on the desk, and keeps others from
judging it. Somebody has one at a time: the next thing lets the last go. It ends by being let go, by
the judgement, or by itself after ten minutes (a dial).
"""
