"""Merging duplicates: deciding that two ideas are one, and taking that back.

A *merger* makes a live idea, the *child*, part of another, the *parent*: the child's page leads to
the parent's, its votes are joined to the parent's, and its creator is offered credit as a
co-creator. Somebody decides, with a preview of what will happen; it takes effect half a minute
later, and can be taken back until then. Where it would reach a milestone a second person confirms
it first. *Separating* brings the child back as it was.
"""
