"""Signs of life, the numbers, and how the site is."""

from datetime import timedelta
from email.utils import parseaddr

from flask import Blueprint, Response, abort, current_app, g, request

from ideas import clock
from ideas.config import Config
from ideas.operations.door import may_read
from ideas.operations.health import health
from ideas.operations.numbers import all_numbers
from ideas.operations.standing import AWAY, standing_told
from ideas.web.answer import answer
from ideas.web.guard import guarded
from ideas.web.languages import LANGUAGES

blueprint = Blueprint("operations", __name__)
PLAIN = "text/plain"
GOOD_FOR = timedelta(days=90)
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


@blueprint.get("/healthz")
@blueprint.get("/livez")
@guarded(None)
def alive() -> Response:
    """The process answers; nothing is asked."""
    return _unkept(Response("ok\n", mimetype=PLAIN))


@blueprint.get("/readyz")
@guarded(None)
def ready() -> Response:
    """Can this node work? A line per check; 503 when one fails."""
    checks = health()
    lines = [f"{'ok ' if each.good else 'BAD'} {each.name}: {each.said}\n" for each in checks]
    status = 200 if all(each.good for each in checks) else 503
    return _unkept(Response("".join(lines), status, mimetype=PLAIN))


@blueprint.get("/metrics")
@guarded(None)
def metrics() -> Response:
    """The numbers, for those who may see them; for others there is no such page."""
    config: Config = current_app.extensions["ideas.config"]
    if not may_read(request, config):
        abort(404)
    return _unkept(Response(all_numbers(config), content_type=PROMETHEUS))


@blueprint.get("/.well-known/security.txt")
@guarded(None)
def security() -> Response:
    """Where to write about a weakness of this site (RFC 9116)."""
    config: Config = current_app.extensions["ideas.config"]
    until = clock.now().replace(microsecond=0) + GOOD_FOR
    lines = (
        f"Contact: mailto:{parseaddr(config.mail_from)[1]}",
        f"Expires: {until.isoformat()}",
        "Preferred-Languages: " + ", ".join(LANGUAGES),
        f"Canonical: {config.base_url}/.well-known/security.txt",
    )
    return _unkept(Response("\n".join(lines) + "\n", mimetype=PLAIN))


@blueprint.get("/status")
@guarded(None)
def status() -> Response:
    """How the site is, in sentences; while the database is away it says that."""
    parts = standing_told()
    g.without_database = parts == AWAY
    return _unkept(answer("operations/status.html", parts=parts))


def _unkept(response: Response) -> Response:
    """Never out of a cache: it is about now."""
    response.headers["Cache-Control"] = "no-store"
    return response
