"""Reading the dials."""

from collections.abc import Sequence
from dataclasses import fields
from typing import TypeVar, cast

import sqlalchemy as sa

from ideas.db import session
from ideas.settings.models import DialPosition, DialTurn
from ideas.settings.rules import package_of

T = TypeVar("T")


def dials(cls: type[T]) -> T:
    """A package's dials as they stand, read once per transaction."""
    current = session()
    kept = current.info.setdefault("dials", {})
    if cls not in kept:
        known = {field.name for field in fields(cls)}  # type: ignore[arg-type]
        moved = sa.select(DialPosition).where(DialPosition.package == package_of(cls))
        values = {row.name: row.value["value"] for row in current.scalars(moved)}
        kept[cls] = cls(**{name: value for name, value in values.items() if name in known})
    return cast(T, kept[cls])


def turns_of(package: str, limit: int = 50) -> Sequence[DialTurn]:
    """The last turns of a package's dials, newest first."""
    found = sa.select(DialTurn).where(DialTurn.package == package)
    return session().scalars(found.order_by(DialTurn.id.desc()).limit(limit)).all()


def turn_of(package: str, turn_id: int) -> DialTurn | None:
    """One turn of a package's dials."""
    turn = session().get(DialTurn, turn_id)
    return turn if turn is not None and turn.package == package else None
