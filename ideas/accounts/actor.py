"""Who is asking: a person in an open session, or a visitor.

Policy reads these attributes. A role works only once the session has its second factor.
"""

from dataclasses import dataclass

from ideas.accounts.models import Person
from ideas.policy import Role


@dataclass(frozen=True)
class Actor:
    """A signed-in person as policy sees them."""

    person: Person
    has_second_factor: bool

    is_authenticated = True

    @property
    def id(self) -> int:
        """The person's id."""
        return self.person.id

    @property
    def name(self) -> str:
        """The person's public name."""
        return self.person.name

    @property
    def language(self) -> str:
        """The language the person chose."""
        return self.person.language

    @property
    def is_verified(self) -> bool:
        """True when the address is confirmed and the account in good standing."""
        return self.person.is_verified

    @property
    def is_staff(self) -> bool:
        """True when the person holds any role, usable in this session or not."""
        return self.person.is_staff

    @property
    def needs_second_factor(self) -> bool:
        """True for staff whose session has no second factor yet."""
        return self.person.is_staff and not self.has_second_factor

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that work in this session."""
        return self.person.roles if self.has_second_factor else frozenset()


class Visitor:
    """Somebody we do not know."""

    id = None
    name = ""
    language = None
    is_authenticated = is_verified = is_staff = needs_second_factor = False
    roles: frozenset[Role] = frozenset()
