"""What an admin can turn about accounts."""

from dataclasses import dataclass

from ideas.settings.rules import declare, dial


@declare
@dataclass(frozen=True)
class Joining:
    """What people agree to when they sign up; a new version is agreed to by those who join next."""

    guidelines_version: str = dial(
        "1", "Version of the guidelines", help="Kept with each person's consent.", least=1, most=20
    )
    privacy_version: str = dial(
        "1", "Version of the privacy page", help="Kept with each consent.", least=1, most=20
    )
