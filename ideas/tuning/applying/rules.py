"""Who may apply a version to open ideas, and what it does, counted."""

from collections.abc import Sequence

from ideas.refusals import Refusal
from ideas.tuning.rules import Effect, Standing

CONSEQUENCES = ("qualifying", "reaching", "spared", "nearer", "later", "unchanged")
"""What may become of an idea, the first that fits."""


def consequence_of(standing: Standing, effect: Effect) -> str:
    """What becomes of an idea, as one of the consequences."""
    if effect.qualifies:
        return "qualifying"
    if effect.reached > standing.tier:
        return "reaching"
    if effect.is_spared:
        return "spared"
    if effect.closes_at < standing.closes_at:
        return "nearer"
    return "later" if effect.closes_at > standing.closes_at else "unchanged"


def refusal_to_propose(
    *, is_in_force: bool, has_standing: bool, open_ideas: int, reason: str
) -> Refusal | None:
    """Refuse an old version, a second proposal, and one that nobody explains or needs."""
    if not is_in_force:
        return Refusal("application.old_version")
    if has_standing:
        return Refusal("application.standing")
    if not open_ideas:
        return Refusal("application.nothing")
    return None if reason.strip() else Refusal("application.no_reason")


def refusal_to_confirm(
    *, is_in_force: bool, is_standing: bool, is_confirmed: bool, is_own: bool, others: Sequence[str]
) -> Refusal | None:
    """Refuse confirming twice, or alone; names who else could."""
    if not is_standing:
        return Refusal("application.taken_back")
    if is_confirmed:
        return Refusal("application.confirmed_already")
    if not is_in_force:
        return Refusal("application.old_version")
    if is_own and others:
        return Refusal("application.second_person", names=", ".join(others))
    return Refusal("application.alone") if is_own else None
