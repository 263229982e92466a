"""gunicorn's loop, spared by clients that take their time.

A connection costs a place in a table. Until the head of its first request is here it has it for
``SECONDS`` at most; between requests gunicorn's own keepalive counts, and how long a body may take
is the front's affair (``ideas.front.reading``). When the table is full, whoever was answered and
says nothing goes first, then whoever has waited longest to say a whole request.
"""

import asyncio
from typing import Any

from gunicorn.asgi.parser import LimitRequestHeaders
from gunicorn.asgi.protocol import ASGIProtocol
from gunicorn.http.errors import InvalidHeader, UnsupportedTransferCoding
from gunicorn.workers import gasgi

from ideas.front.reading import SECONDS

DIGITS = 15
"""Of a length, at most: what everybody reads alike. No body here is longer than 101 MB."""
LONGEST_HEAD = 32 * 1024
"""Bytes of all fields, as nginx takes them; gunicorn alone would keep a hundred of 8 KB."""


class Connection(ASGIProtocol):  # type: ignore[misc]
    """Closed unheard when it says nothing whole for too long."""

    late: asyncio.TimerHandle | None = None

    @classmethod
    def _check_h1c_protocol_available(cls) -> bool:
        """Is its parser in C here? gunicorn notes it at the class asked, and looks at its own."""
        return bool(ASGIProtocol._check_h1c_protocol_available())

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take a place, of the one that waits longest if there is none."""
        waiting = self.worker.answered or self.worker.silent
        if self.worker.nr_conns >= self.worker.worker_connections and waiting:
            next(iter(waiting)).give_up()
        super().connection_made(transport)
        self.worker.silent[self] = None
        self.late = self.worker.loop.call_later(SECONDS, self.give_up)

    def _on_headers_complete(self) -> Any:
        self._began()
        self.worker.answered.pop(self, None)
        self.worker.silent.setdefault(self)
        demand_plain_head(self._callback_parser)
        return super()._on_headers_complete()

    def _on_message_complete(self) -> None:
        self.worker.silent.pop(self, None)
        super()._on_message_complete()

    def _handle_h1c_exception(self, exc: Exception) -> bool:
        """Refuse a length of thousands of digits, at which gunicorn's parser breaks."""
        if not isinstance(exc, ValueError):
            return bool(super()._handle_h1c_exception(exc))
        self._send_error_response(400, "Invalid Content-Length value")
        self._close_transport()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever it was is gone."""
        self._began()
        self._leave()
        super().connection_lost(exc)

    def give_up(self) -> None:
        """Close it, as after a pause between requests that was too long."""
        self._began()
        self._leave()
        self._keepalive_timeout()

    def _arm_keepalive_timer(self) -> None:
        self.worker.answered[self] = None
        super()._arm_keepalive_timer()

    def _leave(self) -> None:
        self.worker.silent.pop(self, None)
        self.worker.answered.pop(self, None)

    def _began(self) -> None:
        if self.late is not None:
            self.late.cancel()
            self.late = None


def demand_plain_head(head: Any) -> None:
    """Raise for a head that is too long, or a body that a proxy might end elsewhere than we.

    HAProxy 2.6 reads a length of 2^64 + 3 as 3, and no proxy knows a coding but ``chunked``
    (RFC 9112, 6.1).
    """
    heard = 0
    for name, value in head.headers:
        heard += len(name) + len(value)
        match name.lower():
            case b"transfer-encoding" if value.strip().lower() != b"chunked" or not head.is_chunked:
                raise UnsupportedTransferCoding(value.decode("latin-1"))
            case b"content-length" if len(value) > DIGITS:
                raise InvalidHeader("Content-Length")
    if heard > LONGEST_HEAD:
        raise LimitRequestHeaders(f"more than {LONGEST_HEAD} bytes of header fields")


class PatientWorker(gasgi.ASGIWorker):  # type: ignore[misc]
    """One thread waits for everybody; ``silent`` said nothing whole yet, longest first.

    So are ``answered``, who may or may not ask for more.
    """

    def init_process(self) -> None:
        """Make connections ours; the process then runs until it ends."""
        self.silent: dict[Connection, None] = {}
        self.answered: dict[Connection, None] = {}
        gasgi.ASGIProtocol = Connection  # the worker asks for no class of its own
        super().init_process()

    def handle_exit_signal(self) -> None:
        """Hear no more, and wait for nobody who was answered."""
        super().handle_exit_signal()
        for line in [*self.answered]:
            line.give_up()
