"""Casting votes together: whoever votes while another vote is being written goes with the next.

A commit waits for the disk, and all voters of one idea wait for each other; so one process, the
teller, takes every vote that waits in one commit. Each voter hears of their own vote, and only
after the commit. What is decided is the same as in ``voting.actions.cast_vote``, which stays as the
plain way to vote.
"""
