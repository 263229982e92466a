"""When a conflict can be decided."""

from ideas.refusals import Refusal


def refusal_to_decide(reason: str, *, is_decided: bool) -> Refusal | None:
    """A conflict is decided once, with a reason."""
    if is_decided:
        return Refusal("sales_conflict.decided")
    return None if reason.strip() else Refusal("sales_conflict.no_reason")
