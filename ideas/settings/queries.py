"""Reading the dials."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields
from typing import Any, TypeVar, cast

import sqlalchemy as sa

from ideas.db import session
from ideas.settings.models import DialPosition, DialTurn
from ideas.settings.rules import package_of

T = TypeVar("T")
MOVED = "moved"


def dials(cls: type[T]) -> T:
    """A package's dials as they stand, all packages read at once, once per transaction."""
    kept = session().info.setdefault("dials", {})
    if cls not in kept:
        known = {field.name for field in fields(cls)}  # type: ignore[arg-type]
        moved = _moved(kept)[package_of(cls)]
        kept[cls] = cls(**{name: value for name, value in moved.items() if name in known})
    return cast(T, kept[cls])


def _moved(kept: dict[Any, Any]) -> defaultdict[str, dict[str, Any]]:
    """Where dials stand that were ever turned, by package and name."""
    if MOVED not in kept:
        kept[MOVED] = defaultdict(dict)
        for row in session().scalars(sa.select(DialPosition)):
            kept[MOVED][row.package][row.name] = row.value["value"]
    found: defaultdict[str, dict[str, Any]] = kept[MOVED]
    return found


def turns_of(package: str, limit: int = 50) -> Sequence[DialTurn]:
    """The last turns of a package's dials, newest first."""
    found = sa.select(DialTurn).where(DialTurn.package == package)
    return session().scalars(found.order_by(DialTurn.id.desc()).limit(limit)).all()


def turn_of(package: str, turn_id: int) -> DialTurn | None:
    """One turn of a package's dials."""
    turn = session().get(DialTurn, turn_id)
    return turn if turn is not None and turn.package == package else None
