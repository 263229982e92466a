"""The dials of the conversation."""

from dataclasses import dataclass

from ideas.settings.rules import declare, dial


@declare
@dataclass(frozen=True)
class Conversation:
    """Whether, how long and until when one may speak."""

    is_open: bool = dial(
        True,
        "Comments are open",
        help="Off: nobody can comment for now.",
        alarm="Comments are paused.",
    )
    edit_minutes: int = dial(
        15,
        "Minutes to correct a comment",
        help="How long a writer may change a comment after sending it.",
        least=0,
        most=1440,
    )
    longest: int = dial(4000, "Longest comment", help="In characters.", least=100, most=20000)
