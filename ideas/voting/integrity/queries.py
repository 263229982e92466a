"""Finding the votes a decision is about, the cases that wait, and what became of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas import clock
from ideas.accounts.queries import names_of
from ideas.db import session
from ideas.voting.integrity.models import Sweep, SweptVote
from ideas.voting.integrity.rules import ALONE_WITHIN, PORTION, SweepState, Verb
from ideas.voting.integrity.signals.models import VoteSignal
from ideas.voting.models import Vote, VoteEvent, VoteReason, VoteState

FROM = {
    Verb.HOLD: (VoteState.COUNTED,),
    Verb.RELEASE: (VoteState.HELD,),
    Verb.VOID: (VoteState.HELD, VoteState.COUNTED),
}
LOOKED_AT = (VoteReason.RELEASED, VoteReason.APPEAL_UPHELD, VoteReason.UNDONE)
SIGNALS = ("network", "domain", "device", "referrer")
Conditions = dict[str, Any]


def votes_to(verb: Verb, idea_id: int, conditions: Conditions) -> sa.Select[Any]:
    """A select of the votes of an idea that can be swept and fit the conditions."""
    columns: tuple[Any, ...] = (Vote.person_id, Vote.state, Vote.cast_at)
    found = sa.select(*columns).where(Vote.idea_id == idea_id, Vote.state.in_(FROM[verb]))
    if "state" in conditions:
        found = found.where(Vote.state == VoteState(conditions["state"]))
    if "case" in conditions:
        found = found.where(Vote.person_id.in_(people_of_case(conditions["case"], idea_id)))
    if "person" in conditions:
        found = found.where(Vote.person_id == conditions["person"])
    if "since" in conditions:
        found = found.where(Vote.cast_at >= datetime.fromisoformat(conditions["since"]))
    if "until" in conditions:
        found = found.where(Vote.cast_at < datetime.fromisoformat(conditions["until"]))
    return _with_signals(found, idea_id, conditions)


def _with_signals(found: sa.Select[Any], idea_id: int, conditions: Conditions) -> sa.Select[Any]:
    asked = [
        getattr(VoteSignal, name) == conditions[name] for name in SIGNALS if name in conditions
    ]
    if "disposable" in conditions:
        asked.append(VoteSignal.is_disposable.is_(True))
    if "younger" in conditions:
        asked.append(VoteSignal.age < conditions["younger"])
    if not asked:
        return found
    same = sa.and_(VoteSignal.idea_id == Vote.idea_id, VoteSignal.person_id == Vote.person_id)
    return found.join(VoteSignal, same).where(*asked)


def people_of_case(case_id: int, idea_id: int) -> sa.Select[Any]:
    """A select of those whose votes a case of an idea has held; of another idea's case, nobody."""
    swept = sa.select(SweptVote.person_id).join(Sweep, Sweep.id == SweptVote.sweep_id)
    of_case = (Sweep.case_id == case_id, Sweep.idea_id == idea_id)
    return swept.where(*of_case, Sweep.verb == Verb.HOLD)


def votes_to_undo(sweep: Sweep) -> sa.Select[Any]:
    """A select of the votes another sweep changed that still stand as it left them."""
    columns: tuple[Any, ...] = (Vote.person_id, Vote.state, Vote.cast_at, SweptVote.from_state)
    found = sa.select(*columns)
    same = sa.and_(Vote.person_id == SweptVote.person_id, Vote.state == SweptVote.to_state)
    found = found.join(SweptVote, same)
    return found.where(Vote.idea_id == sweep.idea_id, SweptVote.sweep_id == sweep.undoes_id)


def votes_left(sweep: Sweep) -> sa.Select[Any]:
    """A select of the votes a sweep is about and has not changed; none cast after the proposal."""
    if sweep.verb is Verb.UNDO:
        return votes_to_undo(sweep)
    was_there = sa.or_(Vote.cast_at.is_(None), Vote.cast_at <= sweep.proposed_at)
    return votes_to(sweep.verb, sweep.idea_id, sweep.conditions).where(was_there)


def next_portion(sweep: Sweep) -> Sequence[Any]:
    """The votes to take next, in the order of their people's ids."""
    votes = votes_left(sweep)
    votes = votes.where(Vote.person_id > sweep.reached).order_by(Vote.person_id).limit(PORTION)
    return session().execute(votes).all()


def holdable_votes_of(idea_id: int, people: Sequence[int]) -> Sequence[Any]:
    """The votes of these people that count and that nobody has released, in the order of ids."""
    released = sa.select(VoteEvent.id).where(
        VoteEvent.idea_id == Vote.idea_id,
        VoteEvent.person_id == Vote.person_id,
        VoteEvent.reason.in_(LOOKED_AT),
    )
    found = sa.select(Vote.person_id, Vote.state, Vote.cast_at).where(
        Vote.idea_id == idea_id, Vote.person_id.in_(people), Vote.state == VoteState.COUNTED
    )
    return session().execute(found.where(~released.exists()).order_by(Vote.person_id)).all()


def number_of(votes: sa.Select[Any]) -> tuple[int, int]:
    """How many votes a select has, and how many of them count now."""
    rows = votes.subquery()
    counted = sa.func.sum(sa.case((rows.c.state == VoteState.COUNTED, 1), else_=0))
    total, now = session().execute(sa.select(sa.func.count(), counted).select_from(rows)).one()
    return int(total), int(now or 0)


def voided_alone(idea_id: int, person_id: int) -> int:
    """How many votes of an idea this person made void lately without a second one."""
    undoing = sa.orm.aliased(Sweep)
    is_undone = sa.exists().where(undoing.undoes_id == Sweep.id)
    found = sa.select(sa.func.sum(Sweep.done)).where(
        *(Sweep.idea_id == idea_id, Sweep.verb == Verb.VOID, Sweep.needs_two.is_(False)),
        *(Sweep.proposed_by_id == person_id, Sweep.proposed_at > clock.now() - ALONE_WITHIN),
    )
    return session().scalar(found.where(~is_undone)) or 0


def locked_sweep(sweep_id: int) -> Sweep:
    """The sweep, read anew and locked."""
    found = sa.select(Sweep).where(Sweep.id == sweep_id).with_for_update(of=Sweep)
    return session().scalars(found.execution_options(populate_existing=True)).one()


def sweep_with(sweep_id: int) -> Sweep | None:
    """A sweep by its id."""
    return session().get(Sweep, sweep_id, populate_existing=True)


def undone_by(sweep_id: int) -> Sweep | None:
    """The sweep that undid this one."""
    return session().scalar(sa.select(Sweep).where(Sweep.undoes_id == sweep_id))


def running_sweeps() -> Sequence[int]:
    """The sweeps that are under way, oldest first."""
    found = sa.select(Sweep.id).where(Sweep.state == SweepState.RUNNING).order_by(Sweep.id)
    return session().scalars(found).all()


def open_sweeps_of(idea_id: int) -> Sequence[Sweep]:
    """What is proposed or under way for an idea."""
    open_ = Sweep.state.in_((SweepState.PROPOSED, SweepState.RUNNING))
    found = sa.select(Sweep).where(Sweep.idea_id == idea_id, open_).order_by(Sweep.id)
    return session().scalars(found).all()


def proposed_sweeps() -> Sequence[Sweep]:
    """What waits for a second person, oldest first."""
    found = sa.select(Sweep).where(Sweep.state == SweepState.PROPOSED)
    return session().scalars(found.order_by(Sweep.id).options(joinedload(Sweep.idea))).all()


def sweeps_of(idea_id: int, limit: int) -> Sequence[Sweep]:
    """The last decisions about an idea's votes, newest first."""
    found = sa.select(Sweep).where(Sweep.idea_id == idea_id)
    return session().scalars(found.order_by(Sweep.id.desc()).limit(limit)).all()


def names_in(sweep: Sweep) -> Mapping[int, str]:
    """The names of the staff who proposed and confirmed a decision."""
    ids = [each for each in (sweep.proposed_by_id, sweep.confirmed_by_id) if each]
    return names_of(ids)
