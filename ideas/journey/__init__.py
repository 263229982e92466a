"""The idea, its team, and the map of its stages.

An idea moves only along the map in ``stages.py``, and only by ``actions.advance``; every move is a
row with its moment, mover and reason, and is shown to everybody once the idea is public.
"""
