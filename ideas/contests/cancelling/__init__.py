"""Giving a campaign up: cancelling it by two admins, deleting a plan nobody has seen."""
