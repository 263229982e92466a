"""Everything a reviewer needs of one case, for its page."""

from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from ideas.accounts.countries import countries
from ideas.accounts.models import Person
from ideas.comments.feedback.queries import results_of
from ideas.journey.models import Idea
from ideas.moderation.seen import history_of, seen_as_fans_do, words_in
from ideas.properties.queries import named_in
from ideas.review.attachments.queries import attachments_of
from ideas.review.cases.cluster import cluster_of
from ideas.review.cases.digest import digest_of
from ideas.review.cases.integrity import report_on
from ideas.review.cases.queries import line_of, progress_of
from ideas.review.conflicts.queries import conflicts_of
from ideas.review.crowds.queries import arrivals_at, crowds_of
from ideas.review.crowds.rules import OTHERS, UNKNOWN
from ideas.review.estimates.queries import estimates_of
from ideas.review.models import Case
from ideas.review.scoring import queries
from ideas.review.scoring.rules import LEAST_POINTS, MOST_POINTS
from ideas.rights.queries import checks_of
from ideas.submission.queries import draft_of
from ideas.voting.panel import demand_values
from ideas.voting.queries import ladder_of
from ideas.web.languages import language


def casefile_of(case: Case, reader: Person) -> dict[str, Any]:
    """The idea, its demand, its history, and where the scoring and the decision stand."""
    idea, scoring = case.idea, _scoring(case, reader)
    ballot = scoring["ballot"]
    return {
        **seen_as_fans_do(idea),
        **demand_values(idea),
        **scoring,
        **_crowd(idea),
        "case": case,
        "round": case.round,
        "draft": draft_of(idea.id),
        "ladder": ladder_of(idea),
        "report": report_on(ballot) if ballot else None,
        "digest": digest_of(idea.id),
        "results": results_of([idea.id]).get(idea.id),
        "history": history_of(idea),
        "rights_checks": checks_of(idea.id),
        "named": named_in(words_in(idea)),
        "cluster": cluster_of(idea),
        "estimates": estimates_of(idea.id),
        "attachments": [] if scoring["is_barred"] else attachments_of(idea.id),
    }


def _crowd(idea: Idea) -> dict[str, Any]:
    """When its voters came and who they are, as far as that is counted."""
    crowd, arrivals = crowds_of([idea.id]).get(idea.id), arrivals_at(idea.id)
    votes = arrivals.votes if arrivals else ()
    names = dict(countries(language())) | {OTHERS: _("Other countries"), UNKNOWN: _("Not known")}
    return {
        "crowd": crowd,
        "arrivals": arrivals,
        "arrival_points": [(format_date(day, "d MMM"), number) for day, number in votes],
        "countries": [(names.get(code, code), n) for code, n in crowd.countries] if crowd else [],
    }


def _scoring(case: Case, reader: Person) -> dict[str, Any]:
    """What is given to this reader to score by, and what they may know of others' scores."""
    own, points = queries.own_card(reader.id, case)
    cards, conflicts = queries.scorecards_for(reader.id, case), conflicts_of(case.idea_id)
    line = line_of(case, reader.id)
    progress = progress_of(case.round_id, reader.id, after=case.id)
    return {
        "line": line,
        "ballot": line.ballot,
        "criteria": queries.criteria_of(case.round_id),
        "scale": range(LEAST_POINTS, MOST_POINTS + 1),
        "own_card": own,
        "own_points": points,
        "cards": cards,
        "notes": queries.notes_for(reader.id, case) if cards else [],
        "conflicts": conflicts,
        "own_conflict": next((each for each in conflicts if each.person_id == reader.id), None),
        "is_own": reader.id in case.idea.team_ids,
        "is_barred": line.is_barred,
        "quorum": queries.quorum_for(case),
        "progress": progress,
        "onward": progress.next,
    }
