"""Turning the dials."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ideas import clock
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.refusals import refuse
from ideas.settings.models import DialPosition, DialTurn
from ideas.settings.queries import dials, turns_after
from ideas.settings.rules import Value, dial_named, package_of, refusal_to_turn

ONE_AT_A_TIME = 0xD1A1


@writes
def turn_together(
    cls: type[Any], values: Mapping[str, Value], *, seen: int | None, by: int
) -> Sequence[DialTurn]:
    """Turn a package's dials to what was typed beside the turn ``seen`` as the last.

    When somebody has turned one of them since then nothing is turned, and their turns are answered.
    """
    current = session()
    if current.get_bind().dialect.name == "postgresql":
        current.execute(sa.select(sa.func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
    newer = turns_after(package_of(cls), seen) if seen is not None else ()
    if not newer:
        for name, value in values.items():
            turn(cls, name, value, by=by)
    return newer


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
