"""What belongs to others: names the brand cannot use, and names it has a licence for.

The staff keep the list: a *property* has a name, other names by which it is known, and is blocked
or licensed. Whoever names one while drafting reads so at once, and moderators see it beside the
idea. A name found is a reason to look, and never takes anything down by itself.
"""
