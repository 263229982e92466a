"""What came of an appeal reaches whoever is kept out by mail alone."""

from ideas.db import session
from ideas.moderation.appeals.models import MeasureAppeal
from ideas.moderation.events import MeasureAppealDecided
from ideas.moderation.measures.rules import ThingKind
from ideas.moderation.suspensions.actions import write_of_outcome


def write_to_suspended(event: MeasureAppealDecided) -> None:
    """Somebody else decided about an appeal against a suspension."""
    made = session().get_one(MeasureAppeal, event.appeal_id)
    if made.measure.thing is ThingKind.ACCOUNT:
        write_of_outcome(made)
