"""When a round's days are near enough to be told."""

from datetime import date

CLOSING_DAYS = (7, 1)
DUE_DAYS = (14, 3)
LATE = "late"


def variant_of_round(*, closes_on: date | None, due_on: date, today: date) -> str | None:
    """What is to be told of a round today; ``closes_on`` only while it is open. None: nothing."""
    if closes_on is not None:
        return _near("closing", closes_on, today, CLOSING_DAYS)
    return LATE if due_on < today else _near("due", due_on, today, DUE_DAYS)


def _near(what: str, day: date, today: date, marks: tuple[int, ...]) -> str | None:
    left = (day - today).days
    near = [mark for mark in marks if 0 <= left <= mark]
    return f"{what}_{min(near)}" if near else None
