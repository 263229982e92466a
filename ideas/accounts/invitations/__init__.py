"""Asking somebody by mail to join the staff in a role.

The invitation names nobody: it is theirs whose confirmed address it is. Who has no account signs up
with that address first. A yes gives the role in the name of who asked, if they still may give it;
roles work once the second factor is set up. It ends after a week.
"""
