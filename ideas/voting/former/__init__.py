"""The voters of an idea that was taken up again, invited once to look at the newer one.

Whoever leads the newer idea presses it; who is told, nobody but the machine knows. A vote is never
carried over: each looks at the new page and decides anew.
"""
