"""The demo's days, counted from the quarters before now, so that accounts close in time."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

MONTHS = 3
WORK_BEGINS, WORK_ENDS = 8, 16
FULL_DAY = 1440


class Calendar:
    """Reads days like ``Q-6+8`` and ``now-20``."""

    def __init__(self, now: datetime) -> None:
        self.now = now.astimezone(UTC)

    def quarter(self, number: int) -> date:
        """The first day of a quarter; 0 is the one we are in."""
        months = self.now.year * 12 + (self.now.month - 1) // MONTHS * MONTHS + number * MONTHS
        return date(months // 12, months % 12 + 1, 1)

    def name_of(self, number: int) -> str:
        """How accounts call a quarter: ``2026-Q1``."""
        first = self.quarter(number)
        return f"{first.year}-Q{(first.month - 1) // MONTHS + 1}"

    def day(self, text: str) -> datetime:
        """The moment a text names: a quarter's day begins at midnight."""
        if text.startswith("now"):
            return self.now + timedelta(days=float(text.removeprefix("now") or 0))
        number, _, days = text.removeprefix("Q-").replace("-", "+-").partition("+")
        midnight = datetime.combine(self.quarter(-int(number)), time(), UTC)
        return midnight + timedelta(days=float(days or 0))

    def at_work(self, text: str, chance: Random) -> datetime:
        """Some moment in the working hours of a day; one with a fraction is meant as it is."""
        moment = self.day(text)
        if "." in text:
            return moment
        minutes = chance.randint(WORK_BEGINS * 60, WORK_ENDS * 60)
        at_work = datetime.combine(moment.date(), time(), UTC) + timedelta(minutes=minutes)
        return min(at_work, self.now)
