"""Reading the dials."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar, cast

import sqlalchemy as sa

from ideas.db import session
from ideas.settings.models import DialPosition, DialTurn
from ideas.settings.rules import Dial, Value, package_of, switches

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


def position_of(cls: type[Any], name: str) -> sa.ScalarSelect[Any]:
    """Where a dial was turned to, to be read within a statement of one's own (``stood_at``)."""
    position = sa.select(DialPosition.value).where(DialPosition.package == package_of(cls))
    return position.where(DialPosition.name == name).scalar_subquery()


def stood_at(cls: type[Any], name: str, position: Any) -> Value:
    """What ``position_of`` read; a dial that was never turned stands where it is declared."""
    return cast(Value, getattr(cls, name) if position is None else position["value"])


@dataclass(frozen=True)
class Alarm:
    """A switch that is turned away from its default, and its last turn."""

    package: str
    dial: Dial
    turn: DialTurn | None


def alarms() -> list[Alarm]:
    """What the staff are reminded of; without any this asks nothing but where the dials stand."""
    return [
        Alarm(package_of(cls), each, _last_turn(package_of(cls), each.name))
        for cls, each in switches()
        if getattr(dials(cls), each.name) != each.default
    ]


def _last_turn(package: str, name: str) -> DialTurn | None:
    turns = sa.select(DialTurn).where(DialTurn.package == package, DialTurn.name == name)
    return session().scalars(turns.order_by(DialTurn.id.desc()).limit(1)).first()


def turns_of(package: str, limit: int = 50) -> Sequence[DialTurn]:
    """The last turns of a package's dials, newest first."""
    found = sa.select(DialTurn).where(DialTurn.package == package)
    return session().scalars(found.order_by(DialTurn.id.desc()).limit(limit)).all()


def newest_turn(package: str) -> int:
    """The number of a package's last turn; 0 when none of its dials was ever turned."""
    newest = sa.select(sa.func.max(DialTurn.id)).where(DialTurn.package == package)
    return session().scalar(newest) or 0


def turns_after(package: str, turn_id: int) -> Sequence[DialTurn]:
    """How a package's dials were turned after a turn, the oldest first."""
    later = sa.select(DialTurn).where(DialTurn.package == package, DialTurn.id > turn_id)
    return session().scalars(later.order_by(DialTurn.id)).all()


def turn_of(package: str, turn_id: int) -> DialTurn | None:
    """One turn of a package's dials."""
    turn = session().get(DialTurn, turn_id)
    return turn if turn is not None and turn.package == package else None
