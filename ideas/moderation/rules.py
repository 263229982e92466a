"""What moderators decide for which reasons, when they may, and how long an idea has waited."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from ideas.journey.stages import COMMENTABLE, Stage
from ideas.refusals import Refusal

LONGEST_SENTENCE = 600
SATURDAY = 5


class Verdict(StrEnum):
    """What a moderator decides."""

    PUBLISH = "publish"
    RETURN = "return"
    DECLINE = "decline"
    ARCHIVE = "archive"
    RESTORE = "restore"


class Reason(StrEnum):
    """The closed list of reasons; FITTING says which belong to which verdict."""

    FITS_GUIDELINES = "fits_guidelines"
    UNCLEAR = "unclear"
    PICTURES = "pictures"
    RIGHTS_UNCLEAR = "rights_unclear"
    SEVERAL_IDEAS = "several_ideas"
    WORDING = "wording"
    PRIVATE_THINGS = "private_things"
    RIGHTS_OF_OTHERS = "rights_of_others"
    NOT_A_PRODUCT = "not_a_product"
    OUT_OF_SCOPE = "out_of_scope"
    ALREADY_MADE = "already_made"
    DUPLICATE = "duplicate"
    NOT_SAFE = "not_safe"
    OFFENSIVE = "offensive"
    ADVERTISING = "advertising"
    UNLAWFUL = "unlawful"
    RIGHTS_CLAIM = "rights_claim"
    BROKEN_GUIDELINES = "broken_guidelines"
    CREATOR_ASKED = "creator_asked"
    CLAIM_SETTLED = "claim_settled"
    OUR_MISTAKE = "our_mistake"


class Age(StrEnum):
    """How an idea's wait compares with what is promised."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


R = Reason

FITTING: Mapping[Verdict, tuple[Reason, ...]] = {
    Verdict.PUBLISH: (R.FITS_GUIDELINES,),
    Verdict.RETURN: (
        *(R.UNCLEAR, R.PICTURES, R.RIGHTS_UNCLEAR, R.SEVERAL_IDEAS, R.WORDING),
        R.PRIVATE_THINGS,
    ),
    Verdict.DECLINE: (
        *(R.RIGHTS_OF_OTHERS, R.NOT_A_PRODUCT, R.OUT_OF_SCOPE, R.ALREADY_MADE, R.DUPLICATE),
        *(R.NOT_SAFE, R.OFFENSIVE, R.ADVERTISING, R.UNLAWFUL),
    ),
    Verdict.ARCHIVE: (
        *(R.RIGHTS_CLAIM, R.RIGHTS_OF_OTHERS, R.BROKEN_GUIDELINES, R.CREATOR_ASKED, R.UNLAWFUL),
    ),
    Verdict.RESTORE: (R.CLAIM_SETTLED, R.OUR_MISTAKE),
}
QUEUED = frozenset({Verdict.PUBLISH, Verdict.RETURN, Verdict.DECLINE})
NEEDS_SENTENCE = frozenset({Verdict.RETURN, Verdict.DECLINE, Verdict.ARCHIVE})

FROM: Mapping[Verdict, frozenset[Stage]] = {
    Verdict.PUBLISH: frozenset({Stage.SUBMITTED}),
    Verdict.RETURN: frozenset({Stage.SUBMITTED}),
    Verdict.DECLINE: frozenset({Stage.SUBMITTED}),
    Verdict.ARCHIVE: frozenset({Stage.LIVE, Stage.CERTIFYING, Stage.QUALIFIED}),
    Verdict.RESTORE: frozenset({Stage.ARCHIVED}),
}


def refusal_to_decide(verdict: Verdict, stage: Stage, *, is_own: bool) -> Refusal | None:
    """Refuse deciding about one's own idea, and what somebody else has decided already."""
    if is_own:
        return Refusal("moderation.own_idea")
    if stage in FROM[verdict]:
        return None
    code = "moderation.decided_already" if verdict in QUEUED else "moderation.wrong_stage"
    return Refusal(code, stage=stage.value)


def refusal_to_say(verdict: Verdict, reason: Reason, sentence: Mapping[str, str]) -> Refusal | None:
    """Refuse a reason that does not fit the verdict, and a no without words or with too many."""
    if reason not in FITTING[verdict]:
        return Refusal("moderation.reason_fits_not")
    if verdict in NEEDS_SENTENCE and not any(text.strip() for text in sentence.values()):
        return Refusal("moderation.no_sentence")
    if any(len(text) > LONGEST_SENTENCE for text in sentence.values()):
        return Refusal("moderation.long_sentence", most=LONGEST_SENTENCE)
    return None


def refusal_to_pick(stage: Stage, *, is_public: bool, is_own: bool = False) -> Refusal | None:
    """Refuse recommending one's own idea, what people cannot see, and what has ended."""
    if is_own:
        return Refusal("pick.own_idea")
    if is_public and stage in COMMENTABLE:
        return None
    return Refusal("pick.wrong_stage", stage=stage.value)


def verdicts_at(stage: Stage) -> list[Verdict]:
    """What can be decided about an idea at this stage."""
    return [verdict for verdict in Verdict if stage in FROM[verdict]]


def after_working_time(start: datetime, length: timedelta) -> datetime:
    """The moment after so much time in which Saturdays and Sundays (UTC) do not count."""
    moment = _next_working(start)
    while True:
        midnight = datetime.combine(moment.date() + timedelta(days=1), time(), UTC)
        if length <= midnight - moment:
            return moment + length
        length -= midnight - moment
        moment = _next_working(midnight)


def before_working_time(end: datetime, length: timedelta) -> datetime:
    """The other way round: what began before this moment has had so much time by the end."""
    moment = end
    while True:
        midnight = _day_before(moment)
        if midnight.weekday() < SATURDAY:
            if length <= moment - midnight:
                return moment - length
            length -= moment - midnight
        moment = midnight


def _day_before(moment: datetime) -> datetime:
    """The last midnight before a moment."""
    return datetime.combine((moment - timedelta.resolution).date(), time(), UTC)


def _next_working(moment: datetime) -> datetime:
    while moment.weekday() >= SATURDAY:
        moment = datetime.combine(moment.date() + timedelta(days=1), time(), UTC)
    return moment


def age_of(submitted_at: datetime, now: datetime, promised_days: int) -> Age:
    """Green for the first half of the promised time, amber for the second, red once it is over."""
    promised = timedelta(days=promised_days)
    if now > after_working_time(submitted_at, promised):
        return Age.RED
    return Age.AMBER if now > after_working_time(submitted_at, promised / 2) else Age.GREEN
