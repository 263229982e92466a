"""The log's page, its files, and a voter's receipt."""

import json
import re
from datetime import timedelta

from flask import Response, current_app
from flask_login import current_user

from ideas import clock
from ideas.config import shipped
from ideas.journey.queries import idea_visible_to
from ideas.policy import Permission
from ideas.voting.blueprint import blueprint
from ideas.voting.log.published import content_of, counts_note, keys_note, tile_at
from ideas.voting.log.queries import newest_checkpoint
from ideas.voting.log.receipts import receipt_of
from ideas.voting.log.shown import shown_log
from ideas.web.answer import answer, for_everybody
from ideas.web.guard import found, guarded

ONE_YEAR = 31_536_000
A_MINUTE = timedelta(minutes=1)
COUNTS = "ideas.vote_log.counts"
WORDS = "text/plain; charset=utf-8"


@blueprint.get("/votes-log")
@guarded(None)
def vote_log() -> Response:
    """What the log is, how it stands, and how to check it."""
    return answer("voting/log.html", log=shown_log())


@blueprint.get("/votes-log/checkpoint")
@guarded(None)
def checkpoint() -> Response:
    """The newest signed checkpoint."""
    return _of_now(found(newest_checkpoint()).note)


@blueprint.get("/votes-log/key")
@guarded(None)
def key() -> Response:
    """The public keys that check it."""
    return _of_now(keys_note(found(newest_checkpoint())))


@blueprint.get("/votes-log/counts")
@guarded(None)
def counts() -> Response:
    """What the site shows of every idea, signed; drawn up for each checkpoint and each minute."""
    about, moment = found(newest_checkpoint()).note, clock.now()
    kept = current_app.extensions.get(COUNTS)
    if kept is None or kept[0] != about or moment - kept[1] > A_MINUTE:
        kept = current_app.extensions[COUNTS] = about, moment, found(counts_note())
    return _of_now(kept[2])


@blueprint.get("/votes-log/verify_votes.py")
@guarded(None)
def script() -> Response:
    """The program that checks all this, for whoever trusts nobody."""
    return _of_now((shipped("static") / "verify_votes.py").read_text(encoding="utf-8"))


@blueprint.get("/votes-log/tile/<kind>/<path:place>")
@guarded(None)
def tile(kind: str, place: str) -> Response:
    """A part of the log, which never changes."""
    content = found(content_of(found(tile_at(kind, place))))
    response = Response(content, mimetype="application/octet-stream")
    return for_everybody(response, seconds=ONE_YEAR, never_changes=True)


@blueprint.get("/ideas/<slug>/vote/receipt")
@guarded(Permission.SELF_MANAGE)
def receipt(slug: str) -> Response:
    """The receipt of one's own vote, to keep."""
    idea = found(idea_visible_to(current_user, slug))
    text = json.dumps(found(receipt_of(idea.id, current_user.id)), indent=1)
    response = Response(text + "\n", mimetype="application/json")
    name = re.sub(r"[^a-z0-9-]", "", idea.slug)
    response.headers["Content-Disposition"] = f'attachment; filename="vote-receipt-{name}.json"'
    return response


def _of_now(text: str) -> Response:
    """Words that anybody may keep, but must ask for anew."""
    response = for_everybody(Response(text, content_type=WORDS), seconds=0)
    response.cache_control.no_cache = True
    return response
