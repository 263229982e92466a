"""Taking down a picture or a profile's words, with the reasons."""

from ideas import clock
from ideas.accounts.actions import take_about
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.comments.models import RemovalReason
from ideas.db import session, writes
from ideas.journey.models import Idea
from ideas.moderation.measures.actions import Reasons, Subject, take
from ideas.moderation.measures.models import Measure
from ideas.moderation.measures.rules import MeasureKind, ThingKind
from ideas.moderation.removals.rules import refusal_to_take_about
from ideas.refusals import refuse
from ideas.submission.models import Picture
from ideas.submission.taken.actions import take_picture


def take_down_picture(picture: Picture, reason: RemovalReason, *, by: Person) -> Measure:
    """Take one picture out of an idea."""
    taken = take_picture(picture, by=by)
    idea = session().get_one(Idea, taken.idea_id)
    subject = Subject(ThingKind.PICTURE, taken.id, idea.creator_id, idea.id)
    reasons = Reasons(reason.value)
    return take(MeasureKind.TAKEN_DOWN, subject, reasons, by_id=by.id, at=taken.taken_at)


@writes
def take_down_profile(person: Person, reason: RemovalReason, *, by: Person) -> Measure:
    """Take away what somebody says of themselves; their name and their ideas stay."""
    refuse(refusal_to_take_about(person.about, is_own=person.id == by.id))
    take_about(person)
    note("profile.remove", f"person:{person.id}", by=by.id, reason=reason.value)
    subject = Subject(ThingKind.PROFILE, person.id, person.id)
    reasons = Reasons(reason.value)
    return take(MeasureKind.TAKEN_DOWN, subject, reasons, by_id=by.id, at=clock.now())
