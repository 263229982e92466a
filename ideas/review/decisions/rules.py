"""How long a round took, and how that keeps its promise."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Pace:
    """How many days the answers took, and how many they came after the promised one."""

    days: int
    after: int


def pace_of(cutoff_on: date, due_on: date, published_on: date) -> Pace:
    """How a round kept its promise; ``after`` is negative when it was early."""
    return Pace((published_on - cutoff_on).days, (published_on - due_on).days)
