"""The site behind a front: what lies at hand is said by the thread that waits for everybody."""

from collections.abc import Callable
from typing import cast
from wsgiref.types import WSGIEnvironment

from flask import Flask

from ideas.app import behind_proxies
from ideas.config import Config
from ideas.front.bridge import Bridge
from ideas.front.sharing import Sharing
from ideas.operations.watching import begin_to_watch
from ideas.voting.casting.answered import Answer
from ideas.voting.casting.door import ANSWERED, KEY, SHOWN, Door
from ideas.voting.casting.line import Line
from ideas.voting.casting.way import NoTeller, address_of
from ideas.web.answer import SAFE
from ideas.web.keeping.door import Door as ReadingDoor


class Front(Bridge):
    """Gives kept pages, and hears votes while the teller casts them. ``app`` is the site."""

    def __init__(self, app: Flask, threads: int) -> None:
        super().__init__(app.wsgi_app, threads)
        config: Config = app.extensions["ideas.config"]
        self.app = app
        self.hall: Door = app.extensions[KEY]
        self.room = cast(ReadingDoor, app.extensions["ideas.keeping"])
        self.line = Line(address_of(config))
        self.sharing = Sharing[Answer](self.site.pool)
        self.hear_proxies = behind_proxies(lambda environ, start_response: (), config)

    def network_of(self, environ: WSGIEnvironment) -> str:
        """The reader's, behind however many proxies."""
        self.hear_proxies(environ, _nothing)
        return super().network_of(environ)

    async def lies_at_hand(self, environ: WSGIEnvironment) -> bool:
        """Is there a copy of the page, or was all done that a vote waits for?"""
        begin_to_watch(environ)
        if environ["REQUEST_METHOD"] in SAFE:
            return self.room.is_at_hand(environ)
        self.hear_proxies(environ, _nothing)
        spoken = self.hall.listen(environ)
        if spoken is None:
            return False
        try:
            environ[ANSWERED] = await self.line.ask(spoken.knock)
        except NoTeller:
            return False
        return self.hall.is_plainly_answered(environ) or await self._is_shown(environ)

    async def _is_shown(self, environ: WSGIEnvironment) -> bool:
        """Was all drawn that is shown after a vote?"""
        drawing = self.hall.drawing_after(environ)
        if drawing is None:
            return False
        shown = environ[SHOWN] = await self.sharing.get(drawing.key, drawing.draw)
        return shown.status.startswith("200")

    def has_any(self, environ: WSGIEnvironment) -> bool:
        """Is there a copy of the page, however old?"""
        return environ["REQUEST_METHOD"] in SAFE and self.room.has_any(environ)


def _nothing(*said: object) -> Callable[[bytes], object]:
    """What is told to an answer that nobody hears."""
    return bytes
