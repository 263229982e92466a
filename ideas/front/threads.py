"""The site, asked in one of some threads; a long answer goes out in portions."""

import asyncio
import contextvars
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from wsgiref.types import WSGIApplication, WSGIEnvironment

from ideas.front.messages import Headers, Send, send_answer

PORTION = 64 * 1024


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


class Site:
    """The site, with as many threads as may answer at once."""

    def __init__(self, site: WSGIApplication, threads: int) -> None:
        self.site = site
        self.pool = ThreadPoolExecutor(threads, "answers")

    async def answer(self, environ: WSGIEnvironment, send: Send) -> None:
        """Ask it in a thread; all of one answer is made in one context."""
        here, context = asyncio.get_running_loop(), contextvars.copy_context()
        made = here.run_in_executor(self.pool, context.run, Answer, self.site, environ)
        try:
            answer = await asyncio.shield(made)
        except asyncio.CancelledError:  # whoever asked is gone, while a thread works on
            made.add_done_callback(_put_away)
            raise
        more = answer.more
        try:
            await send_answer(send, answer.status, answer.headers, answer.body, more=more)
            while more:
                body, more = await here.run_in_executor(self.pool, context.run, answer.portion)
                await send({"type": "http.response.body", "body": body, "more_body": more})
        finally:
            if more:  # whoever asked is gone
                await here.run_in_executor(self.pool, context.run, answer.close)

    async def answer_at_once(self, environ: WSGIEnvironment, send: Send) -> None:
        """Ask it here, where the answer is known to lie at hand."""
        answer = contextvars.copy_context().run(Answer, self.site, environ)
        await send_answer(send, answer.status, answer.headers, answer.body)


def _put_away(made: "asyncio.Future[Answer]") -> None:
    if made.exception() is None:
        made.result().close()
