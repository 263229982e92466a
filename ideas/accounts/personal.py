"""What the site holds about a person: given to them on request, and erased when they leave.

Each package answers for its own tables; ``ideas.wiring`` lists them and hands the list over.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from ideas.accounts.events import AccountErased
from ideas.accounts.models import Person
from ideas.accounts.roles.queries import count_admins
from ideas.accounts.roles.rules import refusal_to_lose
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.refusals import refuse


def nothing(person_id: int) -> None:
    """For a table that has nothing to give or to erase: it holds an id that names nobody."""


@dataclass(frozen=True)
class Personal:
    """How one table's rows about a person are exported (plain values) and erased."""

    export: Callable[[int], Any] = nothing
    erase: Callable[[int], Any] = nothing


_tables: dict[str, Personal] = {}


def hand_over(tables: Mapping[str, Personal]) -> None:
    """Take the list, by name of table."""
    _tables.clear()
    _tables.update(tables)


def rows_by(column: InstrumentedAttribute[Any], *, without: tuple[str, ...] = ()) -> Any:
    """An export: the table's rows that name the person in this column, as plain values."""
    table: sa.Table = column.class_.__table__
    shown = [each for each in table.columns if each.key not in without]

    def export(person_id: int) -> list[dict[str, Any]]:
        found = session().execute(sa.select(*shown).where(column == person_id))
        return [{name: _plain(value) for name, value in row._mapping.items()} for row in found]

    return export


def drop_by(column: InstrumentedAttribute[Any]) -> Any:
    """An erasure: delete the table's rows that name the person in this column."""

    def erase(person_id: int) -> None:
        session().execute(sa.delete(column.class_).where(column == person_id))

    return erase


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def export(person_id: int) -> dict[str, Any]:
    """Everything the site holds about a person, by table."""
    given = {name: each.export(person_id) for name, each in _tables.items()}
    return {name: rows for name, rows in given.items() if rows}


@writes
def erase(person: Person) -> None:
    """Erase a person everywhere; counts and accounts stay as they were. The last admin stays.

    They are locked first, so that no vote of theirs is cast behind our back. Rows may still point
    at them, as when somebody who holds an idea waits for us to let it go.
    """
    person_id, own = person.id, sa.select(Person.id).where(Person.id == person.id)
    session().execute(own.with_for_update(key_share=True))
    refuse(refusal_to_lose(person.roles, admins=count_admins()))
    for each in _tables.values():
        each.erase(person_id)
    record(AccountErased(person_id))
    session().flush()
    session().expire_all()
