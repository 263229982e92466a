"""Taking down a picture or a profile's words, with the reasons."""

from ideas import clock
from ideas.accounts.actions import take_about, take_name
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.comments.models import RemovalReason
from ideas.db import session, writes
from ideas.journey.models import Idea
from ideas.moderation.measures.actions import Reasons, Subject, take
from ideas.moderation.measures.models import Measure
from ideas.moderation.measures.queries import source_of
from ideas.moderation.measures.rules import MeasureKind, ThingKind
from ideas.moderation.removals.rules import refusal_to_take_about, refusal_to_take_name
from ideas.moderation.reports.things import Thing
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
def take_down_profile(
    person: Person, reason: RemovalReason, *, by: Person, with_name: bool = False
) -> Measure:
    """Take away what somebody says of themselves, and with it their name; their ideas stay."""
    is_own = person.id == by.id
    refuse(refusal_to_take_about(person.about, is_own=is_own, with_name=with_name))
    refuse(refusal_to_take_name(person.taken_name) if with_name else None)
    moment, source = clock.now(), source_of(Thing(None, profile=person), clock.now())
    if person.about:
        take_about(person)
    if with_name:
        take_name(person)
    said = {"reason": reason.value} | ({"words": "name"} if with_name else {})
    note("profile.remove", f"person:{person.id}", by=by.id, **said)
    subject = Subject(ThingKind.PROFILE, person.id, person.id)
    reasons = Reasons(reason.value, source)
    return take(MeasureKind.TAKEN_DOWN, subject, reasons, by_id=by.id, at=moment)
