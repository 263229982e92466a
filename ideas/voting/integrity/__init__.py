"""Are the votes what they seem? Signals are kept, tests run over them, people decide.

A *signal* is what is noticed when somebody votes, kept under a key that is thrown away each month.
A *test* finds votes that are too much alike and *holds* them: outside the count, but not lost. A
moderator *releases* them, which counts them from their original time, or makes them *void*; each
has a statement of its reasons, and whoever it concerns may appeal to another person. Nothing is
ever held against the idea itself.
"""
