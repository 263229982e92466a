"""Telling people what is decided about their votes, and a team about those for its idea."""
