"""Two admins give a role: whoever chooses the second pair of eyes alone would have both.

What one proposes waits for another; taking the admin's role from somebody waits, too, and every
other role is taken at once. Where there is no other admin, one is enough: to invite a second. A
suspended admin counts as another, so that nobody becomes the only one by suspending.
"""
