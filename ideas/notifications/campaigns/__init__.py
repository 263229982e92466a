"""Telling people that a campaign they are in changes its course."""
