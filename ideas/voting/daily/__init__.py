"""The roll-up of arrivals: how many votes that count came to an idea on which day.

One row for each idea and day (UTC), for sums over many ideas, and one for each idea, its *curve*,
to be read at once. Both follow the votes at every turn of the schedule: what is taken back or void
leaves the day it was cast on. Votes that were brought in belong to the day they were brought in.
"""
