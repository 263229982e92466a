"""Random pools are divided to the last unit; the whole million is ``tests.bench.pools``."""

import pytest

from tests.bench.pools import wrong_pools

pytestmark = pytest.mark.once


def test_random_pools_add_up() -> None:
    assert wrong_pools(5_000, seed=7) == 0
