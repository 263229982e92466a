"""Telling those who are asked to join a team, and whoever asked them."""
