"""Who may look at a thing while somebody else does."""

from ideas.refusals import Refusal


def refusal_to_take(holder: str | None, *, is_own: bool, is_waiting: bool) -> Refusal | None:
    """Refuse what ``holder`` looks at, one's own team's, and what waits for nobody."""
    if is_own:
        return Refusal("moderation.own_idea")
    if not is_waiting:
        return Refusal("claim.decided")
    return refusal_to_intrude(holder)


def refusal_to_intrude(holder: str | None) -> Refusal | None:
    """Refuse judging what somebody else looks at."""
    return Refusal("claim.taken", name=holder) if holder is not None else None
