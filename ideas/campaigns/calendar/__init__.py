"""Campaigns with an end: a contest, a call, a naming, each with a calendar of phases.

A campaign is *planned* in private and *announced*: from then on its terms, its calendar and its
*rulebook* stand. The rulebook is the rules in words; a version once published never changes.
"""
