"""When one may appeal, and who decides."""

from datetime import UTC, datetime, timedelta

import pytest

from ideas.moderation.appeals import rules
from ideas.moderation.measures.rules import (
    Basis,
    MeasureKind,
    appeal_ends_at,
    basis_of,
    measure_for,
)
from ideas.moderation.rules import FITTING, Verdict
from ideas.web.speak import label_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=10)


@pytest.mark.parametrize(
    ("words", "until", "is_made", "stands", "code"),
    [
        ("It is mine.", LATER, False, True, None),
        ("It is mine.", NOON, False, True, None),
        ("It is mine.", NOON - timedelta(seconds=1), False, True, "objection.too_late"),
        ("It is mine.", None, False, True, "objection.over"),
        ("It is mine.", LATER, False, False, "objection.over"),
        ("It is mine.", LATER, True, True, "objection.made_already"),
        ("  ", LATER, False, True, "objection.no_words"),
        ("x" * 2_001, LATER, False, True, "objection.long_words"),
    ],
)
def test_appealing(
    words: str, until: datetime | None, is_made: bool, stands: bool, code: str | None
) -> None:
    refusal = rules.refusal_to_appeal(words, until, NOON, is_made=is_made, stands=stands)
    assert (refusal and refusal.code) == code


@pytest.mark.parametrize(
    ("true", "code"),
    [
        ("", None),
        ("is_decided", "objection.decided"),
        ("took_part", "objection.another_person"),
        ("is_own", "moderation.own_idea"),
        ("is_theirs", "objection.own"),
    ],
)
def test_deciding(true: str, code: str | None) -> None:
    asked = dict.fromkeys(("is_decided", "took_part", "is_own", "is_theirs"), False)
    refusal = rules.refusal_to_decide(**{**asked, **({true: True} if true else {})})
    assert (refusal and refusal.code) == code


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"en": "We looked again.", "fr": ""}, None),
        ({"en": "", "fr": "Nous avons regardé."}, None),
        ({"en": " ", "fr": ""}, "objection.no_answer"),
        ({}, "objection.no_answer"),
        ({"en": "x" * 1_001}, "objection.long_answer"),
    ],
)
def test_no_decision_without_words(answer: dict[str, str], code: str | None) -> None:
    refusal = rules.refusal_to_answer(answer)
    assert (refusal and refusal.code) == code


@pytest.mark.parametrize(
    ("verdict", "reason", "kind"),
    [
        (Verdict.PUBLISH, "fits_guidelines", None),
        (Verdict.RETURN, "unclear", MeasureKind.RETURNED),
        (Verdict.DECLINE, "unlawful", MeasureKind.DECLINED),
        (Verdict.ARCHIVE, "broken_guidelines", MeasureKind.ARCHIVED),
        (Verdict.ARCHIVE, "unlawful", MeasureKind.HIDDEN),
        (Verdict.RESTORE, "our_mistake", MeasureKind.RESTORED),
    ],
)
def test_what_a_verdict_amounts_to(verdict: Verdict, reason: str, kind: MeasureKind | None) -> None:
    assert measure_for(verdict, reason) is kind
    days = appeal_ends_at(kind, NOON, 183) if kind else None
    assert (days is not None) == (kind not in {None, MeasureKind.RESTORED})


def test_what_it_rests_on() -> None:
    told = {ground: basis_of(ground) for ground in ("unlawful", "creator_asked", "spam")}
    assert list(told.values()) == [Basis.LAW, Basis.REQUEST, Basis.GUIDELINES]


@pytest.mark.usefixtures("app")
def test_every_reason_is_a_ground_in_words() -> None:
    reasons = [reason for fitting in FITTING.values() for reason in fitting]
    assert [each for each in reasons if label_of("ground", each) == each.value] == []
