"""What the assembled site must look like: guarded routes, read-only GETs, one owner per table."""

import dataclasses
import re
from datetime import date, datetime
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask

from ideas import wiring
from ideas.db import Base
from ideas.events.models import Event
from ideas.policy import POLICY, Permission
from tests.shape.source import modules

VERBS_IN_ADDRESSES = {
    "add",
    "change",
    "create",
    "delete",
    "edit",
    "get",
    "make",
    "remove",
    "update",
}
PLAIN = {bool, date, datetime, Decimal, int, str}


def test_every_route_says_who_may_use_it(app: Flask) -> None:
    guards = {
        name: getattr(view, "guarded_by", "none") for name, view in app.view_functions.items()
    }
    assert {name for name, guard in guards.items() if guard == "none"} == set()


def test_addresses_are_nouns(app: Flask) -> None:
    words = {rule.rule: set(re.split(r"[/_-]", rule.rule)) for rule in app.url_map.iter_rules()}
    assert {rule for rule, parts in words.items() if parts & VERBS_IN_ADDRESSES} == set()


def test_every_permission_has_its_predicate_and_its_line() -> None:
    assert set(POLICY) == set(Permission)


def test_every_table_that_names_a_person_is_personal() -> None:
    naming = {
        table.name
        for table in Base.metadata.tables.values()
        if any(key.column.table.name == "people" for key in table.foreign_keys)
    }
    assert naming | {"people"} <= set(wiring.PERSONAL)
    assert set(wiring.PERSONAL) <= set(Base.metadata.tables)


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=str)
def test_a_table_keeps_to_the_kinds_of_column(table: sa.Table) -> None:
    for column in table.columns:
        kind = column.type
        impl = kind.impl_instance if isinstance(kind, sa.types.TypeDecorator) else kind
        assert not isinstance(impl, sa.Float), f"{column}: amounts are whole or exact"
        assert not (isinstance(impl, sa.String) and impl.length), f"{column}: text has no length"
        if isinstance(impl, sa.DateTime):
            assert column.name == "at" or column.name.endswith("_at"), f"{column}: a moment"
        elif isinstance(impl, sa.Date):
            assert column.name == "on" or column.name.endswith("_on"), f"{column}: a day"


def test_events_hold_plain_values() -> None:
    odd = {
        f"{event.name()}.{field.name}": field.type
        for event in Event.__subclasses__()
        for field in dataclasses.fields(event)
        if not _kinds(field.type) <= PLAIN | {type(None)}
    }
    assert odd == {}


def _kinds(kind: object) -> set[object]:
    """The kinds in ``int | None`` and in ``tuple[int, ...]``."""
    return set(getattr(kind, "__args__", (kind,))) - {Ellipsis}


def test_listeners_and_schedule_name_what_exists_once() -> None:
    names = [each.name for each in wiring.SCHEDULE]
    assert len(names) == len(set(names))
    heard = {event for event in wiring.LISTENERS if not issubclass(event, Event)}
    assert heard == set()


def test_no_relation_is_drawn_backwards() -> None:
    drawn = [
        module.name for module in modules() if re.search(r"back_?ref|back_populates", module.text)
    ]
    assert drawn == []
