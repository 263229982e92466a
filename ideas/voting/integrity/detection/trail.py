"""How far the changes of votes are read, and which of them are still to come.

A change takes its number when it is written and is seen when its transaction ends, so on PostgreSQL
a later number can be seen first. Each number that was passed over is asked for again until it is
there, or for so long that its transaction cannot have been kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

ASKED_FOR = timedelta(minutes=5)
MOST_MISSING = 10_000
"""So many are asked for at most, the newest; and a longer gap is no transaction's."""


@dataclass
class Trail:
    """Everything up to ``last`` is read but for what is ``missing``, each since when."""

    last: int
    missing: dict[int, datetime] = field(default_factory=dict)

    def reach(self, numbers: Iterable[int], moment: datetime) -> None:
        """These were read, in order; between them some may be missing."""
        for before, number in pairwise((self.last, *numbers)):
            if number - before <= MOST_MISSING:
                self.await_(range(before + 1, number), moment)
            self.last = number

    def await_(self, numbers: Iterable[int], moment: datetime) -> None:
        """Ask for these again."""
        for number in numbers:
            self.missing.setdefault(number, moment)

    def found(self, numbers: Iterable[int]) -> None:
        """These need not be asked for any more."""
        for number in numbers:
            self.missing.pop(number, None)

    def give_up(self, moment: datetime) -> None:
        """Let go what cannot come any more."""
        newest = list(self.missing.items())[-MOST_MISSING:]
        self.missing = {each: since for each, since in newest if moment - since < ASKED_FOR}
