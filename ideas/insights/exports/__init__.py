"""Files that staff take away: asked for on a page, written by the worker, fetched within an hour.

A file belongs to the session it was asked for in. Who asked for what, and each time it was fetched,
is in the audit log; the file itself is deleted when its time is over.
"""
