"""When what somebody says of themselves can be taken down."""

from ideas.refusals import Refusal


def refusal_to_take_about(about: str, *, is_own: bool) -> Refusal | None:
    """Refuse one's own words, and where there are none."""
    if is_own:
        return Refusal("report.own")
    return None if about.strip() else Refusal("profile.empty")
