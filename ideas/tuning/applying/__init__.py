"""Applying a published version to ideas that are open: two admins, and nothing is taken away.

One admin proposes, having read what it would do; another confirms. The worker then puts idea after
idea on the new ladder, keeps a row of what each had before, and tells its team.
"""
