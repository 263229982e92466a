"""Finding criteria and scorecards. What reviewers gave is found for a reader, and blind."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.accounts.models import Person
from ideas.accounts.queries import holders_of
from ideas.campaigns.calendar.queries import jury_of
from ideas.db import session
from ideas.policy import Role
from ideas.review.conflicts.queries import barred_from, kept_from
from ideas.review.models import Case, Round
from ideas.review.scoring import rules
from ideas.review.scoring.models import CaseNote, Criterion, Score, Scorecard
from ideas.review.scoring.rules import Weighed
from ideas.review.settings import Review
from ideas.settings.queries import dials

COUNTS = Scorecard.void_at.is_(None)
Points = Mapping[str, int]


@dataclass(frozen=True)
class Average:
    """What reviewers gave on a criterion, together, in halves of a point."""

    criterion: Criterion
    points: Decimal


def criteria_of(round_id: int) -> Sequence[Criterion]:
    """What a round asks, in order."""
    asked = sa.select(Criterion).where(Criterion.round_id == round_id)
    return session().scalars(asked.order_by(Criterion.position, Criterion.key)).all()


def weights_of(round_id: int) -> dict[str, int]:
    """A round's criteria and their weights, in order."""
    return {criterion.key: criterion.weight for criterion in criteria_of(round_id)}


def is_scored(round_id: int) -> bool:
    """Has anybody scored a case of this round, even if it does not count any more?"""
    found = sa.select(Scorecard.case_id).join(Case, Case.id == Scorecard.case_id)
    return session().scalar(found.where(Case.round_id == round_id).limit(1)) is not None


def scored_by(person_id: int, case_ids: Collection[int]) -> set[int]:
    """Of these cases, those this person has scored."""
    own = sa.select(Scorecard.case_id).where(Scorecard.reviewer_id == person_id, COUNTS)
    return set(session().scalars(own.where(Scorecard.case_id.in_(case_ids))))


def open_to(reader_id: int, cases: Sequence[Case]) -> set[int]:
    """The cases whose scores and notes somebody may read.

    Their own score is in, or the round is published; and they are not too near to the idea.
    """
    barred = barred_from(reader_id, [case.idea_id for case in cases])
    scored = scored_by(reader_id, [case.id for case in cases])
    return {
        case.id
        for case in cases
        if case.idea_id not in barred and (case.id in scored or case.round.published_at)
    }


def weighed_for(reader_id: int, cases: Sequence[Case]) -> dict[int, Weighed]:
    """What the scorecards weigh of those cases that somebody may read, by case."""
    points = _points([*open_to(reader_id, cases)])
    weights = {round_id: weights_of(round_id) for round_id in {case.round_id for case in cases}}
    found = {
        case.id: rules.weighed(points[case.id].values(), weights[case.round_id])
        for case in cases
        if case.id in points
    }
    return {case_id: weighed for case_id, weighed in found.items() if weighed}


def scorecards_for(reader_id: int, case: Case) -> list[tuple[Scorecard, Points]]:
    """Every scorecard of a case that counts, with its points; none for who may not read them."""
    if not open_to(reader_id, [case]):
        return []
    points = _points([case.id])[case.id]
    cards = sa.select(Scorecard).where(Scorecard.case_id == case.id, COUNTS)
    cards = cards.options(joinedload(Scorecard.reviewer).lazyload(Person.grants))
    found = session().scalars(cards.order_by(Scorecard.saved_at, Scorecard.reviewer_id))
    return [(card, points[card.reviewer_id]) for card in found]


def own_card(reader_id: int, case: Case) -> tuple[Scorecard | None, Points]:
    """One's own scorecard with its points, while it counts."""
    card = session().get(Scorecard, (case.id, reader_id))
    if card is None or card.void_at is not None:
        return None, {}
    return card, _points([case.id])[case.id][reader_id]


def notes_for(reader_id: int, case: Case) -> Sequence[CaseNote]:
    """What reviewers said to each other about a case, oldest first; blind like their scores."""
    if not open_to(reader_id, [case]):
        return []
    notes = sa.select(CaseNote).where(CaseNote.case_id == case.id).order_by(CaseNote.id)
    notes = notes.options(joinedload(CaseNote.person).lazyload(Person.grants))
    return session().scalars(notes).all()


def number_of_cards(case_ids: Collection[int]) -> dict[int, int]:
    """How many scorecards each case has that count."""
    found = sa.select(Scorecard.case_id, sa.func.count()).where(COUNTS)
    found = found.where(Scorecard.case_id.in_(case_ids)).group_by(Scorecard.case_id)
    return {row[0]: row[1] for row in session().execute(found)}


def judges_of(round_: Round) -> Sequence[Person]:
    """Who judges in a round: its campaign's jury, else the reviewers."""
    return jury_of(round_.campaign_id) if round_.campaign_id else holders_of(Role.REVIEWER)


def quorum_for(case: Case) -> int:
    """How many scorecards an answer to this case needs."""
    dial = dials(Review).quorum
    judges = judges_of(case.round) if dial else ()
    kept = kept_from(case.idea) if judges else set()
    return rules.quorum_of(dial, sum(each.id not in kept for each in judges))


def summary_for_creator(case_id: int) -> Sequence[Average]:
    """What reviewers gave together, in halves; nothing where one could tell who gave what."""
    case = session().get_one(Case, case_id)
    cards = list(_points([case_id])[case_id].values())
    averages = [
        (criterion, rules.to_halves([card[criterion.key] for card in cards]))
        for criterion in criteria_of(case.round_id)
    ]
    return [Average(criterion, points) for criterion, points in averages if points is not None]


def _points(case_ids: Collection[int]) -> dict[int, dict[int, dict[str, int]]]:
    """The points of the cards that count, by case, reviewer and criterion."""
    cards: dict[int, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    same = sa.and_(Scorecard.case_id == Score.case_id, Scorecard.reviewer_id == Score.reviewer_id)
    found = sa.select(Score).join(Scorecard, same).where(Score.case_id.in_(case_ids), COUNTS)
    for score in session().scalars(found):
        cards[score.case_id][score.reviewer_id][score.key] = score.points
    return cards
