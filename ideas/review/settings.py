"""Dials of review."""

from dataclasses import dataclass

from ideas.settings.rules import declare, dial


@declare
@dataclass(frozen=True)
class Review:
    """What a new round starts with, and what an answer waits for."""

    capacity: int = dial(
        20, "Ideas a round can take", help="Shown beside the forecast.", least=1, most=1000
    )
    quorum: int = dial(
        0,
        "Scorecards before an answer",
        help="So many reviewers score an idea before anybody may propose an answer; "
        "fewer where fewer can, because of conflicts of interest. 0 asks for none.",
        least=0,
        most=20,
    )
