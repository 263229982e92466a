"""Words that a moderator took down: their writer gets a statement of the reasons."""

from ideas.comments.events import CommentTakenDown, UpdateTakenDown
from ideas.comments.models import Comment, Update
from ideas.db import session
from ideas.journey.models import Idea
from ideas.moderation.measures.actions import Reasons, Subject, take
from ideas.moderation.measures.queries import source_of
from ideas.moderation.measures.rules import MeasureKind, ThingKind
from ideas.moderation.reports.things import Thing


def state_comment(event: CommentTakenDown) -> None:
    """A comment was taken down."""
    comment = session().get_one(Comment, event.comment_id)
    thing = Thing(session().get_one(Idea, event.idea_id), comment=comment)
    _state(thing, comment, event)


def state_update(event: UpdateTakenDown) -> None:
    """News was taken down."""
    update = session().get_one(Update, event.update_id)
    thing = Thing(session().get_one(Idea, event.idea_id), update=update)
    _state(thing, update, event)


def _state(
    thing: Thing, words: Comment | Update, event: CommentTakenDown | UpdateTakenDown
) -> None:
    at, by_id = words.removed_at, words.removed_by_id
    if at is None or by_id is None:
        return
    kind = ThingKind.COMMENT if thing.comment else ThingKind.UPDATE
    subject = Subject(kind, words.id, event.author_id, event.idea_id)
    reasons = Reasons(event.reason, source_of(thing, at))
    take(MeasureKind.TAKEN_DOWN, subject, reasons, by_id=by_id, at=at)
