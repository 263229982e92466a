"""Drafting an idea and handing it in.

A *draft* begins with the rights question and is saved as it is typed; only its team sees it. It
has up to eight *pictures*, up to five *tags* and a *team* whose proposed shares always make 100 %.
A person asked to join counts only after saying yes. Handing in needs everything on the list;
afterwards the creator can still withdraw, and an idea that ended can be handed in anew as a new
idea that remembers the old one.
"""
