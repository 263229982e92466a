"""Who is asking: a person in an open session, or a visitor.

Policy reads these attributes. A role works only once the session has its second factor.
"""

from dataclasses import dataclass

from ideas.accounts.models import Person
from ideas.accounts.sessions.queries import Opened
from ideas.db import session
from ideas.policy import Role


@dataclass(frozen=True)
class Actor:
    """A signed-in person as policy sees them."""

    opened: Opened

    is_authenticated = True

    @property
    def person(self) -> Person:
        """The person, read when asked for."""
        return session().get_one(Person, self.opened.person_id)

    @property
    def id(self) -> int:
        """The person's id."""
        return self.opened.person_id

    @property
    def name(self) -> str:
        """The person's public name."""
        return self.opened.name

    @property
    def language(self) -> str:
        """The language the person chose."""
        return self.opened.language

    @property
    def is_verified(self) -> bool:
        """True when the address is confirmed and the account in good standing."""
        return self.opened.is_confirmed and self.opened.is_active

    @property
    def is_staff(self) -> bool:
        """True when the person holds any role, usable in this session or not."""
        return bool(self.opened.roles)

    @property
    def has_second_factor(self) -> bool:
        """True when this session was opened with a second factor."""
        return self.opened.second_factor_at is not None

    @property
    def needs_second_factor(self) -> bool:
        """True for staff whose session has no second factor yet."""
        return self.is_staff and not self.has_second_factor

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that work in this session."""
        return self.opened.roles if self.has_second_factor else frozenset()


class Visitor:
    """Somebody we do not know."""

    id = None
    name = ""
    language = None
    is_authenticated = is_verified = is_staff = needs_second_factor = False
    roles: frozenset[Role] = frozenset()
