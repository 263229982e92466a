"""The first two steps and what surrounds them: the rights question, the texts, the list of what is
still missing, deleting a draft."""
