"""Liking what somebody said: once per person, never one's own words, taken back as easily."""
