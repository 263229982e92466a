"""When a guardian can be asked, and when they can sign."""

from dataclasses import dataclass
from datetime import timedelta

from ideas.refusals import Refusal

LIFETIME = timedelta(days=14)
MOST_LINKS = 5


@dataclass(frozen=True)
class Guardian:
    """Who signs with a minor, as the minor says; ``relation`` is a word of the closed list."""

    name: str
    address: str
    relation: str = "parent"


def refusal_to_ask(guardian: Guardian | None, *, own_address: str, asked: int) -> Refusal | None:
    """A guardian has a name and an address of their own, and is written to five times at most."""
    if guardian is None or not guardian.name.strip():
        return Refusal("agreement.no_guardian")
    address = guardian.address.strip().casefold()
    if not address:
        return Refusal("guardian.no_address")
    if address == own_address.casefold():
        return Refusal("guardian.own_address")
    return Refusal("guardian.too_often", most=MOST_LINKS) if asked >= MOST_LINKS else None


def refusal_to_ask_again(*, is_waiting: bool, is_offered: bool) -> Refusal | None:
    """Again only for somebody who accepted, whose guardian has not, while it is offered."""
    if not is_offered:
        return Refusal("guardian.over")
    return None if is_waiting else Refusal("guardian.not_needed")


def refusal_to_say_no(state: str) -> Refusal | None:
    """There is something to say no to while it is offered."""
    return None if state == "offered" else Refusal("guardian.over")


def refusal_to_sign(state: str, name: str) -> Refusal | None:
    """A guardian signs with a name, while it is offered."""
    if state != "offered":
        return Refusal("guardian.over")
    return None if name.strip() else Refusal("guardian.no_name")
