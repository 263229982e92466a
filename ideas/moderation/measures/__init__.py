"""What moderation did against something, or gave back, with the reasons whoever it concerns reads.

A *measure* is one row that nobody changes: what was done to which thing, the ground, whether the
law or the guidelines ask for it, how it came to be looked at, whether a person or a program
decided, and until when one may appeal. It holds ids and the staff's own sentence, never a name or
what was taken away.
"""
