"""Turning the dials."""

from typing import Any

from ideas import clock
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.refusals import refuse
from ideas.settings.models import DialPosition, DialTurn
from ideas.settings.queries import dials
from ideas.settings.rules import Value, dial_named, package_of, refusal_to_turn


@writes
def turn(cls: type[Any], name: str, value: Value, *, by: int | None) -> None:
    """Set one dial; turning it to where it stands changes nothing. Takes effect next request."""
    dial, before = dial_named(cls, name), getattr(dials(cls), name)
    if dial is None or before == value:
        return
    refuse(refusal_to_turn(dial, value))
    package, current = package_of(cls), session()
    current.merge(DialPosition(package=package, name=name, value={"value": value}))
    current.add(
        DialTurn(
            package=package,
            name=name,
            before={"value": before},
            after={"value": value},
            by_id=by,
            at=clock.now(),
        )
    )
    note("dials.turn", f"dial:{package}.{name}", by=by, before=before, after=value)
    current.info.pop("dials", None)
