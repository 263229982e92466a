"""Who is told of a measure: whom it concerns. Of moves and public words others are told already."""

from ideas.db import session
from ideas.moderation.appeals.models import MeasureAppeal
from ideas.moderation.complaints.models import Complaint
from ideas.moderation.events import ComplaintDecided, MeasureAppealDecided, MeasureTaken
from ideas.moderation.measures.models import Measure
from ideas.moderation.measures.rules import MeasureKind, ThingKind
from ideas.moderation.reports.rules import SLOWED_FOR
from ideas.moderation.settings import Moderation
from ideas.moderation.trust.events import LevelLost
from ideas.moderation.trust.models import TrustMove
from ideas.moderation.trust.rules import STEPS
from ideas.notifications.actions import tell
from ideas.notifications.queries import people
from ideas.notifications.rules import NoticeKind, Told
from ideas.settings.queries import dials

TOLD_ELSEWHERE = frozenset({ThingKind.IDEA, ThingKind.COMMENT, ThingKind.UPDATE, ThingKind.ACCOUNT})


def tell_of_measure(event: MeasureTaken) -> None:
    """Whoever it concerns hears of it, where nothing else tells them."""
    measure = session().get_one(Measure, event.measure_id)
    if measure.thing in TOLD_ELSEWHERE or measure.kind is MeasureKind.RESTORED:
        return
    is_slowed = measure.thing is ThingKind.REPORTING
    days = SLOWED_FOR.days if is_slowed else dials(Moderation).appeal_days
    words = {"reason": ["ground", measure.ground], "number": days}
    key, variant = f"measure:{measure.id}", measure.thing.value
    told = Told(NoticeKind.MEASURE_TAKEN, key, variant, measure.idea_id, words=words)
    tell(told, people([measure.person_id]))


def tell_of_outcome(event: MeasureAppealDecided) -> None:
    """Whoever appealed hears what came of it, in the words of who decided."""
    made = session().get_one(MeasureAppeal, event.appeal_id)
    if made.measure.thing is ThingKind.ACCOUNT:
        return
    outcome = made.outcome.value if made.outcome else ""
    key, words = f"measure_appeal:{made.id}", {"sentence": made.answer}
    told = Told(NoticeKind.MEASURE_APPEAL, key, outcome, made.measure.idea_id, words=words)
    tell(told, people([made.person_id]))


def tell_of_complaint(event: ComplaintDecided) -> None:
    """Whoever complained with an account hears what came of it, in the words of who decided."""
    made = session().get_one(Complaint, event.complaint_id)
    if made.person_id is None:
        return
    about = "complaint" if made.report.idea_id else "profile_complaint"
    variant = f"{about}_{made.outcome.value}" if made.outcome else ""
    key, words = f"complaint:{made.id}", {"sentence": made.answer}
    told = Told(NoticeKind.REPORT_DECIDED, key, variant, made.report.idea_id, words=words)
    tell(told, people([made.person_id]))


def tell_of_level(event: LevelLost) -> None:
    """Whoever a decision cost room hears of it, and why."""
    move = session().get_one(TrustMove, event.move_id)
    ground = move.measure.ground if move.measure else ""
    words = {"reason": ["ground", ground], "number": STEPS[move.from_level].clean_days}
    told = Told(NoticeKind.MEASURE_TAKEN, f"level:{move.id}", "level", words=words)
    tell(told, people([move.person_id]))
