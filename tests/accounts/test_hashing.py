"""Passwords are kept as argon2id at the asked cost."""

import threading

import pytest
from argon2 import extract_parameters
from argon2.low_level import Type

from ideas.accounts import hashing


def test_the_cost_is_the_one_owasp_asks_for() -> None:
    kept = extract_parameters(hashing.hashed("seven lamps on the old pier"))
    assert kept.type is Type.ID
    assert (kept.memory_cost, kept.time_cost, kept.parallelism) == (19_456, 2, 1)


def test_only_the_password_matches() -> None:
    kept = hashing.hashed("seven lamps on the old pier")
    assert hashing.matches("seven lamps on the old pier", kept)
    assert not hashing.matches("seven lamps on the new pier", kept)
    assert hashing.matches("ﬁne zoë", hashing.hashed("fine zoe\u0308"))


def test_the_last_letter_of_a_long_password_counts() -> None:
    long = "seven lamps on the old pier " * 7
    kept = hashing.hashed(f"{long}a")
    assert hashing.matches(f"{long}a", kept)
    for other in (f"{long}b", f"{long}A", long, f"{long}a ", f" {long}a"):
        assert not hashing.matches(other, kept)


def test_nobody_has_the_password_of_nobody() -> None:
    assert not hashing.matches("the password of nobody", None)


def test_hashes_wait_for_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    one = threading.BoundedSemaphore(1)
    monkeypatch.setattr(hashing, "_turns", one)
    waiting = threading.Thread(target=hashing.hashed, args=("seven lamps",))
    with one:
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive()
    waiting.join(10)
    assert not waiting.is_alive()
