"""Finding rounds, cases and decisions."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ideas import clock
from ideas.campaigns.models import Campaign
from ideas.db import session
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.review import rules
from ideas.review.models import Case, Decision, Outcome, Round, Score, Scorecard
from ideas.review.rules import Weighed
from ideas.voting.models import Ballot


@dataclass(frozen=True)
class CaseLine:
    """A case as the round's page lists it."""

    case: Case
    weighed: Weighed | None
    decision: Decision | None


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
        today=clock.today(),
    )


def locked_round(round_id: int) -> Round:
    """The round, read anew and locked until the transaction ends."""
    locked = sa.select(Round).where(Round.id == round_id).with_for_update()
    return session().scalars(locked.execution_options(populate_existing=True)).one()


def rounds_to_cut_off() -> Sequence[Round]:
    """Open rounds whose cut-off has come."""
    due = sa.select(Round).where(Round.cut_off_at.is_(None), Round.cutoff_at <= clock.now())
    return session().scalars(due.order_by(Round.cutoff_at, Round.id)).all()


def ideas_for_a_round(cutoff_at: datetime | None = None) -> Sequence[Idea]:
    """What a cut-off takes (now, if not told): the qualified by then, and those carried over.

    A campaign's own jury decides about what qualified there.
    """
    qualified_at = sa.func.coalesce(Ballot.certify_at, Idea.stage_at)
    in_time = sa.and_(
        *(Idea.stage == Stage.QUALIFIED, qualified_at <= (cutoff_at or clock.now())),
        Idea.campaign_id.in_(sa.select(Campaign.id).where(Campaign.is_standing)),
    )
    pending = sa.select(Case.idea_id).join(Case.round).where(Round.published_at.is_(None))
    carried = sa.and_(Idea.stage == Stage.IN_REVIEW, Idea.id.not_in(pending))
    found = sa.select(Idea).outerjoin(Ballot, Ballot.idea_id == Idea.id)
    found = found.where(sa.or_(in_time, carried))
    return session().scalars(found.order_by(Idea.stage_at, Idea.id)).all()


def case_of(round_id: int, idea_id: int) -> Case | None:
    """The case of an idea in a round."""
    return session().scalar(
        sa.select(Case).where(Case.round_id == round_id, Case.idea_id == idea_id)
    )


def cases_of(round_id: int) -> Sequence[CaseLine]:
    """A round's cases with their scores and standing decisions, in the order they came in."""
    found = session().scalars(sa.select(Case).where(Case.round_id == round_id).order_by(Case.id))
    cases = found.all()
    ids = [case.id for case in cases]
    scores, decisions = _weighed(ids), _standing(ids)
    return [CaseLine(case, scores.get(case.id), decisions.get(case.id)) for case in cases]


def _weighed(case_ids: Sequence[int]) -> dict[int, Weighed | None]:
    cards: dict[int, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for score in session().scalars(sa.select(Score).where(Score.case_id.in_(case_ids))):
        cards[score.case_id][score.reviewer_id][score.key.value] = score.points
    cases = session().scalars(sa.select(Case).where(Case.id.in_(cards)))
    return {
        case.id: rules.weighed(cards[case.id].values(), weights_of(case.round)) for case in cases
    }


def _standing(case_ids: Sequence[int]) -> dict[int, Decision]:
    found = sa.select(Decision).where(
        Decision.case_id.in_(case_ids), Decision.taken_back_at.is_(None)
    )
    return {decision.case_id: decision for decision in session().scalars(found)}


def weights_of(round_: Round) -> dict[str, int]:
    """A round's criteria and their weights, in order."""
    return {criterion.key.value: criterion.weight for criterion in round_.criteria}


def line_of(case: Case) -> CaseLine:
    """One case with its scores and standing decision."""
    return CaseLine(case, _weighed([case.id]).get(case.id), standing_decision(case.id))


def standing_decision(case_id: int) -> Decision | None:
    """The decision of a case that was not taken back."""
    return _standing([case_id]).get(case_id)


def scorecards_of(case_id: int) -> list[tuple[Scorecard, dict[str, int]]]:
    """Every scorecard of a case with its points by criterion."""
    points: dict[int, dict[str, int]] = defaultdict(dict)
    for score in session().scalars(sa.select(Score).where(Score.case_id == case_id)):
        points[score.reviewer_id][score.key.value] = score.points
    cards = sa.select(Scorecard).where(Scorecard.case_id == case_id).order_by(Scorecard.saved_at)
    return [(card, points[card.reviewer_id]) for card in session().scalars(cards)]


def undecided(round_id: int) -> int:
    """How many ideas of a round are still in review without a confirmed decision."""
    confirmed = sa.select(Decision.case_id).where(
        Decision.taken_back_at.is_(None), Decision.confirmed_at.is_not(None)
    )
    waiting = sa.select(sa.func.count()).select_from(Case).join(Case.idea)
    waiting = waiting.where(Case.round_id == round_id, Idea.stage == Stage.IN_REVIEW)
    return session().scalar(waiting.where(Case.id.not_in(confirmed))) or 0


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


def parked_to_release() -> Sequence[tuple[Idea, Decision]]:
    """Parked ideas whose time has passed."""
    found = sa.select(Idea, Decision).join(Case, Case.idea_id == Idea.id)
    found = found.join(Decision, Decision.case_id == Case.id).where(Idea.stage == Stage.PARKED)
    found = found.where(Decision.published_at.is_not(None), Decision.look_again_on < clock.today())
    other = aliased(Case)
    newest = sa.select(sa.func.max(other.id)).where(other.idea_id == Idea.id).scalar_subquery()
    return [
        (idea, decision) for idea, decision in session().execute(found.where(Case.id == newest))
    ]


def next_case(case: Case, reviewer_id: int) -> Case | None:
    """The next case of the round that this reviewer has not scored."""
    scored = sa.select(Scorecard.case_id).where(Scorecard.reviewer_id == reviewer_id)
    waiting = sa.select(Case).join(Case.idea).where(Case.round_id == case.round_id)
    waiting = waiting.where(Case.id != case.id, Case.id.not_in(scored))
    waiting = waiting.where(Idea.stage == Stage.IN_REVIEW)
    after = sa.case((Case.id > case.id, 0), else_=1)
    return session().scalar(waiting.order_by(after, Case.id).limit(1))
