"""What moderators may decide, and how long an idea has waited."""

from datetime import UTC, datetime, timedelta

import pytest

from ideas.journey.stages import PUBLIC, Stage, may_move
from ideas.moderation.actions import TO
from ideas.moderation.rules import (
    FITTING,
    FROM,
    LONGEST_SENTENCE,
    Age,
    Reason,
    Verdict,
    after_working_time,
    age_of,
    before_working_time,
    refusal_to_decide,
    refusal_to_pick,
    refusal_to_say,
    verdicts_at,
)
from ideas.web.speak import label_of

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 3, 7, 9, 0, tzinfo=UTC)


def code_of(refusal: object) -> str | None:
    """The code of a refusal."""
    return getattr(refusal, "code", None)


@pytest.mark.parametrize(
    ("verdict", "stage", "is_own", "code"),
    [
        (Verdict.PUBLISH, Stage.SUBMITTED, False, None),
        (Verdict.RETURN, Stage.SUBMITTED, False, None),
        (Verdict.DECLINE, Stage.SUBMITTED, False, None),
        (Verdict.PUBLISH, Stage.SUBMITTED, True, "moderation.own_idea"),
        (Verdict.PUBLISH, Stage.LIVE, False, "moderation.decided_already"),
        (Verdict.DECLINE, Stage.NEEDS_WORK, False, "moderation.decided_already"),
        (Verdict.PUBLISH, Stage.DRAFT, False, "moderation.decided_already"),
        (Verdict.ARCHIVE, Stage.LIVE, False, None),
        (Verdict.ARCHIVE, Stage.QUALIFIED, False, None),
        (Verdict.ARCHIVE, Stage.LIVE, True, "moderation.own_idea"),
        (Verdict.ARCHIVE, Stage.ON_SALE, False, "moderation.wrong_stage"),
        (Verdict.ARCHIVE, Stage.ARCHIVED, False, "moderation.wrong_stage"),
        (Verdict.RESTORE, Stage.ARCHIVED, False, None),
        (Verdict.RESTORE, Stage.LIVE, False, "moderation.wrong_stage"),
    ],
)
def test_who_decides_when(verdict: Verdict, stage: Stage, is_own: bool, code: str | None) -> None:
    assert code_of(refusal_to_decide(verdict, stage, is_own=is_own)) == code


@pytest.mark.parametrize(
    ("verdict", "reason", "sentence", "code"),
    [
        (Verdict.PUBLISH, Reason.FITS_GUIDELINES, "", None),
        (Verdict.RETURN, Reason.UNCLEAR, "Say more.", None),
        (Verdict.RETURN, Reason.UNCLEAR, "  ", "moderation.no_sentence"),
        (Verdict.RETURN, Reason.UNLAWFUL, "No.", "moderation.reason_fits_not"),
        (Verdict.DECLINE, Reason.UNLAWFUL, "No.", None),
        (Verdict.DECLINE, Reason.FITS_GUIDELINES, "No.", "moderation.reason_fits_not"),
        (Verdict.DECLINE, Reason.UNLAWFUL, "x" * LONGEST_SENTENCE, None),
        (
            Verdict.DECLINE,
            Reason.UNLAWFUL,
            "x" * (LONGEST_SENTENCE + 1),
            "moderation.long_sentence",
        ),
        (Verdict.ARCHIVE, Reason.RIGHTS_CLAIM, "", "moderation.no_sentence"),
        (Verdict.RESTORE, Reason.OUR_MISTAKE, "", None),
    ],
)
def test_a_no_has_words(verdict: Verdict, reason: Reason, sentence: str, code: str | None) -> None:
    assert code_of(refusal_to_say(verdict, reason, {"fr": sentence})) == code


def test_every_verdict_leads_along_the_map_for_a_reason_that_has_words() -> None:
    for verdict in Verdict:
        assert FITTING[verdict]
        for stage in FROM[verdict] if verdict in TO else ():
            assert may_move(stage, TO[verdict])
    for reason in Reason:
        assert label_of("reason", reason) != reason.value
        assert label_of("sentence", reason) != reason.value


def test_what_can_be_decided_follows_the_stage() -> None:
    queue = [Verdict.PUBLISH, Verdict.RETURN, Verdict.DECLINE]
    assert verdicts_at(Stage.SUBMITTED) == queue
    assert verdicts_at(Stage.LIVE) == [Verdict.ARCHIVE]
    assert verdicts_at(Stage.ARCHIVED) == [Verdict.RESTORE]
    assert verdicts_at(Stage.DRAFT) == verdicts_at(Stage.SELECTED) == []


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (MONDAY, 48, MONDAY + timedelta(days=2)),
        (MONDAY, 0, MONDAY),
        (FRIDAY, 15, SATURDAY.replace(hour=0)),
        (FRIDAY, 24, FRIDAY + timedelta(days=3)),
        (FRIDAY, 48, FRIDAY + timedelta(days=4)),
        (SATURDAY, 24, datetime(2026, 3, 10, tzinfo=UTC)),
        (MONDAY, 10 * 24, MONDAY + timedelta(days=14)),
    ],
)
def test_weekends_do_not_count(start: datetime, hours: int, end: datetime) -> None:
    assert after_working_time(start, timedelta(hours=hours)) == end


@pytest.mark.parametrize(
    ("waited", "age"),
    [
        (timedelta(0), Age.GREEN),
        (timedelta(days=1), Age.GREEN),
        (timedelta(days=1, seconds=1), Age.AMBER),
        (timedelta(days=2), Age.AMBER),
        (timedelta(days=2, seconds=1), Age.RED),
    ],
)
def test_an_age_is_measured_against_the_promise(waited: timedelta, age: Age) -> None:
    assert age_of(MONDAY, MONDAY + waited, 2) is age


def test_an_idea_of_friday_is_not_late_on_sunday() -> None:
    assert age_of(FRIDAY, FRIDAY + timedelta(days=2, hours=12), 2) is Age.GREEN


@pytest.mark.parametrize("stage", Stage)
def test_picks_are_open_public_ideas(stage: Stage) -> None:
    refusal = refusal_to_pick(stage, is_public=stage in PUBLIC)
    ended = {Stage.EXPIRED, Stage.ARCHIVED, Stage.MERGED, Stage.WITHDRAWN, Stage.CANCELLED}
    ended |= {Stage.NOT_SELECTED, Stage.RETIRED}
    assert (refusal is None) == (stage in PUBLIC - ended)
    assert code_of(refusal_to_pick(Stage.LIVE, is_public=False)) == "pick.wrong_stage"


@pytest.mark.parametrize("promised_days", [1, 2, 7])
def test_what_is_late_is_counted_as_each_is_judged(promised_days: int) -> None:
    promised = timedelta(days=promised_days)
    end = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
    for hours in range(0, 24 * 9, 7):
        now = end + timedelta(hours=hours)
        late = before_working_time(now, promised)
        soon = before_working_time(now, promised / 2)
        for waited in range(1, 24 * 14, 5):
            start = now - timedelta(hours=waited, minutes=11)
            age = age_of(start, now, promised_days)
            assert (age is Age.RED) == (start < late), (start, now)
            assert (age is not Age.GREEN) == (start < soon), (start, now)
