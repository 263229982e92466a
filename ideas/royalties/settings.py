"""The royalties' dials."""

from dataclasses import dataclass

from ideas.settings.rules import declare, dial


@declare
@dataclass(frozen=True)
class Royalties:
    """How creators can question a statement."""

    dispute_days: int = dial(
        60, "Days to question a statement", help="Counted from its making.", least=14, most=730
    )
    contact: str = dial(
        "", "Where to write about a statement", help="An e-mail address or a page.", most=200
    )
