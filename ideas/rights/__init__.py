"""The rights check: whether an idea that people want touches what belongs to others.

It is asked for when an idea reaches the milestone its terms name, or by one of the staff. The idea
passes the milestone and voting goes on meanwhile. Its *outcome* is that it is clear, that there is
a licence, or a conflict: then the idea is archived with a reason, and can be restored.
"""
