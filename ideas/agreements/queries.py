"""Finding agreements and shares."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from ideas.accounts.models import Person
from ideas.agreements.models import Acceptance, Agreement, AgreementState, Share
from ideas.db import session
from ideas.journey.models import Idea
from ideas.journey.stages import Stage

WITH_PEOPLE = (
    selectinload(Agreement.shares).joinedload(Share.person),
    selectinload(Agreement.shares).joinedload(Share.acceptance),
    selectinload(Agreement.cards),
)
DRAFT, ENDED = AgreementState.DRAFT, AgreementState.ENDED


def agreement_by_id(agreement_id: int) -> Agreement | None:
    """The agreement with its shares, people and acceptances."""
    return session().get(Agreement, agreement_id, options=WITH_PEOPLE)


def locked_agreement(agreement_id: int) -> Agreement:
    """The agreement, read anew and locked until the transaction ends."""
    locked = sa.select(Agreement).where(Agreement.id == agreement_id)
    locked = locked.with_for_update().execution_options(populate_existing=True)
    return session().scalars(locked).one()


def agreement_under_way(idea_id: int) -> Agreement | None:
    """The idea's agreement that has not ended, if any."""
    found = sa.select(Agreement).where(Agreement.idea_id == idea_id, Agreement.state != ENDED)
    return session().scalar(found.options(*WITH_PEOPLE))


def active_agreement(idea_id: int) -> Agreement | None:
    """The idea's agreement in force, if any."""
    agreement = agreement_under_way(idea_id)
    is_active = agreement is not None and agreement.state is AgreementState.ACTIVE
    return agreement if is_active else None


def agreements_before(agreement_id: int | None, *, limit: int) -> Sequence[Agreement]:
    """Newest agreements first, those older than ``agreement_id``."""
    found = sa.select(Agreement).order_by(Agreement.id.desc()).limit(limit)
    if agreement_id is not None:
        found = found.where(Agreement.id < agreement_id)
    loaded = found.options(selectinload(Agreement.idea), *WITH_PEOPLE)
    return session().scalars(loaded).all()


def selected_without_agreement() -> Sequence[Idea]:
    """Selected ideas that wait for finance to prepare an agreement, longest first."""
    has_one = sa.exists().where(Agreement.idea_id == Idea.id, Agreement.state != ENDED)
    waiting = sa.select(Idea).where(Idea.stage == Stage.SELECTED, ~has_one)
    return session().scalars(waiting.order_by(Idea.stage_at, Idea.id)).all()


def team_of(agreement: Agreement) -> Sequence[Person]:
    """Who may have a share: the idea's creator, then the members who accepted."""
    members = (each.person for each in agreement.idea.team if each.accepted_at)
    everybody = {each.id: each for each in (agreement.idea.creator, *members)}
    return list(everybody.values())


def acceptances_missing(agreement_id: int) -> int:
    """How many of an agreement's creators have not accepted."""
    accepted = sa.exists().where(Acceptance.share_id == Share.id)
    missing = sa.select(sa.func.count()).select_from(Share)
    missing = missing.where(Share.agreement_id == agreement_id, ~accepted)
    return session().scalar(missing) or 0


def shares_of(person_id: int) -> Sequence[Share]:
    """A person's shares in agreements that were offered to them, newest first."""
    return session().scalars(_offered_to(person_id).order_by(Share.id.desc())).all()


def names_by_share(share_ids: Iterable[int]) -> dict[int, str]:
    """Whose these shares are."""
    named = sa.select(Share.id, Person.name).join(Person, Person.id == Share.person_id)
    rows = session().execute(named.where(Share.id.in_(set(share_ids))))
    return {share_id: name for share_id, name in rows}


def share_in(agreement_id: int, person_id: int) -> Share | None:
    """A person's share in an agreement, once it was offered."""
    return session().scalar(_offered_to(person_id).where(Share.agreement_id == agreement_id))


def shares_to_accept(person_id: int) -> int:
    """How many offered agreements wait for a person."""
    waiting = sa.select(sa.func.count()).select_from(Share).join(Agreement)
    accepted = sa.exists().where(Acceptance.share_id == Share.id)
    waiting = waiting.where(Share.person_id == person_id, ~accepted)
    return session().scalar(waiting.where(Agreement.state == AgreementState.OFFERED)) or 0


def _offered_to(person_id: int) -> sa.Select[Share]:
    offered = sa.select(Share).join(Agreement, Agreement.id == Share.agreement_id)
    return offered.where(Share.person_id == person_id, Agreement.offered_at.is_not(None))


def acceptances_of(person_id: int) -> list[dict[str, str | None]]:
    """What a person signed, as plain values: for them to take along. It is kept as evidence."""
    found = sa.select(Acceptance).join(Share, Share.id == Acceptance.share_id)
    return [
        {
            "name": each.name,
            "guardian": each.guardian,
            "text_hash": each.text_hash,
            "accepted_at": each.accepted_at.isoformat(),
        }
        for each in session().scalars(found.where(Share.person_id == person_id))
    ]
