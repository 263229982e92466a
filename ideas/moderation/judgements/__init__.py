"""What a moderator decided with one key, before it takes effect.

A *judgement* takes effect half a minute after it was made (a dial), by the schedule, and until then
who made it can take it back. Nobody else is told or moved before, so taking back leaves nothing to
mend. A judgement that has become impossible meanwhile *lapses*, and what it was about waits again.
"""
