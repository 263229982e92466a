"""Finding the cases of a round, with where each stands, and which a reviewer has still to score."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.db import session
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.review.cases.rules import Line, Sort, in_order
from ideas.review.conflicts.queries import barred_from
from ideas.review.crowds.queries import crowds_of
from ideas.review.models import Case, Decision
from ideas.review.queries import standing_decisions
from ideas.review.scoring.queries import number_of_cards, scored_by, weighed_for
from ideas.review.scoring.rules import Weighed
from ideas.voting.models import Ballot


@dataclass(frozen=True)
class CaseLine(Line):
    """A case as lists show it to a reader, who sees ``weighed`` only once they have scored it."""

    case: Case
    weighed: Weighed | None
    decision: Decision | None
    ballot: Ballot | None
    cards: int
    is_scored: bool
    is_barred: bool


@dataclass(frozen=True)
class Progress:
    """How many cases of a round a reviewer has scored, of how many, and which is next."""

    done: int
    of: int
    next: Case | None


def cases_in(round_id: int) -> Sequence[Case]:
    """A round's cases with their ideas, in the order they came in."""
    found = sa.select(Case).where(Case.round_id == round_id).order_by(Case.id)
    return session().scalars(found.options(joinedload(Case.idea), joinedload(Case.round))).all()


def lines_of(
    cases: Sequence[Case], reader_id: int, sort: Sort = Sort.ENTERED
) -> Sequence[CaseLine]:
    """How these cases stand, for a reader."""
    ids, idea_ids = [case.id for case in cases], [case.idea_id for case in cases]
    scores, decisions = weighed_for(reader_id, cases), standing_decisions(ids)
    ballots, crowds = _ballots(idea_ids), crowds_of(idea_ids)
    cards, scored = number_of_cards(ids), scored_by(reader_id, ids)
    barred = barred_from(reader_id, idea_ids)
    lines = [
        CaseLine(
            title=case.idea.title,
            mean=scores[case.id].mean if case.id in scores else None,
            votes=ballot.votes if (ballot := ballots.get(case.idea_id)) else 0,
            copies=crowd.copies if (crowd := crowds.get(case.idea_id)) else None,
            case=case,
            weighed=scores.get(case.id),
            decision=decisions.get(case.id),
            ballot=ballot,
            cards=cards.get(case.id, 0),
            is_scored=case.id in scored,
            is_barred=case.idea_id in barred,
        )
        for case in cases
    ]
    return in_order(lines, sort)


def _ballots(idea_ids: Sequence[int]) -> dict[int, Ballot]:
    found = session().scalars(sa.select(Ballot).where(Ballot.idea_id.in_(idea_ids)))
    return {ballot.idea_id: ballot for ballot in found}


def line_of(case: Case, reader_id: int) -> CaseLine:
    """One case, for a reader."""
    return lines_of([case], reader_id)[0]


def progress_of(round_id: int, reader_id: int, *, after: int = 0) -> Progress:
    """How far somebody is; next is the first unscored case after this one, then from the start."""
    found = sa.select(Case).join(Case.idea).where(Case.round_id == round_id)
    found = found.where(Idea.stage == Stage.IN_REVIEW).order_by(Case.id)
    cases = session().scalars(found.options(joinedload(Case.idea))).all()
    barred = barred_from(reader_id, [case.idea_id for case in cases])
    own = [case for case in cases if case.idea_id not in barred]
    scored = scored_by(reader_id, [case.id for case in own])
    waiting = [case for case in own if case.id not in scored and case.id != after]
    waiting.sort(key=lambda case: (case.id <= after, case.id))
    return Progress(len(scored), len(own), waiting[0] if waiting else None)
