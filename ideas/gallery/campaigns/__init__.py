"""Campaigns with an end, as everybody sees them: the brief, the vote, the rules, the results."""
