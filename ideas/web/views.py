"""Pages that belong to no feature: choosing a language, the sign of life."""

from flask import Blueprint, Response, abort, url_for

from ideas.web.answer import back_or, see
from ideas.web.forms import typed
from ideas.web.guard import guarded
from ideas.web.languages import COOKIE, LANGUAGES

blueprint = Blueprint("web", __name__)
ONE_YEAR = 31_536_000


@blueprint.post("/language")
@guarded(None)
def language() -> Response:
    """Choose a language; kept in a cookie that holds nothing else."""
    chosen = typed("language")
    if chosen not in LANGUAGES:
        abort(404)
    response = see(back_or(url_for("gallery.home")))
    response.set_cookie(COOKIE, chosen, max_age=ONE_YEAR, samesite="Lax", httponly=True)
    return response


@blueprint.get("/healthz")
@guarded(None)
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")
