"""When one may speak, correct and take back."""

from datetime import UTC, datetime, timedelta

import pytest

from ideas.comments import rules
from ideas.comments.rules import Place, Said
from ideas.journey.stages import COMMENTABLE, Stage

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def code(refusal: object) -> str | None:
    return getattr(refusal, "code", None)


@pytest.mark.parametrize("stage", list(Stage))
def test_one_speaks_only_at_the_stages_for_it(stage: Stage) -> None:
    place = Place(stage, is_public=True, is_open=True)
    expected = None if stage in COMMENTABLE else "comment.wrong_stage"
    assert code(rules.refusal_to_speak(place)) == expected
    assert code(rules.refusal_to_tell(place)) == expected
    assert rules.refusal_to_answer(place) is None


def test_nobody_speaks_under_a_hidden_idea() -> None:
    hidden = Place(Stage.LIVE, is_public=False, is_open=True)
    for rule in (rules.refusal_to_speak, rules.refusal_to_tell, rules.refusal_to_answer):
        assert code(rule(hidden)) == "comment.wrong_stage"


def test_a_pause_stops_comments_but_not_news() -> None:
    paused = Place(Stage.LIVE, is_public=True, is_open=False)
    assert code(rules.refusal_to_speak(paused)) == "comment.paused"
    assert rules.refusal_to_tell(paused) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x" * 10, None),
        ("x" * 11, "comment.too_long"),
        (" \n", "comment.empty"),
        ("\u200b", "comment.empty"),
    ],
)
def test_what_is_said_has_a_length(text: str, expected: str | None) -> None:
    assert code(rules.refusal_to_say(text, 10)) == expected


@pytest.mark.parametrize(
    ("minutes", "expected"), [(0, None), (15, None), (15.1, "comment.too_late")]
)
def test_a_correction_has_its_time(minutes: float, expected: str | None) -> None:
    said = Said(NOON, is_removed=False)
    refusal = rules.refusal_to_edit(said, NOON + timedelta(minutes=minutes), 15)
    assert code(refusal) == expected


def test_what_is_gone_stays_as_it_is() -> None:
    gone = Said(NOON, is_removed=True)
    assert code(rules.refusal_to_edit(gone, NOON, 15)) == "comment.gone"
    assert code(rules.refusal_to_remove(gone)) == "comment.gone"
    assert code(rules.refusal_to_reply(gone)) == "comment.gone"
    assert rules.refusal_to_reply(None) is None
