"""Marks as they are written, and as somebody might write them."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

import pytest

from ideas.web.paging import id_of, key_of, mark_of, moment_of


def test_a_key_is_read_as_it_was_written() -> None:
    moment = datetime(2026, 3, 2, 12, tzinfo=UTC)
    since, number = key_of(mark_of(moment.isoformat(), 12), 2) or ("", 0)
    assert (moment_of(since), number) == (moment, 12)
    assert id_of(mark_of(12)) == 12
    assert key_of(mark_of(1, 2), 1) is None


@pytest.mark.parametrize("odd", [10**30, 2**63, -1, 0, True, 1.5, float("nan"), "1", None, [], {}])
def test_what_is_no_id_is_the_first_page(odd: Any) -> None:
    assert id_of(mark_of(odd)) is None


@pytest.mark.parametrize(
    "mark", ["", None, "é", "x", "====", urlsafe_b64encode(b"[" * 9_000).decode()]
)
def test_what_is_no_mark_is_the_first_page(mark: str | None) -> None:
    assert key_of(mark, 1) is None


@pytest.mark.parametrize(
    "odd", ["2026-99", "2026-03-02T12:00", "0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00", 1]
)
def test_what_is_no_moment_is_none(odd: Any) -> None:
    assert moment_of(odd) is None
