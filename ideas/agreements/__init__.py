"""Who gets which share of what, and who has accepted it.

Once an idea is selected, finance prepares an *agreement*: the royalty's rate, what is held back,
the advance of each, and the text. Each creator has a *share*; the shares are exactly the whole.
When the agreement is offered nothing in it changes any more: each creator reads it and accepts with
their typed name. It is active from the last acceptance on. A mistake is mended by withdrawing the
offer and preparing another.
"""
