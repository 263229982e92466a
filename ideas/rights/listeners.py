"""What rights checks do when something happened."""

from ideas.rights.actions import ask_at_tier
from ideas.rights.queries import tier_that_asks
from ideas.rights.rules import is_asked_at
from ideas.voting.events import TierReached


def ask_when_reached(event: TierReached) -> None:
    """The milestone at which rights are checked has been reached."""
    asked = tier_that_asks(event.idea_id)
    if asked is not None and is_asked_at(event.tier, *asked):
        ask_at_tier(event.idea_id, event.tier)
