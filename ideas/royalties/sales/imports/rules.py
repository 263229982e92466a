"""The states of an import, which of its rows become what, and when it can go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ideas.money import exponent_of
from ideas.refusals import Refusal
from ideas.royalties.sales.rules import Sum

PORTION = 5_000
"""Rows written in one transaction: a vote waits some tens of milliseconds for it."""
SLICE_SECONDS = 3.0
"""How long one job works on an import before others have their turn."""
MOST_PROBLEMS = 10_000
"""Errors that are kept with their rows; all are counted."""
MOST_SHOWN = 200


class ImportState(StrEnum):
    """How far an import is."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    PROPOSED = "proposed"
    POSTING = "posting"
    POSTED = "posted"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Verdict(StrEnum):
    """What becomes of a row that can be read."""

    NEW = "new"
    KNOWN = "known"
    CONFLICT = "conflict"


S = ImportState
AT_WORK = frozenset({S.CHECKING, S.POSTING})
OPEN_ENDED = frozenset({S.UPLOADED, S.CHECKING, S.CHECKED, S.PROPOSED, S.POSTING})
MAY_BE_READ = frozenset({S.UPLOADED, S.CHECKED})


@dataclass(frozen=True)
class Large:
    """From how many rows, or which amount in whole units of any currency, another approves."""

    rows: int
    amount: int


def is_large(rows: int, sums: Sequence[Sum], most: Large) -> bool:
    """Whether what would be posted needs a second person."""
    return rows >= most.rows or any(
        each.gross >= most.amount * 10 ** exponent_of(each.currency) for each in sums
    )


def refusal_to_read(state: ImportState) -> Refusal | None:
    """A file is read again until somebody has proposed or posted it."""
    return None if state in MAY_BE_READ else Refusal("sales_import.too_late")


def refusal_to_cancel(state: ImportState) -> Refusal | None:
    """What is posted stays; a later revision corrects it."""
    if state is S.POSTED:
        return Refusal("sales_import.posted")
    return None if state in OPEN_ENDED else Refusal("sales_import.over")


@dataclass(frozen=True)
class Found:
    """What the check found: readable new rows, rows in error, rows in conflict."""

    added: int
    bad: int
    conflicting: int

    @property
    def is_clean(self) -> bool:
        """True when every row can be posted or is known."""
        return not self.bad and not self.conflicting


def refusal_to_post(state: ImportState, found: Found, *, good_rows: bool) -> Refusal | None:
    """A file is posted whole, unless somebody says that the good rows are enough."""
    if state in {S.POSTING, S.POSTED}:
        return Refusal("sales_import.posted_before")
    if state not in {S.CHECKED, S.PROPOSED}:
        return Refusal("sales_import.not_checked")
    if not found.is_clean and not good_rows:
        return Refusal("sales_import.not_clean", bad=found.bad, conflicts=found.conflicting)
    if not found.added and not found.conflicting:
        return Refusal("sales_import.nothing_new")
    return None


def refusal_to_approve(*, by: int, prepared_by: int, others: Sequence[str]) -> Refusal | None:
    """Who prepared a large import does not approve it; ``others`` are names of who could."""
    if by != prepared_by:
        return None
    if others:
        return Refusal("sales_import.own_proposal", names=", ".join(others))
    return Refusal("sales_import.alone")
