"""The dials of the whole site."""

from dataclasses import dataclass

from ideas.settings.rules import declare, dial


@declare
@dataclass(frozen=True)
class Site:
    """What holds for every page at once."""

    is_read_only: bool = dial(
        False,
        "Read only",
        help="On: everybody can read, nobody can send, background work waits. Signing in and "
        "dials still work. Deadlines for votes stand still and are put off afterwards.",
        alarm="The site is read only, and background work waits.",
    )
