"""The brand's own words for each reason: the sentence a decision begins with, per language.

What the brand never changed is as it was shipped. A *wording* is a row that nobody changes, so it
is known who wrote what and when; the last one is used, and one without words brings back what was
shipped. A moderator can still change the sentence before deciding.
"""
