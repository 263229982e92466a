"""Dials of review."""

from dataclasses import dataclass
from zoneinfo import available_timezones

from ideas.review.rounds.rules import CUT_OFF, Way
from ideas.settings.rules import declare, dial
from ideas.web.languages import lazy_gettext as _l

ZONES = {zone: zone for zone in sorted(available_timezones())}
WAYS = {
    Way.HAND.value: _l("Announced by hand"),
    Way.FIXED.value: _l("On the same days each year"),
    Way.ROLLING.value: _l("One after the other"),
}


@declare
@dataclass(frozen=True)
class Review:
    """How rounds come, what a new one starts with, and what an answer waits for."""

    capacity: int = dial(
        20, "Ideas a round can take", help="Shown beside the forecast.", least=1, most=1000
    )
    quorum: int = dial(
        2,
        "Scorecards before an answer",
        help="So many reviewers score an idea before anybody may propose an answer; "
        "fewer where fewer can, because of conflicts of interest. 0 asks for none.",
        least=0,
        most=20,
    )
    calendar: str = dial(
        Way.HAND.value,
        "How rounds come",
        help="By the calendar, the next rounds are announced by themselves, each at least a week "
        "ahead. What was announced stays as it was.",
        choices=WAYS,
    )
    zone: str = dial(
        "UTC",
        "Time zone of the rounds",
        help="Cut-offs and due days are told in it.",
        choices=ZONES,
    )
    cut_offs: str = dial(
        "01-31 12:00, 05-31 12:00, 09-30 12:00",
        "Cut-offs of each year",
        help="For the same days each year: month, day and time like 01-31 12:00, with commas "
        "between. Of a day the month has not, its last is taken. When the clocks change, the later "
        "reading counts.",
        pattern=f"{CUT_OFF}(, {CUT_OFF})*",
    )
    rounds_ahead: int = dial(
        2, "Rounds announced ahead", help="For the same days each year.", least=1, most=6
    )
    rolling_days: int = dial(
        30, "Days between two cut-offs", help="For one after the other.", least=7, most=365
    )
    rolling_at: str = dial(
        "12:00",
        "Time of the cut-off",
        help="For one after the other.",
        pattern=r"([01]\d|2[0-3]):[0-5]\d",
    )
    round_name: str = dial(
        "Round {number} of {year}",
        "Name of a round",
        help="{year} is the year of its cut-off, {number} counts in it.",
        least=1,
        most=60,
    )
