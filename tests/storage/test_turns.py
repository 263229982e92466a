"""Who decodes when."""

import threading

import pytest

from ideas.storage import turns
from ideas.storage.pictures import BadPicture, prepared
from ideas.storage.turns import AT_ONCE, MOST_WAITING, turn_of
from tests.storage.files import a_picture


def test_nobody_is_in_the_line_twice() -> None:
    with turn_of(1) as first, turn_of(1) as again, turn_of(2) as other:
        assert (first, again, other) == (True, False, True)
    with turn_of(1) as later:
        assert later


def test_whoever_finds_the_line_full_is_told_at_once() -> None:
    inside = threading.Barrier(AT_ONCE + 1)
    done = threading.Event()
    waited: list[bool] = []

    def decode(sender: int) -> None:
        with turn_of(sender) as is_turn:
            if len(waited) < AT_ONCE:
                waited.append(is_turn)
                inside.wait()
                done.wait()

    first = [threading.Thread(target=decode, args=(number,)) for number in range(AT_ONCE)]
    for each in first:
        each.start()
    inside.wait()
    more = [threading.Thread(target=decode, args=(100 + n,)) for n in range(MOST_WAITING)]
    for each in more:
        each.start()
    while turns._line._value:
        threading.Event().wait(0.001)
    with pytest.raises(BadPicture) as full:
        prepared(a_picture(), sender=999)
    done.set()
    for each in (*first, *more):
        each.join()
    assert full.value.refusal.code == "picture.busy"
    assert prepared(a_picture(), sender=999).copies


def test_the_senders_turn_ends_with_a_picture_that_is_none() -> None:
    for _ in range(AT_ONCE + MOST_WAITING + 1):
        with pytest.raises(BadPicture) as bad:
            prepared(a_picture()[:-2000], sender=1)
        assert bad.value.refusal.code == "picture.unreadable"
