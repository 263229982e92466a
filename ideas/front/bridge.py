"""An application for ASGI around one for WSGI, for clients that take their time.

A request takes a thread once it is here: its head, and its body where that is short. Long bodies
are read by a quarter of the threads, a quarter of these at most for one network. Answers leave as
their reader takes them, without a thread.
"""

import asyncio
from weakref import WeakValueDictionary
from wsgiref.types import WSGIApplication, WSGIEnvironment

from ideas.front.messages import Gone, Receive, Scope, Send, environ_of, send_answer
from ideas.front.reading import coming, is_long, short_body
from ideas.front.threads import Site
from ideas.limits.rules import network_of
from ideas.web.errors import TROUBLE, Crowded


class Bridge:
    """Waits for everybody, and asks the site in one of so many threads."""

    def __init__(self, site: WSGIApplication, threads: int) -> None:
        self.site = Site(site, threads)
        self.long = asyncio.Semaphore(max(1, threads // 4))
        self.share = max(1, threads // 16)
        self.queues = WeakValueDictionary[str, asyncio.Semaphore]()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; one that its sender leaves half-said is forgotten."""
        if scope["type"] != "http":
            return await _live(receive, send)
        environ = environ_of(scope)
        try:
            if is_long(environ):
                await self._answer_long(environ, receive, send)
            else:
                await self._answer_short(environ, receive, send)
        except Gone:
            return None

    async def lies_at_hand(self, environ: WSGIEnvironment) -> bool:
        """True when the site can answer this at once, without a thread."""
        return False

    def has_any(self, environ: WSGIEnvironment) -> bool:
        """True when the site can answer at once with what was so a while ago."""
        return False

    def network_of(self, environ: WSGIEnvironment) -> str:
        """Where a request comes from: of one network few long bodies are read at once."""
        return network_of(environ["REMOTE_ADDR"])

    async def _answer_long(self, environ: WSGIEnvironment, receive: Receive, send: Send) -> None:
        queue = self.queues.setdefault(self.network_of(environ), asyncio.Semaphore(self.share))
        async with queue, self.long:
            environ["wsgi.input"] = coming(receive)
            await self.site.answer(environ, send)

    async def _answer_short(self, environ: WSGIEnvironment, receive: Receive, send: Send) -> None:
        try:
            environ["wsgi.input"] = await short_body(environ, receive)
        except TimeoutError:
            await send_answer(send, "408 REQUEST TIMEOUT", (("Content-Length", "0"),), b"")
            return
        if await self.lies_at_hand(environ):
            await self.site.answer_at_once(environ, send)
        elif self.site.is_full_for(environ) and self.has_any(environ):
            environ[TROUBLE] = Crowded()
            await self.site.answer_at_once(environ, send)
        else:
            await self.site.answer(environ, send)


async def _live(receive: Receive, send: Send) -> None:
    """Begin and end with the server; open nothing that is no request."""
    while True:
        message = await receive()
        match message["type"]:
            case "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            case "lifespan.shutdown":
                return await send({"type": "lifespan.shutdown.complete"})
            case _:
                return await send({"type": "websocket.close", "code": 1_000})
