"""The royalties' dials."""

from dataclasses import dataclass

from ideas.settings.rules import declare, dial


@declare
@dataclass(frozen=True)
class Royalties:
    """Who issues statements, and how creators can question one."""

    issuer: str = dial(
        "",
        "Who issues statements",
        help="The company's legal name and address, as the statements of the next close say it.",
        most=300,
    )
    dispute_days: int = dial(
        60, "Days to question a statement", help="Counted from its making.", least=14, most=730
    )
    contact: str = dial(
        "", "Where to write about a statement", help="An e-mail address or a page.", most=200
    )
