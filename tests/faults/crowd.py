"""Signed-in people whose votes are ready to be sent, and the connections that send them."""

import queue
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from flask import Flask

from tests.bench.votes.people import browsers, sign_in_many

HOST = "127.0.0.1"
TIMEOUT = 40.0
REST = 0.2
FORM = (
    "{verb} {address} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
)


@dataclass(frozen=True)
class Press:
    """Somebody's press on the button of an idea: the request, ready to be sent."""

    person_id: int
    request: bytes


def a_crowd(app: Flask, address: str, host: str, size: int) -> list[Press]:
    """So many new people, each about to vote for the idea at this address."""
    return presses_of(app, sign_in_many(size), address, host)


def presses_of(app: Flask, people: Mapping[str, int], address: str, host: str) -> list[Press]:
    """The presses of people who are signed in, by the tokens of their browsers."""
    presses = []
    for person_id, (cookie, token) in zip(people.values(), browsers(app, people), strict=True):
        body = f"csrf_token={token}"
        words = {"verb": "POST", "address": address, "host": host, "cookie": cookie}
        text = FORM.format(**words, length=len(body), body=body)
        presses.append(Press(person_id, text.encode()))
    return presses


class Connection:
    """One kept-alive connection, opened anew when it broke."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None

    def send(self, request: bytes) -> tuple[int, bytes]:
        """The status and the head of the answer; OSError when there is none."""
        try:
            if self.socket is None:
                self.socket = socket.create_connection((HOST, self.port), timeout=TIMEOUT)
            self.socket.sendall(request)
            return self._answer(self.socket)
        except OSError:
            self.close()
            raise

    def _answer(self, opened: socket.socket) -> tuple[int, bytes]:
        heard = b""
        while b"\r\n\r\n" not in heard:
            heard += _more(opened)
        head, _, body = heard.partition(b"\r\n\r\n")
        head = head.lower()
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        while len(body) < length:
            body += _more(opened)
        if b"connection: close" in head:
            self.close()
        return int(head[9:12]), head

    def close(self) -> None:
        """Hang up."""
        if self.socket is not None:
            self.socket.close()
            self.socket = None


def _more(opened: socket.socket) -> bytes:
    heard = opened.recv(65_536)
    if not heard:
        raise ConnectionError("hung up")
    return heard


@dataclass
class Storm:
    """Many people pressing at once, each again until it is answered for good.

    ``voted`` are those who were told that they have; ``statuses`` counts every answer, None
    those that never came; ``slowest`` is in seconds, and so is ``pause``, for which each client
    rests between two people.
    """

    port: int
    presses: Iterable[Press]
    clients: int = 16
    pause: float = 0.0
    again: frozenset[int | None] = frozenset({None, 503})
    voted: list[int] = field(default_factory=list)
    statuses: Counter[int | None] = field(default_factory=Counter)
    heads: dict[int | None, bytes] = field(default_factory=dict)
    slowest: float = 0.0
    is_over: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> "Storm":
        """Let it begin; it goes on beside the test."""
        waiting: queue.SimpleQueue[Press] = queue.SimpleQueue()
        for press in self.presses:
            waiting.put(press)
        self._threads = [
            threading.Thread(target=self._vote, args=(waiting,)) for _ in range(self.clients)
        ]
        for thread in self._threads:
            thread.start()
        return self

    def stop(self) -> "Storm":
        """Let nobody press any more."""
        self.is_over.set()
        return self.end()

    def end(self) -> "Storm":
        """Wait until everybody was answered."""
        for thread in self._threads:
            thread.join()
        return self

    @property
    def goes_on(self) -> bool:
        """True while somebody waits or presses."""
        return any(thread.is_alive() for thread in self._threads)

    def _vote(self, waiting: "queue.SimpleQueue[Press]") -> None:
        connection = Connection(self.port)
        while not self.is_over.is_set():
            try:
                press = waiting.get_nowait()
            except queue.Empty:
                break
            while self._press(connection, press) in self.again and not self.is_over.is_set():
                time.sleep(REST)
            self.is_over.wait(self.pause)
        connection.close()

    def _press(self, connection: Connection, press: Press) -> int | None:
        began, status, head = time.monotonic(), None, b""
        with suppress(OSError):
            status, head = connection.send(press.request)
        self.statuses[status] += 1
        self.heads[status] = head
        self.slowest = max(self.slowest, time.monotonic() - began)
        if status == 303:
            self.voted.append(press.person_id)
        return status


def storm(port: int, presses: Sequence[Press], **more: int) -> Storm:
    """Everybody presses; answers when all were answered."""
    return Storm(port, presses, **more).begin().end()  # type: ignore[arg-type]
