"""The dials of submission."""

from dataclasses import dataclass

from ideas.settings.rules import declare, dial


@declare
@dataclass(frozen=True)
class Submission:
    """Whether ideas are taken in."""

    is_open: bool = dial(
        True,
        "Ideas can be submitted",
        help="Off: creators go on drafting, but submit nothing for now. What waits in the queue "
        "is decided as usual.",
        alarm="Submissions are paused.",
    )
