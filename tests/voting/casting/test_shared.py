import threading
from collections.abc import Hashable
from typing import Any

import pytest

from ideas.voting.casting import shared
from ideas.voting.casting.shared import Shared


def test_who_asks_while_it_is_made_waits_for_the_next_and_shares_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept, made = Shared[int](), list[int]()
    find, has_asked = kept._place_of, threading.Semaphore(0)

    def asked(key: Hashable) -> Any:
        has_asked.release()
        return find(key)

    monkeypatch.setattr(kept, "_place_of", asked)
    is_making, may_go_on = threading.Event(), threading.Event()

    def make() -> int:
        is_making.set()
        may_go_on.wait(10)
        made.append(len(made) + 1)
        return made[-1]

    got = list[int]()
    first = threading.Thread(target=lambda: got.append(kept.get("a", make)))
    first.start()
    is_making.wait(10)
    others = [threading.Thread(target=lambda: got.append(kept.get("a", make))) for _ in range(8)]
    for other in others:
        other.start()
    for _ in (first, *others):
        assert has_asked.acquire(timeout=10)
    may_go_on.set()
    for thread in (first, *others):
        thread.join()
    assert sorted(got) == [1] + [2] * 8
    assert made == [1, 2]


def test_it_is_made_anew_for_whoever_asks_later() -> None:
    kept, made = Shared[int](), iter(range(9))
    assert [kept.get("a", lambda: next(made)) for _ in range(3)] == [0, 1, 2]


def test_one_that_could_not_be_made_is_made_by_the_next() -> None:
    kept = Shared[int]()
    with pytest.raises(LookupError):
        kept.get("a", _fail)
    assert kept.get("a", lambda: 1) == 1


def _fail() -> int:
    raise LookupError


def test_few_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "MOST", 2)
    kept = Shared[int]()
    for key in (1, 2, 1, 3):
        kept.get(key, lambda: 0)
    assert list(kept.places) == [1, 3]
