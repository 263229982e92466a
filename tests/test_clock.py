"""The clock is the database's: one moment for what is read, a new one for whoever writes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest

from ideas import clock
from ideas.db import db, take_write_lock
from tests.factories import a_person

pytestmark = pytest.mark.usefixtures("session")
Sent = Callable[[], AbstractContextManager[list[str]]]


def test_the_clock_is_right_and_aware() -> None:
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert clock.now().tzinfo is UTC


def test_reading_asks_for_the_time_at_most_once(sent_statements: Sent) -> None:
    with sent_statements() as sent:
        moments = {clock.now() for _ in range(3)}
    if db.engine.dialect.name == "postgresql":
        assert (len(moments), len(sent)) == (1, 1)
    else:
        assert sent == []


def test_time_goes_on_between_transactions_and_for_whoever_writes() -> None:
    first = clock.now()
    db.session.rollback()
    second = clock.now()
    take_write_lock()
    third = clock.now()
    assert first < second < third < clock.now()
    db.session.rollback()


def test_asking_for_the_time_sends_no_half_filled_row(sent_statements: Sent) -> None:
    ada = a_person("Ada")
    take_write_lock()
    ada.name = "Ada the Second"
    with sent_statements() as sent:
        clock.now()
    assert not any(each.startswith("UPDATE") for each in sent)
    db.session.rollback()
