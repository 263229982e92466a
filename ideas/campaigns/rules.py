"""When terms can be published."""

from collections.abc import Sequence

from ideas.campaigns.ladder import Tier, problem_of
from ideas.refusals import Refusal


def refusal_to_publish(ladder: Sequence[Tier], reason: str) -> Refusal | None:
    """Refuse a ladder nobody can climb, and a change nobody explains."""
    problem = problem_of(ladder)
    if problem:
        return Refusal(problem)
    return None if reason.strip() else Refusal("terms.no_reason")
