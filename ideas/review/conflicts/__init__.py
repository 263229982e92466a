"""Conflicts of interest: a reviewer says why they must not judge an idea, and judges it no more.

A conflict belongs to the idea, so it holds in later rounds too. It is never refused for being late
within a round: a score given before is void and an answer its reviewer had part in is decided anew.
"""
