"""When a case may be worked on."""

from ideas.refusals import Refusal


def refusal_to_touch(
    *, is_cut_off: bool, is_published: bool, is_in_review: bool, is_own: bool
) -> Refusal | None:
    """Refuse work on a case that is not under review, or of one's own idea."""
    if is_own:
        return Refusal("review.own_idea")
    if not is_cut_off:
        return Refusal("round.not_cut_off")
    if is_published:
        return Refusal("round.published")
    return None if is_in_review else Refusal("review.left")
