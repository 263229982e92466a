"""Disputes: a payee says that a statement is wrong, and finance answers with words and an outcome.

A dispute is opened until the day the statement names, and answered by a promised day; until then
nothing of the statement is paid, even where one line is disputed. What the bank has been given
already is carried out. Upheld, it becomes an adjustment in an open period, because a closed
statement is never calculated again. A payee who is not content asks once for a *second look*, which
somebody else in finance takes.
"""
