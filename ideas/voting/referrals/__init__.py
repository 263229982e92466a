"""Where visits and votes come from, per idea, day and *channel*; nobody is told apart.

A shared link carries its channel in its address (``?via=qr``); the page hands it on to the vote.
A network is one visit a day to an idea by one channel, so nobody makes many by asking again.
Visits and votes are gathered in memory and written down every few seconds, so that reading a page
writes nothing. What a stopped process had not written down is lost: these are hints, not counts.
"""
