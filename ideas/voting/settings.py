"""The dials of voting."""

from dataclasses import dataclass

from ideas.settings.rules import declare, dial


@declare
@dataclass(frozen=True)
class Voting:
    """Whether votes are taken, when they are looked into, and how many are checked at the goal."""

    is_open: bool = dial(
        True,
        "Votes are taken",
        help="Off: nobody can vote for now; votes already cast count and can be taken back. "
        "Deadlines stand still meanwhile and are put off afterwards.",
        alarm="Votes are paused.",
    )
    holds: bool = dial(
        True,
        "Hold votes that look too much alike",
        help="Off: tests go on, but only open cases for moderators; nothing is held by itself.",
    )
    least_alike: int = dial(
        8,
        "Smallest group that is looked into",
        help="Fewer votes than this are never suspected, whatever they share.",
        least=4,
        most=1_000,
    )
    times_usual: int = dial(
        3,
        "How many times the usual is too many",
        help="A group is held when it has so many times the votes a crowd would bring to it.",
        least=2,
        most=50,
    )
    false_in: int = dial(
        100_000,
        "False alarms: one in so many",
        help="Of all groups found, at most one in so many is expected to be there by chance.",
        least=100,
        most=1_000_000_000,
    )
    sample: int = dial(
        12,
        "Voters checked at the goal",
        help="So many accounts, drawn by lot, are checked before an idea qualifies. 0: none.",
        least=0,
        most=500,
    )
