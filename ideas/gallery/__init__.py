"""What everybody sees: the home page, the list of ideas, an idea, its people, what was made of it.

No tables and no actions: it shows what other packages hold. A *card* is an idea in a list; a list
is *wanted* by an address and keeps it; an idea's page shows its story, news, comments, official
answers and its whole *journey*. Nothing here sets a cookie for a visitor.
"""
