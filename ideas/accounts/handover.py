"""What later packages do when somebody comes in.

The tables come from ``ideas.wiring`` when the application is made. CONFIRMED: what must be true in
the same transaction once an address is confirmed. ERRANDS: what a visitor wanted to do before they
had an account, by the first word of ``vote:a-slug``.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ideas.accounts.models import Person
from ideas.db import session, take_write_lock

Errand = Callable[..., Any]
Confirmed = Callable[[Person], Any]

_errands: dict[str, Errand] = {}
_confirmed: list[Confirmed] = []


def hand_over(errands: Mapping[str, Errand], confirmed: Sequence[Confirmed]) -> None:
    """Take the tables."""
    _errands.clear()
    _errands.update(errands)
    _confirmed[:] = confirmed


def after_confirming(person: Person) -> None:
    """Let every package that waits for a confirmed address do its part."""
    for react in _confirmed:
        react(person)


def run_errand(errand: str, *, by: Person) -> None:
    """Do what the visitor came for; Refused when it cannot be done, and then nothing of it is."""
    kind, _, subject = errand.partition(":")
    if kind in _errands:
        take_write_lock()
        with session().begin_nested():
            _errands[kind](subject, by=by)
