"""What belongs to no feature: choosing a language, kept pictures, the sign of life."""

import re

from flask import Blueprint, Response, abort, url_for

from ideas.storage.stores import store
from ideas.web import stylesheet
from ideas.web.answer import back_or, see
from ideas.web.assets import path_of
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
    response.set_cookie(COOKIE, chosen, max_age=ONE_YEAR, samesite="Lax", httponly=True)
    return response


@blueprint.get("/media/<name>")
@guarded(None)
def media(name: str) -> Response:
    """A kept picture; another picture has another name, so browsers may keep it for ever."""
    with found(store().open(name)) as file:
        response = Response(file.read(), mimetype="image/webp")
    response.cache_control.public = response.cache_control.immutable = True
    response.cache_control.max_age = ONE_YEAR
    return response


@blueprint.get("/static/<version>/css/all.css")
@guarded(None)
def style(version: str) -> Response:
    """The site's stylesheet in one piece; its address changes with its content."""
    return _kept(stylesheet.together(path_of("css")))


@blueprint.get("/brand/<accent>.css")
@guarded(None)
def brand_style(accent: str) -> Response:
    """The brand's colour made readable; another colour has another address."""
    if not COLOUR.fullmatch(accent):
        abort(404)
    return _kept(stylesheet.brand_colours(f"#{accent}"))


def _kept(css: str) -> Response:
    response = Response(css, mimetype="text/css")
    response.cache_control.public = response.cache_control.immutable = True
    response.cache_control.max_age = ONE_YEAR
    return response


@blueprint.get("/healthz")
@guarded(None)
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")
