"""Who may take over an account."""

from ideas.refusals import Refusal


def refusal_to_claim(
    *, is_claimed: bool, address_is_free: bool, is_one_person: bool = True
) -> Refusal | None:
    """Refuse to hand over an account that has an owner, or to an address that has an account.

    The account that stands for everybody a file does not name is nobody's to claim.
    """
    if not is_one_person:
        return Refusal("claim.nobody")
    if is_claimed:
        return Refusal("claim.done")
    return None if address_is_free else Refusal("claim.address_used")
