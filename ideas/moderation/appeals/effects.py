"""What a measure is about as it stands now: whether it still has effect, and giving it back."""

from collections.abc import Mapping

from ideas import clock
from ideas.accounts.actions import put_profile_back
from ideas.accounts.models import Person
from ideas.accounts.roles.actions import lift
from ideas.comments.actions import put_back, put_back_update
from ideas.comments.feedback.actions import put_back_words
from ideas.comments.feedback.queries import feedback_with
from ideas.comments.models import Comment, RemovalReason, Update
from ideas.db import session
from ideas.journey.actions import advance
from ideas.journey.queries import locked_idea
from ideas.journey.stages import Stage
from ideas.moderation.actions import Words, decide, rest_after_its_vote
from ideas.moderation.measures.actions import Reasons, Subject, take
from ideas.moderation.measures.models import Measure
from ideas.moderation.measures.rules import MeasureKind, Source, ThingKind
from ideas.moderation.reports.accuracy import slowed_until
from ideas.moderation.rules import Reason, Verdict
from ideas.submission.taken.actions import put_picture_back
from ideas.submission.taken.models import TakenPicture
from ideas.text import Spoken

LEAVES_AT = {
    MeasureKind.RETURNED: Stage.NEEDS_WORK,
    MeasureKind.DECLINED: Stage.DECLINED,
    MeasureKind.ARCHIVED: Stage.ARCHIVED,
    MeasureKind.HIDDEN: Stage.ARCHIVED,
    MeasureKind.MERGED: Stage.MERGED,
}
APPEAL_UPHELD = "appeal_upheld"


def stands(measure: Measure) -> bool:
    """Is what was done still so?"""
    if measure.thing is ThingKind.IDEA:
        return measure.idea is not None and measure.idea.stage is LEAVES_AT.get(measure.kind)
    if measure.thing is ThingKind.FEEDBACK:
        feedback = feedback_with(measure.number)
        return feedback is not None and bool(feedback.taken_words)
    if measure.thing is ThingKind.REPORTING:
        return slowed_until(measure.person_id) is not None
    if measure.thing is ThingKind.ACCOUNT:
        return measure.person.suspended_at == measure.made_at
    if measure.thing is ThingKind.PICTURE:
        return taken_picture(measure) is not None
    if measure.thing is ThingKind.PROFILE:
        return bool(measure.person.taken_about or measure.person.taken_name)
    words = words_of(measure)
    return words is not None and _is_down(words)


def taken_picture(measure: Measure) -> TakenPicture | None:
    """The picture a measure took down, while it is not back."""
    if measure.thing is not ThingKind.PICTURE:
        return None
    return session().get(TakenPicture, int(measure.number))


def words_of(measure: Measure) -> Comment | Update | None:
    """The comment or the news a measure is about."""
    if measure.thing is ThingKind.COMMENT:
        return session().get(Comment, int(measure.number))
    return session().get(Update, int(measure.number)) if measure.thing is ThingKind.UPDATE else None


def text_of(measure: Measure) -> Spoken | None:
    """The words a measure is about, as far as they are still there."""
    words = words_of(measure)
    if words is not None and words.body:
        return Spoken(words.body, words.language)
    if measure.thing is ThingKind.PROFILE:
        person = measure.person
        about = person.taken_about or person.about
        said = "\n".join(each for each in (person.taken_name, about) if each)
        return Spoken(said, person.language) if said else None
    is_private = measure.thing is ThingKind.FEEDBACK
    feedback = feedback_with(measure.number) if is_private else None
    text = feedback and (feedback.taken_words or feedback.words)
    return Spoken(text, feedback.language) if feedback and text else None


def _is_down(words: Comment | Update) -> bool:
    return words.removal_reason not in {None, RemovalReason.OWN} and bool(words.body)


def give_back(measure: Measure, answer: Mapping[str, str], *, by: Person) -> None:
    """Undo a measure that stands, because an appeal was right."""
    if measure.thing is ThingKind.IDEA:
        _give_idea_back(measure, answer, by)
        return
    words, feedback, picture = words_of(measure), None, taken_picture(measure)
    if picture is not None:
        put_picture_back(picture, by=by)
    elif measure.thing is ThingKind.ACCOUNT:
        lift(measure.person, by=by)
    elif measure.thing is ThingKind.PROFILE:
        put_profile_back(measure.person)
    elif isinstance(words, Comment):
        put_back(words, by=by)
    elif isinstance(words, Update):
        put_back_update(words, by=by)
    elif measure.thing is ThingKind.FEEDBACK:
        feedback = feedback_with(measure.number)
    if feedback is not None:
        put_back_words(feedback, by=by)
    subject = Subject(measure.thing, measure.number, measure.person_id, measure.idea_id)
    reasons = Reasons(APPEAL_UPHELD, Source.APPEAL, answer)
    take(MeasureKind.RESTORED, subject, reasons, by_id=by.id, at=clock.now())


def _give_idea_back(measure: Measure, answer: Mapping[str, str], by: Person) -> None:
    idea = locked_idea(measure.idea_id or 0)
    if idea.stage is Stage.ARCHIVED:
        words = Words(Reason.OUR_MISTAKE, answer, is_on_appeal=True)
        decide(idea, Verdict.RESTORE, words, by=by)
        return
    to = Stage.LIVE if idea.stage is Stage.MERGED else Stage.SUBMITTED
    move = advance(idea, to, by=by, reason=APPEAL_UPHELD, public_text=answer)
    rest_after_its_vote(idea)
    subject = Subject(ThingKind.IDEA, idea.id, idea.creator_id, idea.id)
    reasons = Reasons(APPEAL_UPHELD, Source.APPEAL, answer)
    take(MeasureKind.RESTORED, subject, reasons, by_id=by.id, at=move.moved_at)
