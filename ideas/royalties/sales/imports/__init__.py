"""A file on its way to becoming sales, and what is known of it at each step.

*Uploaded*: it lies here, and a layout is proposed. *Checking*: the worker reads it into the staging
table, in portions. *Checked*: its totals, errors and conflicts are on its page. *Proposed*: a large
one waits for another of finance. *Posting*: its sales are written in portions and do not count.
*Posted*: they count, all at once, with the journal's entries. *Cancelled* and *failed* leave
nothing behind but this row.
"""
