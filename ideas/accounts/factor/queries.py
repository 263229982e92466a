"""Finding second factors."""

from collections.abc import Iterable

import sqlalchemy as sa

from ideas.accounts.factor.models import RecoveryCode, SecondFactor
from ideas.db import session


def factor_of(person_id: int, *, lock: bool = False) -> SecondFactor | None:
    """A person's second factor, if it is set up."""
    wanted = sa.select(SecondFactor).where(SecondFactor.person_id == person_id)
    return session().scalar(wanted.with_for_update() if lock else wanted)


def without_factor(people: Iterable[int]) -> frozenset[int]:
    """Those of these people who have not set up a second factor yet."""
    ids = frozenset(people)
    have = sa.select(SecondFactor.person_id).where(SecondFactor.person_id.in_(ids))
    return ids - frozenset(session().scalars(have))


def sealed_secrets() -> list[str]:
    """What every authenticator shares with us, as it is kept."""
    return list(session().scalars(sa.select(SecondFactor.sealed_secret)))


def unused_codes(person_id: int) -> int:
    """How many recovery codes a person has left."""
    left = sa.select(sa.func.count()).select_from(RecoveryCode)
    left = left.where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return session().scalar(left) or 0
