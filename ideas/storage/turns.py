"""Whose picture is decoded now: two at a time, a few wait for a moment, nobody is in it twice.

Decoding is the slowest thing anybody may ask for. Whoever finds the line full is told so at once,
so that pictures never hold the threads that pages need.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = 2
MOST_WAITING = 3
LONGEST_WAIT = 5
_line = threading.BoundedSemaphore(AT_ONCE + MOST_WAITING)
_turns = threading.BoundedSemaphore(AT_ONCE)
_senders: set[int] = set()
_look = threading.Lock()


@contextmanager
def turn_of(sender: int | None) -> Iterator[bool]:
    """True inside while it is the sender's turn; False when the line is full or holds them."""
    if not _enter(sender):
        yield False
        return
    is_turn = False
    try:
        is_turn = _turns.acquire(timeout=LONGEST_WAIT)
        yield is_turn
    finally:
        if is_turn:
            _turns.release()
        _leave(sender)


def _enter(sender: int | None) -> bool:
    with _look:
        if sender in _senders or not _line.acquire(blocking=False):
            return False
        if sender is not None:
            _senders.add(sender)
        return True


def _leave(sender: int | None) -> None:
    with _look:
        _line.release()
        if sender is not None:
            _senders.discard(sender)
