"""What voting does when something else happened."""

from ideas.journey.events import TeamAnswered
from ideas.voting.actions import take_back_vote_of_member


def take_back_on_joining(event: TeamAnswered) -> None:
    """Joining a team takes back one's vote for its idea."""
    if event.accepted:
        take_back_vote_of_member(event.idea_id, event.person_id)
