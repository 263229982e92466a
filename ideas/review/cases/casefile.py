"""Everything a reviewer needs of one case, for its page."""

from typing import Any

from ideas.accounts.models import Person
from ideas.comments.feedback.queries import results_of
from ideas.comments.queries import counts_of
from ideas.moderation.seen import history_of, seen_as_fans_do
from ideas.review.cases.queries import line_of
from ideas.review.models import Case
from ideas.review.scoring import queries
from ideas.review.scoring.rules import LEAST_POINTS, MOST_POINTS
from ideas.rights.queries import checks_of
from ideas.submission.kin.queries import kin_of
from ideas.submission.queries import draft_of
from ideas.voting.panel import demand_values
from ideas.voting.queries import ballot_of, ladder_of
from ideas.voting.recounts.queries import tally_of

MOST_SIMILAR = 6


def casefile_of(case: Case, reader: Person) -> dict[str, Any]:
    """The idea, its demand, its history, and where the scoring and the decision stand."""
    idea, cards = case.idea, queries.scorecards_of(case.id)
    return {
        **seen_as_fans_do(idea),
        **demand_values(idea),
        "case": case,
        "round": case.round,
        "draft": draft_of(idea.id),
        "ballot": ballot_of(idea.id),
        "ladder": ladder_of(idea),
        "tally": tally_of(idea.id),
        "talk": counts_of(idea.id),
        "results": results_of([idea.id]).get(idea.id),
        "history": history_of(idea),
        "rights_checks": checks_of(idea.id),
        "similar": kin_of(idea, MOST_SIMILAR),
        "line": line_of(case),
        "cards": cards,
        "own_points": {card.reviewer_id: points for card, points in cards}.get(reader.id, {}),
        "own_note": {card.reviewer_id: card.note for card, _ in cards}.get(reader.id, ""),
        "weights": queries.weights_of(case.round_id),
        "scale": range(LEAST_POINTS, MOST_POINTS + 1),
        "is_own": reader.id in idea.team_ids,
        "onward": queries.next_case(case, reader.id),
    }
