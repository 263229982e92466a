"""When somebody can approve what was proposed."""

from collections.abc import Sequence

from ideas.refusals import Refusal


def refusal_to_approve(*, by: int, proposed_by: int, others: Sequence[str]) -> Refusal | None:
    """Somebody else approves; ``others`` are the names of who could."""
    if by != proposed_by:
        return None
    if others:
        return Refusal("approval.own", names=", ".join(others))
    return Refusal("approval.alone")
