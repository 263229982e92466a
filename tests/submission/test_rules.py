"""What is needed to hand an idea in, and what can be done at which stage."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ideas.journey.stages import Stage
from ideas.submission import rules
from tests.conftest import NOON

READY = rules.Readiness(
    stage=Stage.DRAFT,
    title="Lighthouse that turns",
    summary="A lamp, two mirrors and one slow motor.",
    body="It has a lamp, two mirrors and one slow motor. " * 2,
    specs="Height: 42 cm",
    has_rights=True,
    pictures=1,
    undescribed=0,
    accepted_bp=10_000,
    live=2,
    most_live=3,
    queued=0,
    rests_until=None,
)


def test_a_finished_draft_can_be_handed_in() -> None:
    assert rules.refusal_to_submit(READY, NOON) is None
    assert rules.refusal_to_submit(replace(READY, stage=Stage.NEEDS_WORK), NOON) is None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"has_rights": False}, "draft.rights"),
        ({"title": "Lamp"}, "draft.title"),
        ({"title": "x" * 81}, "draft.title"),
        ({"title": "    x    "}, "draft.title"),
        ({"summary": "Too short"}, "draft.summary"),
        ({"summary": "x" * 201}, "draft.summary"),
        ({"body": "x" * 49}, "draft.body"),
        ({"body": "x" * 20_001}, "draft.body"),
        ({"specs": "Height: 42 cm\noak"}, "draft.fact"),
        ({"pictures": 0}, "draft.pictures"),
        ({"undescribed": 1}, "draft.alt"),
        ({"accepted_bp": 9_999}, "draft.shares"),
        ({"live": 3}, "draft.too_many_live"),
        ({"queued": 1}, "draft.queued"),
        ({"rests_until": NOON + timedelta(seconds=1)}, "draft.rests"),
        ({"stage": Stage.LIVE}, "draft.fixed"),
        ({"stage": Stage.DECLINED}, "draft.fixed"),
    ],
)
def test_what_is_missing_is_named(changed: dict[str, Any], code: str) -> None:
    refusal = rules.refusal_to_submit(replace(READY, **changed), NOON)
    assert refusal is not None
    assert refusal.code == code


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "x" * 5},
        {"title": "x" * 80},
        {"summary": "x" * 10},
        {"summary": "x" * 200},
        {"body": "x" * 50},
        {"body": "x" * 20_000},
        {"specs": ""},
        {"pictures": 8},
        {"rests_until": NOON},
    ],
)
def test_the_bounds_are_within(changed: dict[str, Any]) -> None:
    assert rules.refusal_to_submit(replace(READY, **changed), NOON) is None


def test_everything_missing_is_listed_at_once() -> None:
    empty = replace(READY, title="", summary="", body="", pictures=0)
    codes = [refusal.code for refusal in rules.what_is_missing(empty, NOON)]
    assert codes == ["draft.title", "draft.summary", "draft.body", "draft.pictures"]


def test_a_rest_is_told_in_hours_begun() -> None:
    rested = replace(READY, rests_until=NOON + timedelta(hours=5, minutes=1))
    refusal = rules.refusal_to_submit(rested, NOON)
    assert refusal is not None
    assert refusal.values == {"hours": 6}


@pytest.mark.parametrize("stage", Stage)
def test_stages_say_what_can_be_done(stage: Stage) -> None:
    changeable = stage in {Stage.DRAFT, Stage.NEEDS_WORK}
    ended = stage in {Stage.EXPIRED, Stage.NOT_SELECTED, Stage.DECLINED}
    assert (rules.refusal_to_change(stage) is None) is changeable
    assert (rules.refusal_to_delete(stage) is None) is (stage is Stage.DRAFT)
    assert (rules.refusal_to_resubmit(stage) is None) is ended


@pytest.mark.parametrize(("drafts", "refused"), [(19, False), (20, True)])
def test_drafts_are_counted(drafts: int, refused: bool) -> None:
    assert (rules.refusal_to_begin(drafts) is not None) is refused


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("", []),
        (" , ,", []),
        ("Sea, LIGHT", ["sea", "light"]),
        ("#sea,sea , Sea", ["sea"]),
        ("model  railway\nlamp", ["model railway", "lamp"]),
    ],
)
def test_tags_are_read(typed: str, tags: list[str]) -> None:
    assert rules.tags_in(typed) == tags


@pytest.mark.parametrize(
    ("tag", "is_one"),
    [
        ("sea", True),
        ("é1", True),
        ("sci-fi", True),
        ("x", False),
        ("a<b", False),
        ("x" * 31, False),
    ],
)
def test_tags_are_words(tag: str, is_one: bool) -> None:
    assert rules.is_tag(tag) is is_one


@pytest.mark.parametrize(
    ("seen", "pen", "is_refused"),
    [
        (3, "mine", False),
        (2, "mine", True),
        (2, "theirs", False),
        (3, "theirs", False),
        (4, "mine", True),
        (0, "mine", True),
        (None, "mine", False),
        (2, "", True),
    ],
)
def test_nobody_writes_over_what_they_have_not_seen(
    seen: int | None, pen: str, is_refused: bool
) -> None:
    refusal = rules.refusal_to_write_over(3, "theirs", seen, pen)
    assert (refusal is not None) is is_refused


@pytest.mark.parametrize(
    ("specs", "code", "line"),
    [
        ("", None, None),
        (" \n\u200b\n: \n-\n", None, None),
        ("\n".join(["Height: 42 cm"] * 8), None, None),
        ("\n\n".join(["Height: 42 cm"] * 9), "draft.facts", None),
        ("n" * 40 + ":" + "v" * 120, None, None),
        ("n" * 41 + ": v", "draft.fact_long", "n" * 40 + "…"),
        ("n: " + "v" * 121, "draft.fact_long", "n: " + "v" * 37 + "…"),
        ("Height: 42 cm\nof <b>oak</b>", "draft.fact", "of <b>oak</b>"),
        ("Made of:", "draft.fact", "Made of"),
        (": oak", "draft.fact", "oak"),
        ("Made of: \u2800", "draft.fact", "Made of: \u2800"),
        ("\n".join(["oak"] * 9), "draft.fact", "oak"),
        ("\u202eMade\u200f of\u202c: \u2067oak", None, None),
    ],
)
def test_facts_are_few_short_and_whole(specs: str, code: str | None, line: str | None) -> None:
    refusal = rules.refusal_to_state(specs)
    assert (refusal and refusal.code) == code
    assert (refusal and refusal.values.get("line")) == line
