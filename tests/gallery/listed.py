"""Ideas for lists: live, with standings up to date."""

from datetime import datetime, timedelta

from ideas import clock
from ideas.db import db, take_write_lock
from ideas.journey.actions import advance
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.submission.models import Tag
from ideas.voting.standing.actions import refresh_standings
from tests.factories import a_person, an_idea


def live_ideas(*titles: str, apart: timedelta = timedelta(minutes=1)) -> list[Idea]:
    """Ideas that went live one after the other, the first last of all."""
    creator, moment = a_person("Ada"), clock.now()
    ideas = []
    for number, title in enumerate(titles, 1):
        with clock.stopped_at(moment - number * apart):
            idea = an_idea(title, stage=Stage.SUBMITTED, by=creator)
            advance(idea, Stage.LIVE, by=None)
            db.session.commit()
        ideas.append(idea)
    bring_up_to_date()
    return ideas


def tagged(idea: Idea, *names: str) -> Idea:
    """The idea with these tags."""
    take_write_lock()
    for position, name in enumerate(names):
        db.session.add(Tag(idea_id=idea.id, name=name, position=position))
    db.session.commit()
    return idea


def hide(idea: Idea, at: datetime) -> None:
    """Take the idea out of everybody's sight."""
    take_write_lock()
    idea.hidden_at = at
    db.session.commit()


def bring_up_to_date() -> None:
    """What the schedule does every few seconds."""
    refresh_standings()
    db.session.commit()
