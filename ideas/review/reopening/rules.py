"""When a confirmed answer can be taken back."""

from collections.abc import Sequence

from ideas.refusals import Refusal


def refusal_to_reopen(*, is_standing: bool, is_confirmed: bool, is_asked: bool) -> Refusal | None:
    """Refuse asking for what is not confirmed, which is simply taken back, and asking twice."""
    if not is_standing:
        return Refusal("decision.taken_back")
    if not is_confirmed:
        return Refusal("decision.not_confirmed")
    return Refusal("decision.reopening_asked") if is_asked else None


def refusal_to_agree(
    *, is_standing: bool, is_asked: bool, is_own: bool, others: Sequence[str]
) -> Refusal | None:
    """Refuse agreeing to what nobody asked for, or alone; names who else could."""
    if not is_standing:
        return Refusal("decision.taken_back")
    if not is_asked:
        return Refusal("decision.reopening_not_asked")
    if is_own and others:
        return Refusal("decision.second_person", names=", ".join(others))
    return Refusal("decision.alone") if is_own else None
