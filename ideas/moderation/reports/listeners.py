"""What was taken down elsewhere needs no decision any more."""

from ideas.comments.events import CommentTakenDown, UpdateTakenDown
from ideas.comments.models import Comment, Update
from ideas.db import session
from ideas.journey.events import IdeaMoved
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.moderation.events import MeasureTaken, ReportsDecided
from ideas.moderation.measures.models import Measure
from ideas.moderation.measures.rules import MeasureKind, ThingKind
from ideas.moderation.reports.actions import settle, slow_down
from ideas.moderation.reports.rules import Outcome
from ideas.moderation.reports.things import Thing


def settle_comment(event: CommentTakenDown) -> None:
    """A comment was taken down: its reports are settled."""
    comment = session().get_one(Comment, event.comment_id)
    thing = Thing(session().get_one(Idea, event.idea_id), comment=comment)
    settle(thing, Outcome.REMOVED, by_id=comment.removed_by_id)


def settle_update(event: UpdateTakenDown) -> None:
    """News was taken down: its reports are settled."""
    update = session().get_one(Update, event.update_id)
    thing = Thing(session().get_one(Idea, event.idea_id), update=update)
    settle(thing, Outcome.REMOVED, by_id=update.removed_by_id)


def settle_idea(event: IdeaMoved) -> None:
    """An idea was archived: its reports are settled."""
    if event.to_stage == Stage.ARCHIVED:
        settle(Thing(session().get_one(Idea, event.idea_id)), Outcome.REMOVED, by_id=None)


def settle_profile(event: MeasureTaken) -> None:
    """A profile was taken down: its reports are settled."""
    measure = session().get_one(Measure, event.measure_id)
    if (measure.thing, measure.kind) == (ThingKind.PROFILE, MeasureKind.TAKEN_DOWN):
        thing = Thing(None, profile=measure.person)
        settle(thing, Outcome.REMOVED, by_id=measure.by_id)


def slow_down_misuse(event: ReportsDecided) -> None:
    """What was reported stays as it is: whoever reports like this again and again is slowed."""
    if event.outcome == Outcome.KEPT:
        for person_id in event.person_ids:
            slow_down(person_id)
