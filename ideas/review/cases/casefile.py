"""Everything a reviewer needs of one case, for its page."""

from typing import Any

from ideas.accounts.models import Person
from ideas.comments.feedback.queries import results_of
from ideas.comments.queries import counts_of
from ideas.moderation.seen import history_of, seen_as_fans_do
from ideas.review.cases.queries import line_of, progress_of
from ideas.review.conflicts.queries import conflicts_of
from ideas.review.models import Case
from ideas.review.scoring import queries
from ideas.review.scoring.rules import LEAST_POINTS, MOST_POINTS
from ideas.rights.queries import checks_of
from ideas.submission.kin.queries import kin_of
from ideas.submission.queries import draft_of
from ideas.voting.panel import demand_values
from ideas.voting.queries import ladder_of

MOST_SIMILAR = 6


def casefile_of(case: Case, reader: Person) -> dict[str, Any]:
    """The idea, its demand, its history, and where the scoring and the decision stand."""
    idea = case.idea
    return {
        **seen_as_fans_do(idea),
        **demand_values(idea),
        **_scoring(case, reader),
        "case": case,
        "round": case.round,
        "draft": draft_of(idea.id),
        "ladder": ladder_of(idea),
        "counts": counts_of(idea.id),
        "results": results_of([idea.id]).get(idea.id),
        "history": history_of(idea),
        "rights_checks": checks_of(idea.id),
        "similar": kin_of(idea, MOST_SIMILAR),
    }


def _scoring(case: Case, reader: Person) -> dict[str, Any]:
    """What is given to this reader to score by, and what they may know of others' scores."""
    own, points = queries.own_card(reader.id, case)
    conflicts = conflicts_of(case.idea_id)
    line = line_of(case, reader.id)
    progress = progress_of(case.round_id, reader.id, after=case.id)
    return {
        "line": line,
        "ballot": line.ballot,
        "criteria": queries.criteria_of(case.round_id),
        "scale": range(LEAST_POINTS, MOST_POINTS + 1),
        "own_card": own,
        "own_points": points,
        "cards": queries.scorecards_for(reader.id, case),
        "notes": queries.notes_for(reader.id, case),
        "conflicts": conflicts,
        "own_conflict": next((each for each in conflicts if each.person_id == reader.id), None),
        "is_own": reader.id in case.idea.team_ids,
        "quorum": queries.quorum_for(case),
        "progress": progress,
        "onward": progress.next,
    }
