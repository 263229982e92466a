"""A living brand for looking around: Oddlark Works, invented with all its people and ideas.

The *story* walks through some eighteen months with a stopped clock and does everything through the
site's own actions, so that every vote, deadline, decision and payment is true. Texts and drawings
lie in ``texts/``; pictures are drawn by the program. The demo keeps to a home of its own and to
the machine it runs on.
"""
