"""What a declaration needs."""

from ideas.refusals import Refusal

LONGEST_REASON = 500


def refusal_to_declare(reason: str) -> Refusal | None:
    """Refuse a declaration without a reason, or with a long one."""
    if not reason.strip():
        return Refusal("conflict.no_reason")
    is_long = len(reason) > LONGEST_REASON
    return Refusal("conflict.long_reason", most=LONGEST_REASON) if is_long else None
