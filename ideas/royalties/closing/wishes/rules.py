"""Which periods are the worker's, and when what was asked for still stands."""

from dataclasses import dataclass
from enum import StrEnum

from ideas.refusals import Refusal

LARGE = 5_000
"""With more sales than this a period is calculated by the worker; these take about a second."""


class WishKind(StrEnum):
    """What the worker is asked for: what a period comes to, or its close."""

    FIGURES = "figures"
    CLOSE = "close"


@dataclass(frozen=True)
class Meanwhile:
    """What happened since somebody asked: another step of the period, or they left finance."""

    is_overtaken: bool
    is_in_finance: bool


def refusal_to_carry_out(meanwhile: Meanwhile) -> Refusal | None:
    """Only for somebody still in finance, and while the period is where it was."""
    if not meanwhile.is_in_finance:
        return Refusal("close.not_allowed")
    return Refusal("close.overtaken") if meanwhile.is_overtaken else None


def refusal_to_propose(calculated: str, *, seen: str, is_old: bool) -> Refusal | None:
    """What is proposed was calculated and shown, and nothing was typed since; both are digests."""
    if not calculated or is_old or calculated != seen:
        return Refusal("close.figures_old")
    return None
