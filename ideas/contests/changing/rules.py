"""When a campaign can be cancelled, put off or deleted."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from ideas.campaigns.calendar.phases import NAMES, Dates, misplaced
from ideas.refusals import Refusal

LONGEST_SENTENCE = 600


def refusal_to_change(*, is_announced: bool, is_counted: bool, is_over: bool) -> Refusal | None:
    """Refuse what nobody was promised yet, and what is decided or over."""
    if not is_announced:
        return Refusal("campaign.only_planned")
    if is_over:
        return Refusal("campaign.over")
    return Refusal("campaign.counted") if is_counted else None


def refusal_to_explain(sentence: Mapping[str, str]) -> Refusal | None:
    """Refuse a change nobody explains, or at too great length."""
    if not any(text.strip() for text in sentence.values()):
        return Refusal("campaign.no_reason")
    is_long = any(len(text) > LONGEST_SENTENCE for text in sentence.values())
    return Refusal("campaign.long_reason", most=LONGEST_SENTENCE) if is_long else None


def said(sentence: Mapping[str, str]) -> dict[str, str]:
    """A sentence as it is kept, without the languages nobody wrote."""
    return {language: text.strip() for language, text in sentence.items() if text.strip()}


def changed_moments(before: Dates, after: Dates) -> list[str]:
    """The names of the moments that are others by now."""
    return [name for name in NAMES if getattr(before, name) != getattr(after, name)]


def refusal_to_put_off(before: Dates, after: Dates, now: datetime) -> Refusal | None:
    """Refuse to move what has begun, to bring anything forward, to change nothing."""
    changed = changed_moments(before, after)
    if not changed:
        return Refusal("campaign.nothing_moved")
    if any(getattr(before, name) <= now for name in changed):
        return Refusal("campaign.begun")
    if any(getattr(after, name) < getattr(before, name) for name in changed):
        return Refusal("campaign.earlier")
    return Refusal("campaign.order") if misplaced(after) else None


def refusal_to_confirm(*, is_proposed: bool, is_own: bool, others: Sequence[str]) -> Refusal | None:
    """Refuse cancelling alone, naming who else could, and what nobody proposed."""
    if not is_proposed:
        return Refusal("campaign.not_proposed")
    if is_own and others:
        return Refusal("campaign.second_admin", names=", ".join(others))
    return Refusal("campaign.lone_admin") if is_own else None
