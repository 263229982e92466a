"""The ladder as people see it, at every stage."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from ideas.journey.actions import advance
from ideas.journey.stages import Stage
from ideas.settings.queries import dials
from ideas.settings.settings import Site
from ideas.voting.ladder import LadderView
from ideas.voting.queries import ladder_of, ladders_of
from tests.conftest import NOON, Clock
from tests.factories import a_live_idea, an_idea, votes_for

pytestmark = pytest.mark.usefixtures("clock")


def later(view: LadderView) -> list[tuple[str, str]]:
    return [(step.name, step.state.value) for step in view.later]


def test_a_live_ladder(session: Session, clock: Clock) -> None:
    idea = a_live_idea(ladder=((2, 30), (4, 60), (8, 90)), votes=2)
    clock.go(days=1)
    votes_for(idea, 1)
    view = ladder_of(idea)
    assert view is not None
    assert (view.votes, view.goal, view.to_go, view.fill) == (3, 8, 1, 0.5)
    assert view.closes_at == NOON + timedelta(days=90)
    assert [rung.reached_at for rung in view.tiers] == [NOON, None, None]
    assert [rung.is_next for rung in view.tiers] == [False, True, False]
    assert [rung.deadline for rung in view.tiers] == [None, view.closes_at, None]
    assert later(view) == [
        ("certifying", "ahead"),
        ("review", "ahead"),
        ("selected", "ahead"),
        ("on_shelf", "ahead"),
    ]
    assert view.ended is None


def test_an_idea_that_was_never_live_has_no_ladder(session: Session) -> None:
    draft, live = an_idea(), a_live_idea()
    assert ladder_of(draft) is None
    assert set(ladders_of([draft, live])) == {live.id}
    assert ladders_of([]) == {}


def test_the_stages_after_the_goal_go_on_up_the_line(session: Session) -> None:
    idea = a_live_idea(ladder=((1, 30),), votes=1)
    view = ladder_of(idea)
    assert view is not None
    assert later(view)[:2] == [("certifying", "now"), ("review", "ahead")]
    assert view.later[0].at == NOON + timedelta(hours=72)
    assert (view.closes_at, view.to_go, view.fill) == (None, 0, 1.0)
    for stage, names in {
        Stage.QUALIFIED: ["done", "now", "ahead", "ahead"],
        Stage.IN_REVIEW: ["done", "now", "ahead", "ahead"],
        Stage.SELECTED: ["done", "done", "now", "ahead"],
        Stage.IN_DEVELOPMENT: ["done", "done", "now", "ahead"],
        Stage.ON_SALE: ["done", "done", "done", "now"],
    }.items():
        advance(idea, stage, by=None)
        view = ladder_of(idea, review_due=NOON + timedelta(days=9))
        assert view is not None
        assert [state for _, state in later(view)] == names
        due = view.later[1].at
        assert due == (NOON + timedelta(days=9) if names[1] == "now" else None)


def test_a_climb_that_ended_says_so(session: Session, clock: Clock) -> None:
    idea = a_live_idea(ladder=((1, 30), (9, 9)), votes=1)
    advance(idea, Stage.EXPIRED, by=None)
    view = ladder_of(idea)
    assert view is not None
    assert (view.ended, view.later, view.closes_at, view.to_go) == (Stage.EXPIRED, (), None, 0)


def test_an_answer_of_no_ends_after_the_review(session: Session) -> None:
    idea = a_live_idea(ladder=((1, 30),), votes=1, certification_hours=0)
    for stage in (Stage.IN_REVIEW, Stage.NOT_SELECTED):
        advance(idea, stage, by=None)
    view = ladder_of(idea)
    assert view is not None
    assert later(view) == [("review", "done")]
    assert view.ended is Stage.NOT_SELECTED


def test_a_list_of_ladders_takes_two_queries(session: Session, sent_statements: Any) -> None:
    ideas = [a_live_idea(votes=1, ladder=((1, 9), (9, 9))) for _ in range(3)]
    assert [idea.stage for idea in ideas] == [Stage.LIVE] * 3
    dials(Site)  # as every page has by then
    with sent_statements() as sent:
        assert len(ladders_of(ideas)) == 3
    assert len(sent) == 2


def test_a_drawing_takes_its_places_from_the_view(session: Session) -> None:
    view = ladder_of(a_live_idea(ladder=((2, 30), (4, 60)), votes=3))
    assert view is not None
    assert [(rung.at, rung.part, rung.is_reached) for rung in view.tiers] == [
        (0.5, 1.0, True),
        (1.0, 0.5, False),
    ]
    assert view.fill == sum(rung.part for rung in view.tiers) / 2


def test_a_goal_that_must_be_reached_again_is_not_drawn_as_reached(session: Session) -> None:
    idea = a_live_idea(ladder=((1, 30), (2, 60)), votes=2)
    advance(idea, Stage.LIVE, by=None)
    view = ladder_of(idea)
    assert view is not None
    assert [(rung.is_reached, rung.reached_at is None) for rung in view.tiers] == [
        (True, False),
        (False, True),
    ]
