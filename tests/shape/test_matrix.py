"""Every route tried by everybody: who gets past its guard, as a stored table."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import IntegerConverter, Rule
from werkzeug.test import TestResponse

from ideas.accounts.models import Person
from ideas.policy import Role
from tests.factories import a_person, sign_in, the_campaign

TABLE = Path(__file__).with_name("route_table.txt")
DOORS = ("/sign-in", "/account/confirmation", "/account/second-factor")

Visit = tuple[str, Rule]


def visits(app: Flask) -> Iterator[Visit]:
    """Every method of every route, in the order of their addresses."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: each.rule):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, rule


def address_of(rule: Rule) -> str:
    """An address of the route that leads to nothing: only its guard is asked."""
    numbers = {k for k, each in rule._converters.items() if isinstance(each, IntegerConverter)}
    return re.sub(
        r"<(?:\w+:)?(\w+)>", lambda found: "0" if found[1] in numbers else "nothing", rule.rule
    )


def outcome(answer: TestResponse) -> str:
    """``-`` sent to a door, ``x`` refused, ``o`` past the guard."""
    if answer.status_code == 303 and answer.headers["Location"].split("?")[0] in DOORS:
        return "-"
    return "x" if answer.status_code == 403 else "o"


class Visitor:
    """Somebody at a browser, signed in anew after whatever may have ended the session."""

    def __init__(self, app: Flask, person: Person | None, factor: bool) -> None:
        self._app, self._person, self._factor = app, person, factor
        is_in = person is not None and person.is_verified and factor
        self._headers = {"Accept": "application/json"} if is_in else {}  # a refusal in short
        self._come_anew()

    def tries(self, visit: Visit) -> str:
        """What comes of one method of one route."""
        method, rule = visit
        mark = outcome(self._client.open(address_of(rule), method=method, headers=self._headers))
        if method != "GET" and mark == "o":
            self._come_anew()
        return mark

    def _come_anew(self) -> None:
        self._client = self._app.test_client()
        if self._person is not None:
            sign_in(self._client, self._person, second_factor=self._factor)


@pytest.fixture
def everybody(session: Session) -> dict[str, tuple[Person | None, bool]]:
    """Who tries, and whether their session has its second factor."""
    the_campaign()
    roles = {role.value: (a_person(role.value.title(), role), True) for role in Role}
    return {
        "visitor": (None, True),
        "unconfirmed": (a_person("Una", confirmed=False), True),
        "fan": (a_person("Vera"), True),
        "half-in": (a_person("Adam", Role.ADMIN), False),
        **roles,
    }


@pytest.mark.once
def test_who_gets_past_each_guard_is_as_stored(
    app: Flask, everybody: dict[str, tuple[Person | None, bool]]
) -> None:
    columns = {}
    for name, (person, factor) in everybody.items():
        visitor = Visitor(app, person, factor)
        columns[name] = [visitor.tries(visit) for visit in visits(app)]
    lines = [f"{'':68}" + "".join(f"{name:>12}" for name in columns)]
    for number, (method, rule) in enumerate(visits(app)):
        marks = "".join(f"{column[number]:>12}" for column in columns.values())
        lines.append(f"{method:7}{rule.rule:61}{marks}")
    drawn = "\n".join(lines) + "\n"
    if os.environ.get("DRAW_ROUTES"):
        TABLE.write_text(drawn, encoding="utf-8")
    assert drawn == TABLE.read_text(encoding="utf-8")


def test_nothing_changes_for_a_visitor_but_the_way_in(app: Flask) -> None:
    """Every unsafe route a visitor gets past is about entering, reporting or a language.

    Or it is at an address that only one person was sent.
    """
    open_to_all = {
        rule.endpoint
        for method, rule in visits(app)
        if method != "GET"
        and "<token>" not in rule.rule
        and app.view_functions[rule.endpoint].guarded_by is None  # type: ignore[union-attr]
    }
    assert {each.partition(".")[0] for each in open_to_all} <= {
        "accounts",
        "web",
        "notifications",
        "reports",
    }
