"""A decision lowers somebody's level at once; an appeal that was right gives it back."""

from ideas.db import session
from ideas.moderation.appeals.models import MeasureAppeal
from ideas.moderation.events import MeasureAppealDecided, MeasureTaken
from ideas.moderation.measures.models import Measure
from ideas.moderation.trust.actions import reckon


def reckon_after_measure(event: MeasureTaken) -> None:
    """Something was taken from somebody."""
    reckon(session().get_one(Measure, event.measure_id).person_id)


def reckon_after_appeal(event: MeasureAppealDecided) -> None:
    """Somebody else decided about an appeal."""
    reckon(session().get_one(MeasureAppeal, event.appeal_id).measure.person_id)
