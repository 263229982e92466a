"""The queue, and what the brand's moderators decide about an idea before and while it is public.

A submitted idea waits in the *queue* until a moderator publishes, returns or declines it; the time
promised for that is a dial, and its age shows green, amber or red. Every decision has a *reason*
from a closed list and a public sentence, and names the version of the guidelines it went by. A
public idea can be *archived*, which closes it, and *restored*. A *staff pick* is the brand's
recommendation. Nobody decides about an idea of their own team.
"""
