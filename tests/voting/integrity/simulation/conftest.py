"""What happens in a simulated town is kept in no database, so that one of two says all."""

from pathlib import Path

import pytest

from tests.databases import SERVER

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On PostgreSQL only those that ask for a database are run again."""
    again = pytest.mark.skip(reason="asks no database; SQLite's run has done it")
    for item in items:
        asks = "config" in getattr(item, "fixturenames", ())
        if SERVER and HERE in item.path.parents and not asks:
            item.add_marker(again)
