"""Scorecards: what each reviewer gives a case, criterion by criterion, and what that weighs."""
