"""What people report: a comment, news, an idea or a profile, each person once while it
is open, with a reason; visitors without an account, too, as often as their network may.

How often somebody's reports were right orders the list (`accuracy`), and nothing more: however many
report a thing, it stands until a moderator has decided. Who is nearly always wrong is slowed.

Moderators decide about a thing, not about each report: it is taken down, or it stays; whoever
reported it is told. What is taken down elsewhere settles its reports by itself.
"""
