"""Sales that were told again otherwise, and what finance decided about each.

A *conflict* changes nothing by itself. Taken, it becomes an import of one row: the next revision
of its sale. Ignored, it stays as it is, with the reason. A higher revision settles it, too.
"""
