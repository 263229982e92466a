"""What a rule says when something cannot happen now: a code and values, never a sentence."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Refusal:
    """Why not: ``code`` like ``vote.own_idea``; ``values`` fill the reader's sentence."""

    code: str
    values: dict[str, Any]

    def __init__(self, code: str, **values: Any) -> None:
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "values", values)


class Refused(Exception):
    """An action met a refusal; nothing was written. The web answers it with 409."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def refuse(refusal: Refusal | None) -> None:
    """Raise Refused when a rule refused; go on when it did not."""
    if refusal is not None:
        raise Refused(refusal)
