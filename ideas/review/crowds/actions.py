"""Counting crowds."""

from collections.abc import Mapping
from typing import Any

from ideas.db import session, writes
from ideas.jobs.alone import each_alone
from ideas.review.crowds import queries, rules
from ideas.review.crowds.models import Crowd
from ideas.voting.models import Ballot


def count_crowds() -> None:
    """Count the voters of ideas under review whose ballot changed, without a lock."""
    each_alone([ballot.idea_id for ballot in queries.stale_ballots()], _count)


def _count(idea_id: int) -> None:
    _keep(idea_id, _counted(session().get_one(Ballot, idea_id)))


def _counted(ballot: Ballot) -> Mapping[str, Any]:
    regulars = queries.regulars_counted(ballot.idea_id)
    countries = rules.countries_shown(queries.countries_counted(ballot.idea_id))
    return {
        "changed_at": ballot.changed_at,
        "countries": [list(each) for each in countries],
        "newcomers": max(0, ballot.votes - regulars),
        "regulars": min(regulars, ballot.votes),
        "copies": rules.copies_of(queries.answers_counted(ballot.idea_id)),
    }


@writes
def _keep(idea_id: int, counted: Mapping[str, Any]) -> None:
    session().merge(Crowd(idea_id=idea_id, **counted))
