"""Who voted for an idea under review: from which countries, for the first time or not, how many
copies they would buy. Counted by the worker once the ballot has closed, kept in a row per idea,
and never shown in groups so small that somebody could be guessed.
"""
