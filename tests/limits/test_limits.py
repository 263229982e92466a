"""The limit holds at its last use and refuses the next."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.config import Config
from ideas.db import db
from ideas.limits.actions import forget_old_counts, spend
from ideas.limits.models import LimitCount
from ideas.limits.rules import LIMITS, TooMany, hashed_key, network_of, window_end
from ideas.limits.store import store
from tests.conftest import NOON, Clock
from tests.databases import application


def counts() -> list[sa.Row[str, str, int]]:
    """What the store holds."""
    with store().engine.begin() as connection:
        held = sa.select(LimitCount.action, LimitCount.key, LimitCount.count)
        return list(connection.execute(held))


@pytest.mark.parametrize("action", LIMITS)
def test_the_last_use_passes_and_the_next_is_refused(
    action: str, session: Session, clock: Clock
) -> None:
    for _ in range(LIMITS[action].most):
        spend(action, "vera")
    with pytest.raises(TooMany) as refused:
        spend(action, "vera")
    assert 0 < refused.value.retry_after <= LIMITS[action].window.total_seconds()
    spend(action, "eve")
    clock.go(seconds=refused.value.retry_after)
    spend(action, "vera")


def test_a_count_survives_what_it_counted(session: Session, clock: Clock) -> None:
    spend("vote", "vera")
    session.rollback()
    assert [count for _, _, count in counts()] == [1]


@pytest.mark.parametrize(("more", "between"), [("", "off"), ("&pgbouncer=true", "on")])
def test_on_postgresql_counts_wait_for_no_disk_and_votes_do(
    more: str, between: str, config: Config, session: Session
) -> None:
    """PgBouncer forgets what a connection was opened with: each transaction must say it."""
    if store().engine.name == "sqlite":
        return
    address = f"{config.database_url}?options=-csynchronous_commit%3Don{more}"
    asked = sa.text("SHOW synchronous_commit")
    with application(replace(config, database_url=address)) as app, app.app_context():
        with store().counting() as connection:
            assert connection.scalar(asked) == "off"
        with closing(store().engine.raw_connection()) as lent, closing(lent.cursor()) as cursor:
            assert cursor.execute(asked.text).fetchone() == (between,)
        assert db.session.scalar(asked) == "on"


def test_no_network_can_be_read_from_a_count(session: Session, clock: Clock) -> None:
    spend("sign_up", "203.0.113.0/24")
    ((action, key, count),) = counts()
    assert (action, count) == ("sign_up", 1)
    assert "203" not in key
    assert key != hashed_key("203.0.113.0/24", b"another secret")


def test_old_windows_are_forgotten(session: Session, clock: Clock) -> None:
    spend("vote", "vera")
    spend("idea", "vera")
    clock.go(minutes=1)
    forget_old_counts()
    assert [action for action, _, _ in counts()] == ["idea"]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("not an address", "unknown"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_network_is_a_24_or_a_64(address: str | None, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("second", "ends"),
    [(0, 60), (59, 60), (60, 120)],
)
def test_windows_do_not_slide(second: int, ends: int) -> None:
    start = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    end = window_end(start + timedelta(seconds=second), timedelta(minutes=1))
    assert end == start + timedelta(seconds=ends)
    assert start == NOON
