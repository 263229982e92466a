"""When an agreement in force can be amended, and what an amendment's hash covers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ideas.agreements.cards.rules import Card
from ideas.agreements.guardians.rules import Guardian
from ideas.refusals import Refusal


@dataclass(frozen=True)
class Amended:
    """Everything a creator accepts: what was agreed before, by its hash, and what changes."""

    agreement_id: int
    before: str
    version: int
    first_on: date
    currency: str
    reason: str
    text: Mapping[str, str]
    card: Card


@dataclass(frozen=True)
class Calendar:
    """The version's first day, and the last day of all periods that are closed."""

    first_on: date
    closed_to: date | None


def refusal_to_prepare(*, is_active: bool, is_under_way: bool) -> Refusal | None:
    """What is in force can be amended, one change at a time."""
    if not is_active:
        return Refusal("amendment.not_active")
    return Refusal("amendment.under_way") if is_under_way else None


def refusal_to_write(
    calendar: Calendar, reason: str, text: Mapping[str, str], *, is_year_known: bool
) -> Refusal | None:
    """An amendment begins after what is closed, has a reason, words, and years to guarantee."""
    if not reason.strip():
        return Refusal("amendment.no_reason")
    if not any(words.strip() for words in text.values()):
        return Refusal("agreement.no_text")
    if not is_year_known:
        return Refusal("agreement.guarantee_without_term")
    return refusal_of_day(calendar)


def refusal_of_day(calendar: Calendar) -> Refusal | None:
    """A version begins on a day that no closed period has or is before."""
    last = calendar.closed_to
    if last is not None and calendar.first_on <= last:
        return Refusal("amendment.closed", day=last)
    return None


def refusal_to_edit(state: str) -> Refusal | None:
    """What was offered is fixed."""
    return None if state == "draft" else Refusal("amendment.fixed")


def refusal_to_offer(
    state: str, calendar: Calendar, *, seen: str, now: str, changes_something: bool
) -> Refusal | None:
    """What is offered is what the second person saw (hashes), changes something, and can begin."""
    if state != "draft":
        return Refusal("amendment.fixed")
    if seen != now:
        return Refusal("amendment.changed_since")
    if not changes_something:
        return Refusal("amendment.nothing")
    return refusal_of_day(calendar)


@dataclass(frozen=True)
class Signature:
    """The name somebody typed, and who signs with them where they are a minor."""

    name: str
    guardian: Guardian | None = None


def refusal_to_accept(
    state: str, calendar: Calendar, signed: Signature, *, is_party: bool, is_minor: bool
) -> Refusal | None:
    """Only a party accepts, while it is offered and its day can still come, with a name."""
    if not is_party:
        return Refusal("agreement.not_yours")
    if state != "offered":
        return Refusal("amendment.not_offered")
    if not signed.name.strip():
        return Refusal("agreement.no_name")
    if is_minor and (signed.guardian is None or not signed.guardian.name.strip()):
        return Refusal("agreement.no_guardian")
    return refusal_of_day(calendar)


def refusal_to_refuse(
    state: str, reason: str, *, is_party: bool, has_accepted: bool
) -> Refusal | None:
    """A party refuses what waits for them, and says why."""
    if not is_party:
        return Refusal("agreement.not_yours")
    if state != "offered":
        return Refusal("amendment.not_offered")
    if has_accepted:
        return Refusal("amendment.accepted")
    return None if reason.strip() else Refusal("amendment.no_reason")


def refusal_to_withdraw(state: str, reason: str) -> Refusal | None:
    """A draft or an offer can be withdrawn, with a reason; what is in force cannot."""
    if state not in {"draft", "offered"}:
        return Refusal("amendment.settled")
    return None if reason.strip() else Refusal("amendment.no_reason")
