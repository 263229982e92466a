"""By which channel somebody comes to an idea: read from the address and from where they were."""

from typing import Any, NamedTuple
from urllib.parse import SplitResult, parse_qs, urlsplit
from wsgiref.types import WSGIEnvironment

from flask import current_app, request

from ideas import clock
from ideas.gallery.blueprint import public_base
from ideas.journey.models import Idea
from ideas.limits.rules import network_of
from ideas.voting.referrals.gathering import Gathered, Row, gathered_by
from ideas.voting.referrals.rules import Channel, channel_guessed, channel_said, is_robot
from ideas.web.keeping.asking import Asked, Greeting
from ideas.web.keeping.copies import Copy
from ideas.web.keeping.drawing import sheet_of

NOWHERE = urlsplit("")


class Coming(NamedTuple):
    """A request for an idea's page: from where, to which address, by what."""

    before: SplitResult
    host: str
    path: str
    via: str | None
    environ: WSGIEnvironment

    @property
    def stayed(self) -> bool:
        """True for another look at the page somebody is on."""
        return self.before.netloc == self.host and self.before.path == self.path

    def channel(self, base: str) -> Channel:
        """The channel somebody comes by to a site of this address."""
        said = channel_said(self.via) or (_said_before(self.before) if self.stayed else None)
        return said or channel_guessed(self.before.netloc, {self.host, urlsplit(base).netloc})

    def is_visit(self) -> bool:
        """True for people who look; not for robots and guesses of a browser."""
        ask = self.environ.get
        is_ahead = "prefetch" in ask("HTTP_SEC_PURPOSE", "") or self.stayed
        return ask("REQUEST_METHOD") == "GET" and not (
            is_ahead or is_robot(ask("HTTP_USER_AGENT", ""))
        )


def came_by(idea: Idea, actor: Any) -> str:
    """The word of the channel, for the vote that may follow; a visit is noted.

    On a page drawn for everybody the word is left open: who is given the page is greeted.
    """
    sheet = sheet_of(request.environ)
    if sheet is not None:
        sheet.about = idea.id
        return sheet.hole
    coming = _coming(request.environ, request.args.get("via"))
    channel = coming.channel(public_base())
    is_own = actor.is_authenticated and (actor.is_staff or actor.id in idea.team_ids)
    if idea.is_public and not is_own:
        _note(gathered_by(current_app), coming, Row(idea.id, clock.today(), channel))
    return channel.value


def greeting(gathered: Gathered, base: str) -> Greeting:
    """How visitors who are given a kept page of an idea are greeted: as by ``came_by``."""

    def greet(environ: WSGIEnvironment, asked: Asked, copy: Copy) -> str:
        coming = _coming(environ, dict(asked.said).get("via"))
        channel = coming.channel(base)
        _note(gathered, coming, Row(copy.sheet.about, copy.now.date(), channel))
        return channel.value

    return greet


def _coming(environ: WSGIEnvironment, via: str | None) -> Coming:
    return Coming(
        before=_place(environ.get("HTTP_REFERER", "")),
        host=environ.get("HTTP_HOST", ""),
        path=environ["PATH_INFO"],
        via=via,
        environ=environ,
    )


def _place(address: str) -> SplitResult:
    """Where an address leads; nowhere when it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return NOWHERE


def _said_before(place: SplitResult) -> Channel | None:
    """Whoever opens another tab of the page still came by the link they came by."""
    return channel_said(next(iter(parse_qs(place.query).get("via", ())), None))


def _note(gathered: Gathered, coming: Coming, row: Row) -> None:
    if coming.is_visit():
        gathered.note(row, network=network_of(coming.environ.get("REMOTE_ADDR")))
