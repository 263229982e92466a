"""By which channel somebody comes to an idea: read from the address and from where they were."""

from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit

from flask import request

from ideas.gallery.blueprint import public_base
from ideas.journey.models import Idea
from ideas.voting.referrals.gathering import note_visit
from ideas.voting.referrals.rules import Channel, channel_guessed, channel_said, is_robot
from ideas.web.pace import network


def came_by(idea: Idea, actor: Any) -> str:
    """The word of the channel, for the vote that may follow; a visit is noted."""
    before = urlsplit(request.referrer or "")
    own_hosts = {request.host, urlsplit(public_base()).netloc}
    stayed = before.netloc in own_hosts and before.path == request.path
    said = channel_said(request.args.get("via")) or (_said_before(before) if stayed else None)
    channel = said or channel_guessed(before.netloc, own_hosts)
    if not stayed and _is_visit(idea, actor):
        note_visit(idea.id, channel, network=network())
    return channel.value


def _said_before(place: SplitResult) -> Channel | None:
    """Whoever opens another tab of the page still came by the link they came by."""
    return channel_said(next(iter(parse_qs(place.query).get("via", ())), None))


def _is_visit(idea: Idea, actor: Any) -> bool:
    """True for people who look; not for robots, guesses of a browser, staff and the own team."""
    is_ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    is_own = actor.is_authenticated and (actor.is_staff or actor.id in idea.team_ids)
    is_person = not is_robot(request.user_agent.string)
    return idea.is_public and request.method == "GET" and is_person and not (is_ahead or is_own)
