"""What belongs to no feature: choosing a language, kept pictures."""

from flask import Blueprint, Response, abort, current_app, url_for

from ideas.settings.queries import dials
from ideas.storage.stores import store
from ideas.web import stylesheet
from ideas.web.answer import back_or, see
from ideas.web.assets import digest, texts
from ideas.web.forms import typed
from ideas.web.guard import found, guarded
from ideas.web.languages import COOKIE, LANGUAGES
from ideas.web.settings import Brand

blueprint = Blueprint("web", __name__)
ONE_YEAR = 31_536_000


@blueprint.post("/language")
@guarded(None, always=True)
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


@blueprint.get("/static/<version>/css/all-<name>.css")
@guarded(None)
def style(version: str, name: str) -> Response:
    """The whole style in a brand's look; another look has another address.

    Only the look of now is kept for ever, and by us pressed small: there are endless others.
    """
    look = found(stylesheet.look_named(name))
    whole = texts()["css/all.css"][0] + stylesheet.tokens(look)
    response = Response(whole, mimetype="text/css")
    is_of_now = version == digest() and look == dials(Brand).look
    return _kept(response) if is_of_now else response


@blueprint.get("/look/<name>.css")
@guarded(None)
def look(name: str) -> Response:
    """A look for a part of a page, to try it before anybody else sees it."""
    tried = found(stylesheet.look_named(name))
    return Response(stylesheet.tokens(tried, ".look"), mimetype="text/css")


def _kept(response: Response) -> Response:
    response.cache_control.public = response.cache_control.immutable = True
    response.cache_control.max_age = ONE_YEAR
    return response
