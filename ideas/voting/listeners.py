"""What voting does when something else happened, and in portions when there is much to do."""

from ideas.db import db
from ideas.journey.events import TeamAnswered
from ideas.voting.actions import take_back_vote_of_member
from ideas.voting.standing.actions import refresh_standings


def take_back_on_joining(event: TeamAnswered) -> None:
    """Joining a team takes back one's vote for its idea."""
    if event.accepted:
        take_back_vote_of_member(event.idea_id, event.person_id)


def catch_up_on_standings() -> None:
    """Look at every idea's standing, such as after an import; each portion is a transaction."""
    while refresh_standings():
        db.session.commit()
