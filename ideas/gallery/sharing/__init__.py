"""Showing an idea elsewhere: the picture links come with, the badge other sites carry, the QR code.

All three are drawn when they are asked for and never for an idea that is not public. What the
picture says is in its address, so whoever has it keeps it, and a milestone makes a new address.
"""
