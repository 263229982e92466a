"""When what somebody says of themselves, and their name, can be taken down."""

from ideas.refusals import Refusal


def refusal_to_take_about(about: str, *, is_own: bool, with_name: bool = False) -> Refusal | None:
    """Refuse one's own words, and where there are none; ``with_name`` there is the name."""
    if is_own:
        return Refusal("report.own")
    return None if about.strip() or with_name else Refusal("profile.empty")


def refusal_to_take_name(taken_name: str) -> Refusal | None:
    """Refuse the name somebody bears because theirs was taken."""
    return Refusal("profile.unnamed") if taken_name else None
