"""When terms can be published."""

from collections.abc import Sequence

from ideas.campaigns.ladder import Tier, problem_of
from ideas.campaigns.prices import problem_with
from ideas.refusals import Refusal


def refusal_to_publish(ladder: Sequence[Tier], reason: str) -> Refusal | None:
    """Refuse a ladder nobody can climb, and a change nobody explains."""
    problem = problem_of(ladder)
    if problem:
        return Refusal(problem)
    return None if reason.strip() else Refusal("terms.no_reason")


def refusal_to_ask_prices(steps: Sequence[int]) -> Refusal | None:
    """Refuse price steps that do not rise, or too many of them."""
    problem = problem_with(steps)
    return Refusal(problem) if problem else None


def refusal_to_follow(version: int, based_on: int | None) -> Refusal | None:
    """Refuse changing a version that is no longer the one in force."""
    if based_on is None or based_on == version:
        return None
    return Refusal("terms.changed_meanwhile", version=version)
