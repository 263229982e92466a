"""When an account moves to another address."""

from ideas.refusals import Refusal


def refusal_to_move(*, is_free: bool) -> Refusal | None:
    """An address has one account."""
    return None if is_free else Refusal("address.taken")
