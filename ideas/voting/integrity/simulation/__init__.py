"""Invented attacks and honest crowds, run past the site's own detection, and how it did.

A seed makes a site's honest votes of some days with every attack and every crowd in them, each on
an idea of its own; the same seed makes the same votes for ever (a change of what is drawn gets a
new ``VERSION``). The detection sees the votes one by one, as the worker shows them to it, and never
learns which is which. Then we count: what was held, what should have been, and how soon.

The attacks and the crowds were all written before their author had read the detection, and so knew
only what a vote tells it. Whoever adds one should do the same.
"""
