"""The moderators' list of what was reported, and one thing with what people say about it."""
