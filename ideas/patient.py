"""gunicorn's threads, spared by clients that take their time.

A thread is taken once a request is here: its head, and its body where that is short. Until then a
connection costs a place in a table, for ``SECONDS`` at most; when the table is full, whoever waits
longest goes first. Long bodies are read by a quarter of the threads, at ``SLOWEST`` bytes a second
or faster. Answers leave through a buffer that holds a page, so a reader who dribbles holds nobody.
"""

import re
import select
import selectors
import socket
import time
from concurrent.futures import Future
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

SECONDS, STALL = 20, 20
"""For a head and a short body to arrive; for one piece of a long body, or an answer, to travel."""
SHORT, LONGEST_HEAD = 32 * 1024, 64 * 1024
"""A short body fits in what a new connection may send before anybody reads."""
SLOWEST = 32 * 1024
SENT_AT_ONCE = 1024 * 1024
_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,18})[ \t]*\r\n", re.IGNORECASE)
_LONG = re.compile(rb"\r\n(?:transfer-encoding|expect):", re.IGNORECASE)


class Hurried:
    """A socket whose reader must be done by a moment (of ``time.monotonic``)."""

    def __init__(self, own: socket.socket, until: float) -> None:
        self.own, self.until = own, until
        self.pause: float = STALL

    def gettimeout(self) -> float:
        """How long one piece may take."""
        return self.pause

    def settimeout(self, seconds: float | None) -> None:
        """Let one piece take no longer than that."""
        self.pause = STALL if seconds is None else seconds

    def recv(self, size: int) -> bytes:
        """What there is; TimeoutError when it took too long in all, or this once."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError("a request took too long")
        self.own.settimeout(min(self.pause, left))
        return self.own.recv(size)


class Conn(TConn):  # type: ignore[misc]
    """A connection; ``waits_until`` is when it is closed unheard, ``length`` its body's."""

    waits_until, length, is_long = 0.0, 0, False

    def init(self) -> None:
        """Before each request, in its thread."""
        super().init()
        self.sock.settimeout(STALL)
        reads: Any = self.sock
        if self.is_long:
            reads = Hurried(self.sock, time.monotonic() + SECONDS + self.length / SLOWEST)
        self.parser.unreader.sock = reads


def length_of(data: bytes) -> int | None:
    """How long a request with this beginning is in all; None while its head is not whole.

    Zero where nobody can say: it comes in pieces, or waits to be asked for.
    """
    end = data.find(_END)
    if end < 0:
        return None
    head = data[: end + 2]
    if _LONG.search(head):
        return 0
    told = _LENGTH.search(head)
    return end + len(_END) + (int(told[1]) if told else 0)


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """Hands a request to a thread when it is here."""

    def init_process(self) -> None:
        """Prepare what waits; the process then runs until it ends."""
        self.waiting: dict[int, Conn] = {}
        self.slow = select.epoll()
        self.long_now, self.most_long = 0, max(1, self.cfg.threads // 4)
        super().init_process()

    def run(self) -> None:
        """Look where something arrived beside everything else."""
        self.poller.register(self.slow.fileno(), selectors.EVENT_READ, self.look)
        super().run()

    def accept(self, listener: socket.socket) -> None:
        """Take a new connection, in the place of the one that waits longest if there is none."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SENT_AT_ONCE)
        self.nr_conns += 1
        if self.nr_conns >= self.worker_connections and self.waiting:
            self.give_up(next(iter(self.waiting.values())))
        self.enqueue_req(Conn(self.cfg, client, address, listener.getsockname()))

    def enqueue_req(self, conn: Conn) -> None:
        """Hand it to a thread, or let it wait for the rest."""
        if self.cfg.is_ssl or self.is_here(conn):
            conn.data_ready = True
            super().enqueue_req(conn)
            return
        place = conn.sock.fileno()
        conn.waits_until = time.monotonic() + SECONDS
        self.waiting[place] = conn
        self.slow.register(place, select.EPOLLIN | select.EPOLLRDHUP | select.EPOLLET)

    def is_here(self, conn: Conn) -> bool:
        """Is the request whole, or over, or long and its turn?"""
        read = conn.parser.unreader.buf.getvalue() if conn.parser else b""
        if read:
            conn.sock.setblocking(False)  # it comes from its thread, with the next request begun
        try:
            sent = conn.sock.recv(LONGEST_HEAD + SHORT, socket.MSG_PEEK)
            is_over = not sent
        except BlockingIOError:
            sent, is_over = b"", False
        except OSError:
            return True  # its thread hears the same, and closes it
        data = read + sent
        length = length_of(data)
        if is_over or (length is None and len(data) >= LONGEST_HEAD):
            return True
        if length is None or len(data) >= length > 0:
            conn.length, conn.is_long = 0, False
            return length is not None
        if 0 < length <= LONGEST_HEAD and length - data.find(_END) <= SHORT:
            return False
        return self.has_turn(conn, length)

    def has_turn(self, conn: Conn, length: int) -> bool:
        """A long body may be read while few are."""
        if self.long_now >= self.most_long:
            return False
        self.long_now += 1
        conn.length, conn.is_long = length, True
        return True

    def look(self, _: Any) -> None:
        """Something arrived: perhaps a request is whole now."""
        for place, _event in self.slow.poll(0):
            if place in self.waiting:
                self.look_at(self.waiting[place])

    def look_at(self, conn: Conn) -> None:
        """Hand it to a thread if it may go."""
        if self.is_here(conn):
            self.forget(conn)
            conn.data_ready = True
            super().enqueue_req(conn)

    def forget(self, conn: Conn) -> None:
        """It waits no longer."""
        place = conn.sock.fileno()
        del self.waiting[place]
        self.slow.unregister(place)

    def give_up(self, conn: Conn) -> None:
        """Close it unheard."""
        self.forget(conn)
        self.nr_conns -= 1
        conn.close()

    def finish_request(self, conn: Conn, fs: "Future[Any]") -> None:
        """A thread is free again; who waits to be read at length may be next."""
        was_long, conn.is_long, conn.length = conn.is_long, False, 0
        super().finish_request(conn, fs)
        if was_long:
            self.long_now -= 1
            for each in list(self.waiting.values()):
                self.look_at(each)

    def murder_pending(self) -> None:
        """Close whoever took too long; when we end, everybody who has said nothing yet."""
        now = time.monotonic()
        for conn in list(self.waiting.values()):
            if self.alive and conn.waits_until > now:
                break
            self.give_up(conn)
        super().murder_pending()
