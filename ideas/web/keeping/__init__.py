"""Pages that are the same for every visitor, kept in this process and answered before Flask.

A *page* is a kind of address that may be kept; what is *asked* for is a page, its arguments that we
know, and a language, and nothing else of a request reaches the view that draws it. A *copy* is what
was drawn: for a second it is given to everybody, then one request draws it anew. While the database
is away, the last copy is given with a sentence that dates it.
"""
