"""Advancing an idea: the map is kept, history is written, arrivals happen in the transaction."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.events.models import RecordedEvent
from ideas.journey import arrivals
from ideas.journey.actions import advance
from ideas.journey.models import Idea, Move
from ideas.journey.queries import idea_visible_to, moves_of
from ideas.journey.stages import MOVES, Stage
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.wiring import ARRIVALS
from tests.conftest import Clock
from tests.factories import a_person, an_idea


@pytest.fixture
def no_arrivals() -> object:
    """The map alone, without what later packages do when an idea arrives."""
    arrivals.hand_over({})
    yield
    arrivals.hand_over(ARRIVALS)


def test_a_move_is_a_row_with_its_reason(
    session: Session, clock: Clock, no_arrivals: object
) -> None:
    max_, idea = a_person("Max", Role.MODERATOR), an_idea(stage=Stage.SUBMITTED)
    clock.go(hours=1)
    advance(idea, Stage.DECLINED, by=max_, reason="unsafe", public_text={"en": "It could hurt."})
    session.commit()
    (move,) = moves_of(idea.id)
    assert (move.from_stage, move.to_stage) == (Stage.SUBMITTED, Stage.DECLINED)
    assert (move.by_id, move.reason) == (max_.id, "unsafe")
    assert idea.stage_at == move.moved_at == clock.moment
    told = session.scalars(sa.select(RecordedEvent)).one()
    assert told.name == "journey.IdeaMoved"
    assert told.values["to_stage"] == "declined"


def test_publishing_dates_the_idea_once(
    session: Session, clock: Clock, no_arrivals: object
) -> None:
    idea = an_idea(stage=Stage.SUBMITTED)
    advance(idea, Stage.LIVE, by=None)
    first = idea.published_at
    clock.go(days=2)
    advance(idea, Stage.ARCHIVED, by=None)
    advance(idea, Stage.LIVE, by=None)
    assert idea.published_at == first


@pytest.mark.parametrize("start", list(Stage))
def test_what_is_not_on_the_map_is_refused(
    session: Session, start: Stage, no_arrivals: object
) -> None:
    idea = an_idea(stage=start)
    for to in set(Stage) - MOVES[start]:
        with pytest.raises(Refused, match="wrong_stage"):
            advance(idea, to, by=None)
    assert session.scalar(sa.select(sa.func.count()).select_from(Move)) == 0


def test_an_archived_idea_returns_only_to_what_it_left(
    session: Session, no_arrivals: object
) -> None:
    idea = an_idea(stage=Stage.QUALIFIED)
    advance(idea, Stage.ARCHIVED, by=None)
    with pytest.raises(Refused):
        advance(idea, Stage.LIVE, by=None)
    advance(idea, Stage.QUALIFIED, by=None)
    assert idea.stage is Stage.QUALIFIED


def test_an_arrival_that_fails_leaves_nothing(session: Session, no_arrivals: object) -> None:
    def stumble(idea: Idea, move: Move) -> None:
        raise LookupError

    idea = an_idea(stage=Stage.SUBMITTED)
    arrivals.hand_over({Stage.LIVE: [stumble]})
    with pytest.raises(LookupError):
        advance(idea, Stage.LIVE, by=None)
    session.rollback()
    assert idea.stage is Stage.SUBMITTED
    assert not moves_of(idea.id)


def test_history_cannot_be_changed(session: Session, no_arrivals: object) -> None:
    idea = an_idea(stage=Stage.SUBMITTED)
    advance(idea, Stage.WITHDRAWN, by=None)
    session.commit()
    for attempt in (sa.update(Move).values(reason="other"), sa.delete(Move)):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"):
            session.execute(attempt)
        session.rollback()


def test_what_is_hidden_is_seen_by_few(session: Session) -> None:
    ada, tomas, eve = a_person("Ada"), a_person("Tomas"), a_person("Eve")
    max_, fay = a_person("Max", Role.MODERATOR), a_person("Fay", Role.FINANCE)
    idea = an_idea(stage=Stage.SUBMITTED, by=ada, team=(tomas,))
    seen = [bool(idea_visible_to(each, idea.slug)) for each in (ada, tomas, max_, eve, fay)]
    assert seen == [True, True, True, False, False]
