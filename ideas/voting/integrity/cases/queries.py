"""Finding cases and what they hold."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.db import session
from ideas.journey.models import Idea
from ideas.voting.integrity.detection.rules import Key, Kind
from ideas.voting.integrity.models import Sweep, SweptVote, VoteCase
from ideas.voting.integrity.rules import Verb
from ideas.voting.models import Vote, VoteState


def open_case(idea_id: int, mark: str) -> VoteCase | None:
    """The open case of a group."""
    found = sa.select(VoteCase).where(
        VoteCase.idea_id == idea_id, VoteCase.mark == mark, VoteCase.closed_at.is_(None)
    )
    return session().scalar(found)


def case_with(case_id: int) -> VoteCase | None:
    """A case by its id."""
    return session().get(VoteCase, case_id)


def hold_of_case(case_id: int) -> Sweep | None:
    """The newest sweep by which a test holds the votes of a case."""
    found = sa.select(Sweep).where(
        Sweep.case_id == case_id, Sweep.verb == Verb.HOLD, Sweep.proposed_by_id.is_(None)
    )
    return session().scalar(found.order_by(Sweep.id.desc()).limit(1))


def cases_after(case_id: int, *, limit: int) -> Sequence[VoteCase]:
    """Open cases, the longest waiting first; after this one."""
    found = sa.select(VoteCase).where(VoteCase.closed_at.is_(None), VoteCase.id > case_id)
    found = found.order_by(VoteCase.id).limit(limit).options(joinedload(VoteCase.idea))
    return session().scalars(found).all()


def cases_of(idea_id: int) -> Sequence[VoteCase]:
    """An idea's open cases."""
    found = sa.select(VoteCase).where(VoteCase.idea_id == idea_id, VoteCase.closed_at.is_(None))
    return session().scalars(found.order_by(VoteCase.id)).all()


def next_idea(but: int) -> Idea | None:
    """The idea whose open case waits longest, of all the others."""
    found = sa.select(Idea).join(VoteCase, VoteCase.idea_id == Idea.id)
    found = found.where(VoteCase.closed_at.is_(None), VoteCase.idea_id != but)
    return session().scalar(found.order_by(VoteCase.id).limit(1))


def number_of_cases(most: int = 1_000) -> int:
    """How many cases are open, counted up to one more than ``most``."""
    found = sa.select(VoteCase.id).where(VoteCase.closed_at.is_(None)).limit(most + 1).subquery()
    return session().scalar(sa.select(sa.func.count()).select_from(found)) or 0


def emptied_cases(idea_id: int) -> Sequence[VoteCase]:
    """The open cases of an idea that held votes and hold none any more."""
    held = sa.select(SweptVote.person_id).join(Sweep, Sweep.id == SweptVote.sweep_id)
    held = held.where(Sweep.case_id == VoteCase.id, Sweep.verb == Verb.HOLD)
    ever = held.exists()
    still = (
        held.join(
            Vote, sa.and_(Vote.person_id == SweptVote.person_id, Vote.idea_id == VoteCase.idea_id)
        )
        .where(Vote.state == VoteState.HELD)
        .exists()
    )
    found = sa.select(VoteCase).where(
        VoteCase.idea_id == idea_id, VoteCase.closed_at.is_(None), ever, ~still
    )
    return session().scalars(found).all()


def held_in(case_ids: Sequence[int]) -> dict[int, int]:
    """How many votes each of these cases holds now."""
    same = sa.and_(Vote.person_id == SweptVote.person_id, Vote.idea_id == Sweep.idea_id)
    numbers: tuple[Any, ...] = (Sweep.case_id, sa.func.count(SweptVote.person_id.distinct()))
    found = (
        sa.select(*numbers)
        .join(SweptVote, SweptVote.sweep_id == Sweep.id)
        .join(Vote, same)
        .where(Sweep.case_id.in_(case_ids), Sweep.verb == Verb.HOLD, Vote.state == VoteState.HELD)
    )
    rows = session().execute(found.group_by(Sweep.case_id))
    return {row[0]: row[1] for row in rows}


def released_since(moment: datetime) -> Sequence[Any]:
    """Votes that people let count again since then, with the key of the case they were held in."""
    columns: tuple[Any, ...] = (Sweep.idea_id, SweptVote.person_id, VoteCase.key)
    found = (
        sa.select(*columns)
        .join(SweptVote, SweptVote.sweep_id == Sweep.id)
        .outerjoin(VoteCase, VoteCase.id == Sweep.case_id)
        .where(SweptVote.to_state == VoteState.COUNTED, Sweep.finished_at >= moment)
    )
    return session().execute(found).all()


def keys_of(pairs: Sequence[Sequence[str]] | None) -> list[Key]:
    """A case's key as a detector knows it."""
    return [tuple((Kind(kind), value) for kind, value in pairs)] if pairs else []


def was_open_since(idea_id: int, mark: str, moment: datetime) -> bool:
    """Has a case of this group been opened since then?"""
    found = sa.select(VoteCase.id).where(
        VoteCase.idea_id == idea_id, VoteCase.mark == mark, VoteCase.opened_at >= moment
    )
    return session().scalar(found.limit(1)) is not None
