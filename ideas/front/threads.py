"""The site, asked in one of some threads; a long answer goes out in portions.

Pages have an eighth of the threads: drawing one keeps the interpreter busy, and threads that all
want it at once take it from one another, so that with 32 of them a page cost twice the processor.
What is costly has a quarter. Whoever is turned away, because too many are here, is told so in two
threads of their own, with what they sent; or, if even that takes too long, in one line.
"""

import asyncio
import contextvars
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from wsgiref.types import WSGIApplication, WSGIEnvironment

from werkzeug.sansio.http import parse_cookie

from ideas.front.crowds import Errand, errand_of, is_too_much
from ideas.front.messages import Headers, Send, send_answer
from ideas.web.errors import BUSY, BUSY_SECONDS, TROUBLE, Crowded
from ideas.web.languages import COOKIE, LANGUAGES, language_among
from ideas.web.words.web import REFUSALS

PORTION = 64 * 1024
FEWEST = 4
TELLERS, MOST_TOLD = 2, 64
"""Threads that turn people away, and how many may wait for that."""
BARELY = {name: f"{REFUSALS[BUSY.code].in_language(name)}\n".encode() for name in LANGUAGES}
"""The one line, by language."""


class Answer:
    """What the site says to one request: at least its beginning, and where the rest comes from."""

    def __init__(self, site: WSGIApplication, environ: WSGIEnvironment) -> None:
        self.status = "500 INTERNAL SERVER ERROR"
        self.headers: Headers = ()
        self.written: list[bytes] = []
        self.chunks: Iterable[bytes] = site(environ, self._start)
        self.rest: Iterator[bytes] = iter(self.chunks)
        self.body, self.more = self.portion()

    def _start(self, status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
        self.status, self.headers = status, headers
        return self.written.append

    def portion(self) -> tuple[bytes, bool]:
        """The next bytes, and whether more will come. At the end, or an error, it is closed.

        What is here as a whole, a list, is one portion, however large.
        """
        is_here = isinstance(self.chunks, list)
        try:
            size = sum(map(len, self.written))
            for chunk in self.rest:
                self.written.append(chunk)
                size += len(chunk)
                if size >= PORTION and not is_here:
                    break
            else:
                self.close()
                return self._taken(), False
        except BaseException:
            self.close()
            raise
        return self._taken(), True

    def _taken(self) -> bytes:
        taken, self.written = b"".join(self.written), []
        return taken

    def close(self) -> None:
        """Let the site put away what it needed, once."""
        chunks, self.chunks = self.chunks, ()
        getattr(chunks, "close", lambda: None)()


def _nothing() -> None:
    """Nobody waits for a seat."""


class Site:
    """The site, with as many threads as may answer at once."""

    def __init__(self, site: WSGIApplication, threads: int) -> None:
        self.site, self.threads = site, threads
        self.pool = ThreadPoolExecutor(threads, "answers")
        self.readers = ThreadPoolExecutor(max(FEWEST, threads // 8), "reads")
        self.seats = asyncio.Semaphore(max(1, threads // 4))
        self.here: Counter[Errand] = Counter()
        self.hosts = ThreadPoolExecutor(TELLERS, "turns-away")
        self.turned = 0

    async def answer(self, environ: WSGIEnvironment, send: Send) -> None:
        """Ask it in a thread, if there is room for one more."""
        if self.is_full_for(environ):
            return await self._turn_away(environ, send)
        errand = errand_of(environ)
        self.here[errand] += 1
        try:
            if errand is Errand.COSTLY:
                await self.seats.acquire()
                await self._answer(environ, send, self.pool, done=self.seats.release)
            else:
                pool = self.readers if errand is Errand.PAGE else self.pool
                await self._answer(environ, send, pool)
        finally:
            self.here[errand] -= 1

    def is_full_for(self, environ: WSGIEnvironment) -> bool:
        """Are too many here for what this one came for?"""
        errand, costly = errand_of(environ), self.here[Errand.COSTLY]
        here = self.here.total()
        return is_too_much(errand, here=here, costly=costly, threads=self.threads)

    async def _turn_away(self, environ: WSGIEnvironment, send: Send) -> None:
        if self.turned >= MOST_TOLD:
            return await send_answer(send, "503 SERVICE UNAVAILABLE", *_barely(environ))
        environ[TROUBLE] = Crowded()
        self.turned += 1
        try:
            await self._answer(environ, send, self.hosts)
        finally:
            self.turned -= 1

    async def _answer(
        self,
        environ: WSGIEnvironment,
        send: Send,
        pool: ThreadPoolExecutor,
        done: Callable[[], None] = _nothing,
    ) -> None:
        """All of one answer is made in one context; ``done`` when its beginning is."""
        here, context = asyncio.get_running_loop(), contextvars.copy_context()
        made = here.run_in_executor(pool, context.run, Answer, self.site, environ)
        made.add_done_callback(lambda _: done())
        try:
            answer = await asyncio.shield(made)
        except asyncio.CancelledError:  # whoever asked is gone, while a thread works on
            made.add_done_callback(_put_away)
            raise
        more = answer.more
        try:
            await send_answer(send, answer.status, answer.headers, answer.body, more=more)
            while more:
                body, more = await here.run_in_executor(pool, context.run, answer.portion)
                await send({"type": "http.response.body", "body": body, "more_body": more})
        finally:
            if more:  # whoever asked is gone
                await here.run_in_executor(pool, context.run, answer.close)

    async def answer_at_once(self, environ: WSGIEnvironment, send: Send) -> None:
        """Ask it here, where the answer is known to lie at hand."""
        answer = contextvars.copy_context().run(Answer, self.site, environ)
        await send_answer(send, answer.status, answer.headers, answer.body)


def _barely(environ: WSGIEnvironment) -> tuple[Headers, bytes]:
    chosen = parse_cookie(environ.get("HTTP_COOKIE", "")).get(COOKIE)
    language = language_among(chosen, environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    line = BARELY[language]
    headers = (
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(line))),
        ("Content-Language", language),
        ("Retry-After", BUSY_SECONDS),
        ("Cache-Control", "no-store"),
    )
    return headers, line


def _put_away(made: "asyncio.Future[Answer]") -> None:
    if made.exception() is None:
        made.result().close()
