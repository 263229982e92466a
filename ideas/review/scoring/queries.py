"""Finding scorecards."""

from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa

from ideas.db import session
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.review.models import Case
from ideas.review.scoring import rules
from ideas.review.scoring.models import Criterion, Score, Scorecard
from ideas.review.scoring.rules import Weighed


def weights_of(round_id: int) -> dict[str, int]:
    """A round's criteria and their weights, in order."""
    asked = sa.select(Criterion).where(Criterion.round_id == round_id).order_by(Criterion.position)
    return {criterion.key.value: criterion.weight for criterion in session().scalars(asked)}


def weighed_cases(case_ids: Sequence[int]) -> dict[int, Weighed | None]:
    """What the scorecards of each case weigh together."""
    cards: dict[int, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for score in session().scalars(sa.select(Score).where(Score.case_id.in_(case_ids))):
        cards[score.case_id][score.reviewer_id][score.key.value] = score.points
    cases = session().scalars(sa.select(Case).where(Case.id.in_(cards))).all()
    weights = {round_id: weights_of(round_id) for round_id in {case.round_id for case in cases}}
    return {
        case.id: rules.weighed(cards[case.id].values(), weights[case.round_id]) for case in cases
    }


def scorecards_of(case_id: int) -> list[tuple[Scorecard, dict[str, int]]]:
    """Every scorecard of a case with its points by criterion."""
    points: dict[int, dict[str, int]] = defaultdict(dict)
    for score in session().scalars(sa.select(Score).where(Score.case_id == case_id)):
        points[score.reviewer_id][score.key.value] = score.points
    cards = sa.select(Scorecard).where(Scorecard.case_id == case_id).order_by(Scorecard.saved_at)
    return [(card, points[card.reviewer_id]) for card in session().scalars(cards)]


def next_case(case: Case, reviewer_id: int) -> Case | None:
    """The next case of the round that this reviewer has not scored."""
    scored = sa.select(Scorecard.case_id).where(Scorecard.reviewer_id == reviewer_id)
    waiting = sa.select(Case).join(Case.idea).where(Case.round_id == case.round_id)
    waiting = waiting.where(Case.id != case.id, Case.id.not_in(scored))
    waiting = waiting.where(Idea.stage == Stage.IN_REVIEW)
    after = sa.case((Case.id > case.id, 0), else_=1)
    return session().scalar(waiting.order_by(after, Case.id).limit(1))
