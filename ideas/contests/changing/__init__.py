"""A campaign changes its course: its moments are put off, it is cancelled, or never comes.

What has begun stays as it was promised, and a moment is only ever put off: the change has a public
reason and makes a new version of the rules. Cancelling takes two admins and a public reason:
entries leave the vote, no vote is deleted. A plan nobody has seen is simply deleted.
"""
