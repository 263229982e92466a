"""What belongs to no feature: choosing a language, kept pictures, the sign of life."""

import re

from flask import Blueprint, Response, abort, current_app, url_for

from ideas.storage.stores import store
from ideas.web import stylesheet
from ideas.web.answer import back_or, see
from ideas.web.assets import digest, texts
from ideas.web.forms import typed
from ideas.web.guard import found, guarded
from ideas.web.languages import COOKIE, LANGUAGES

blueprint = Blueprint("web", __name__)
ONE_YEAR = 31_536_000
COLOUR = re.compile("[0-9a-fA-F]{6}")


@blueprint.post("/language")
@guarded(None)
def language() -> Response:
    """Choose a language; kept in a cookie that holds nothing else."""
    chosen = typed("language")
    if chosen not in LANGUAGES:
        abort(404)
    response = see(back_or(url_for("gallery.home")))
    is_secure = current_app.extensions["ideas.config"].is_secure
    kept = {"samesite": "Lax", "httponly": True, "secure": is_secure}
    response.set_cookie(COOKIE, chosen, max_age=ONE_YEAR, **kept)
    return response


@blueprint.get("/media/<name>")
@guarded(None)
def media(name: str) -> Response:
    """A kept picture; another picture has another name, so browsers may keep it for ever."""
    with found(store().open(name)) as file:
        return _kept(Response(file.read(), mimetype="image/webp"))


@blueprint.get("/static/<version>/<path:name>")
@guarded(None)
def text(version: str, name: str) -> Response:
    """A stylesheet, script or drawing; only the address of its own content may be kept for ever."""
    content, mimetype = found(texts().get(name))
    response = Response(content, mimetype=mimetype)
    return _kept(response) if version == digest() else response


@blueprint.get("/brand/<accent>.css")
@guarded(None)
def brand_style(accent: str) -> Response:
    """The brand's colour made readable; another colour has another address."""
    if not COLOUR.fullmatch(accent):
        abort(404)
    return _kept(Response(stylesheet.brand_colours(f"#{accent}"), mimetype="text/css"))


def _kept(response: Response) -> Response:
    response.cache_control.public = response.cache_control.immutable = True
    response.cache_control.max_age = ONE_YEAR
    return response


@blueprint.get("/healthz")
@guarded(None)
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")
