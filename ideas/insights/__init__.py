"""How the whole is doing, for the staff: figures rolled up once a day, and files to take away.

Nothing here tells one fan from another: votes are numbers per day and idea, visits are numbers per
network and day.
"""
