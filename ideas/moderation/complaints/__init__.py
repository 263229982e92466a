"""Whoever reported something that was left standing may complain; somebody else looks again.

A complaint is made once for each report, in words, within half a year; without an account at the
signed address a visitor was given (``reports.addressed``). It is decided in words by a moderator
who did not decide about the report and has no stake in what was reported. One that was right opens
the report again, before all others, and whoever left it standing does not do so again. The first
counts as right for whoever made it: the two are one report.
"""
