"""Who is told when a second admin does not agree: who proposed it, and who was to get the role."""

from ideas.accounts.events import RoleRefused
from ideas.accounts.models import Person
from ideas.db import session
from ideas.notifications.actions import tell
from ideas.notifications.queries import people
from ideas.notifications.rules import NoticeKind, Told


def tell_of_refused_role(event: RoleRefused) -> None:
    """Whoever was to lose a role hears nothing: nothing has changed for them."""
    person = session().get(Person, event.person_id)
    refuser = session().get(Person, event.refused_by_id)
    if person is None or refuser is None:
        return
    key = f"role:{event.role}:{event.person_id}:{event.proposed_at}"
    words = {"role": event.role, "name": person.name, "admin": refuser.name}
    variant = "not_given" if event.gives else "not_taken"
    tell(Told(NoticeKind.ROLE, key, variant, words=words), people([event.proposed_by_id]))
    if event.gives and event.person_id != event.proposed_by_id:
        told = Told(NoticeKind.ROLE, key, "not_got", words={"role": event.role})
        tell(told, people([event.person_id]))
