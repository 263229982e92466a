"""What people report: a comment, news or an idea, each person once while
it is open, with a reason.

Moderators decide about a thing, not about each report: it is taken down, or it stays; whoever
reported it is told. What is taken down elsewhere settles its reports by itself.
"""
