"""Work that happens soon, or when its time comes.

Events wait in the outbox until each listener has its job; the schedule makes a job when a moment
comes. A job is leased, retried with growing pauses and, when it keeps failing, laid among the dead
letters, where an admin sees why and may try it again.
"""
