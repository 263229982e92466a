"""The case of an idea in a round: who may work on it, and the file that says all about it."""
