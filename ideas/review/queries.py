"""Finding rounds, cases and decisions."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ideas import clock
from ideas.campaigns.models import Campaign
from ideas.db import session
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.review import rules
from ideas.review.models import Case, Decision, Outcome, Round
from ideas.voting.models import Ballot


def rounds() -> Sequence[Round]:
    """Every round, the latest cut-off first."""
    return session().scalars(sa.select(Round).order_by(Round.cutoff_at.desc(), Round.id)).all()


def published_rounds() -> Sequence[Round]:
    """The rounds whose answers are public, newest first."""
    found = sa.select(Round).where(Round.published_at.is_not(None))
    return session().scalars(found.order_by(Round.published_at.desc(), Round.id)).all()


def coming_rounds() -> Sequence[Round]:
    """The rounds whose answers are still to come, the next cut-off first."""
    found = sa.select(Round).where(Round.published_at.is_(None))
    return session().scalars(found.order_by(Round.cutoff_at, Round.id)).all()


def round_by_slug(slug: str) -> Round | None:
    """The round at an address."""
    return session().scalar(sa.select(Round).where(Round.slug == slug))


def round_near(cutoff_at: datetime) -> str | None:
    """The name of a round of the reviewers whose cut-off is less than a day from this moment."""
    earliest, latest = cutoff_at - rules.SHORTEST_ROUND, cutoff_at + rules.SHORTEST_ROUND
    found = sa.select(Round.name).where(Round.cutoff_at > earliest, Round.cutoff_at < latest)
    return session().scalar(found.where(Round.campaign_id.is_(None)).limit(1))


def is_late(round_: Round) -> bool:
    """True when a round's promised date has passed without its answers."""
    return rules.is_late(
        due_on=round_.decision_due_on,
        is_published=round_.published_at is not None,
        today=today_in(round_.zone),
    )


def today_in(zone: str) -> date:
    """This day on the calendar of a zone."""
    return clock.now().astimezone(ZoneInfo(zone)).date()


def locked_round(round_id: int) -> Round:
    """The round, read anew and locked until the transaction ends."""
    locked = sa.select(Round).where(Round.id == round_id).with_for_update()
    return session().scalars(locked.execution_options(populate_existing=True)).one()


def rounds_to_cut_off() -> Sequence[Round]:
    """Open rounds whose cut-off has come."""
    due = sa.select(Round).where(Round.cut_off_at.is_(None), Round.cutoff_at <= clock.now())
    return session().scalars(due.order_by(Round.cutoff_at, Round.id)).all()


def ideas_for_a_round(cutoff_at: datetime | None = None, zone: str = "UTC") -> Sequence[Idea]:
    """What a cut-off takes (now, if not told): the qualified by then, those carried over, and the
    parked whose day to be looked at again has come.

    A campaign's own jury decides about what qualified there.
    """
    found = sa.select(Idea).outerjoin(Ballot, Ballot.idea_id == Idea.id)
    found = found.where(*_for_a_round(cutoff_at or clock.now(), zone))
    return session().scalars(found.order_by(Idea.stage_at, Idea.id)).all()


def number_for_a_round(cutoff_at: datetime, zone: str = "UTC") -> int:
    """How many that are."""
    found = sa.select(sa.func.count()).select_from(Idea)
    found = found.outerjoin(Ballot, Ballot.idea_id == Idea.id)
    return session().scalar(found.where(*_for_a_round(cutoff_at, zone))) or 0


def _for_a_round(cutoff_at: datetime, zone: str) -> tuple[sa.ColumnElement[bool], ...]:
    """The stages are named once more by themselves: their index finds what little is in them."""
    day = cutoff_at.astimezone(ZoneInfo(zone)).date()
    qualified_at = sa.func.coalesce(Ballot.certify_at, Idea.stage_at)
    in_time = sa.and_(
        *(Idea.stage == Stage.QUALIFIED, qualified_at <= cutoff_at),
        Idea.campaign_id.in_(sa.select(Campaign.id).where(Campaign.is_standing)),
    )
    pending = sa.select(Case.idea_id).join(Case.round).where(Round.published_at.is_(None))
    carried = sa.and_(Idea.stage == Stage.IN_REVIEW, Idea.id.not_in(pending))
    again = _parked(Decision.look_again_on <= day).with_only_columns(Case.idea_id)
    waiting = Idea.stage.in_((Stage.QUALIFIED, Stage.IN_REVIEW, Stage.PARKED))
    return waiting, sa.or_(in_time, carried, Idea.id.in_(again))


def case_of(round_id: int, idea_id: int) -> Case | None:
    """The case of an idea in a round."""
    return session().scalar(
        sa.select(Case).where(Case.round_id == round_id, Case.idea_id == idea_id)
    )


def ideas_awaiting(round_id: int) -> Sequence[int]:
    """Ids of the ideas of a round that are still in review."""
    found = sa.select(Case.idea_id).join(Case.idea).where(Case.round_id == round_id)
    return session().scalars(found.where(Idea.stage == Stage.IN_REVIEW).order_by(Case.id)).all()


def standing_decisions(case_ids: Sequence[int]) -> dict[int, Decision]:
    """The decisions that were not taken back, by case."""
    found = sa.select(Decision).where(
        Decision.case_id.in_(case_ids), Decision.taken_back_at.is_(None)
    )
    return {decision.case_id: decision for decision in session().scalars(found)}


def standing_decision(case_id: int) -> Decision | None:
    """The decision of a case that was not taken back."""
    return standing_decisions([case_id]).get(case_id)


def decisions_to_publish(round_id: int) -> Sequence[Decision]:
    """The confirmed decisions of a round on ideas that are still in review."""
    found = sa.select(Decision).join(Decision.case).join(Case.idea)
    found = found.where(Case.round_id == round_id, Decision.confirmed_at.is_not(None))
    found = found.where(Decision.taken_back_at.is_(None), Idea.stage == Stage.IN_REVIEW)
    return session().scalars(found.order_by(Decision.id)).all()


def results_of(round_: Round) -> list[tuple[Idea, Decision]]:
    """A published round's ideas with their answers: selected first, then by name of outcome."""
    found = sa.select(Decision).join(Decision.case).where(Case.round_id == round_.id)
    published = session().scalars(found.where(Decision.published_at.is_not(None))).all()
    order = list(Outcome)
    ordered = sorted(published, key=lambda each: (order.index(each.outcome), each.id))
    return [(decision.case.idea, decision) for decision in ordered if decision.case.idea.is_public]


def decision_of(idea_id: int) -> Decision | None:
    """The latest published answer to an idea."""
    found = sa.select(Decision).join(Decision.case).where(Case.idea_id == idea_id)
    found = found.where(Decision.published_at.is_not(None)).order_by(Decision.id.desc())
    return session().scalar(found.limit(1))


def parked_ideas() -> Sequence[Idea]:
    """What is parked, longest first."""
    found = sa.select(Idea).where(Idea.stage == Stage.PARKED)
    return session().scalars(found.order_by(Idea.stage_at, Idea.id)).all()


def parked_to_release() -> Sequence[Decision]:
    """The answers that parked what is still parked though its time has passed."""
    return session().scalars(_parked(Decision.park_ends_on < clock.today())).all()


def _parked(*conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """The answers by which ideas stand parked."""
    other = aliased(Case)
    newest = sa.select(sa.func.max(other.id)).where(other.idea_id == Case.idea_id)
    found = sa.select(Decision).join(Decision.case).join(Case.idea)
    found = found.where(Idea.stage == Stage.PARKED, Decision.published_at.is_not(None))
    return found.where(Case.id == newest.scalar_subquery(), *conditions)
