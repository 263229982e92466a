"""Answering: the only place that knows htmx's headers.

A request is a transaction; it is committed here, before the answer is rendered.
"""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, make_response, redirect, render_template, request, session
from flask_login import current_user

from ideas.db import db

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FAILED = 400
CAME_BACK = 422
FIVE_MINUTES = 300
LOCAL = re.compile(r"/(?!/)[^\\\s\x00-\x1f\x7f]*")  # one line, and no other host to a browser


def answer(
    page: str,
    *,
    part: str | None = None,
    along: Sequence[str] = (),
    status: int = 200,
    **values: Any,
) -> Response:
    """Render a page; or only its ``part`` when htmx asked for the part.

    ``along`` are other parts of the page that changed with it: htmx puts each in its own place.
    """
    if request.method not in SAFE and status < FAILED:
        db.session.commit()
    if part is not None and wants_parts():
        response = make_response(_parts(part, along, values), status)
    else:
        response = make_response(render_template(page, **values), status)
    if part is not None:
        response.vary.add("HX-Request")
    return response


def _parts(part: str, along: Sequence[str], values: dict[str, Any]) -> str:
    """The part asked for; each other replaces the element that has its id."""
    texts = [render_template(part, **values)]
    for other in along:
        place = other.rpartition("/")[2].removeprefix("_").removesuffix(".html")
        text = render_template(other, **values)
        texts.append(f'<hx-partial hx-target="#{place}" hx-swap="outerHTML">{text}</hx-partial>')
    return "\n".join(texts)


def wants_parts() -> bool:
    """True when htmx will swap the answer into a page, rather than show it as one."""
    return asks_for_part(request.headers.get("HX-Request"), request.headers.get("HX-Request-Type"))


def asks_for_part(asked: str | None, kind: str | None) -> bool:
    """Whether these headers of htmx ask for a part of a page."""
    return asked == "true" and kind != "full"


def beside(response: Response, target: str) -> Response:
    """Let htmx put the answer into ``target`` and leave what it meant to swap as it was."""
    response.headers["HX-Retarget"] = target
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def for_everybody(
    response: Any, *, seconds: int = FIVE_MINUTES, never_changes: bool = False
) -> Response:
    """An answer that is the same for all: others may keep it, and other sites may show it."""
    kept = make_response(response)
    kept.cache_control.public, kept.cache_control.max_age = True, seconds
    if never_changes:
        kept.cache_control.immutable = True
    kept.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return kept


def for_the_way_back(response: Response) -> Response:
    """A form that came back, with nothing personal in it: its own browser may show it again.

    Without this the way back to what was posted ends at the browser's error page.
    """
    response.cache_control.private = response.cache_control.no_cache = True
    return response


def see(address: str) -> Response:
    """After a form: look at this page now (303)."""
    return make_response(redirect(address, 303))


def back_or(address: str) -> str:
    """The local page named by ``next``, else ``address``; never another site."""
    wanted = request.values.get("next", "")
    return wanted if LOCAL.fullmatch(wanted) else address


def came_from() -> str | None:
    """The page of this site on which the reader was before, if the browser says so."""
    page = urlsplit(request.referrer or "")
    is_ours = page.netloc == request.host and LOCAL.fullmatch(page.path)
    return page.path + (f"?{page.query}" if page.query else "") if is_ours else None


def install(app: Flask) -> None:
    """Commit what a view changed, and say what may be kept by whom."""

    @app.after_request
    def commit(response: Response) -> Response:
        if request.method not in SAFE and response.status_code < FAILED:
            db.session.commit()
        return response

    @app.after_request
    def keep(response: Response) -> Response:
        if "Cache-Control" not in response.headers:
            _say_who_may_keep(response)
        if response.cache_control.public:
            session.modified = False  # others may keep it: it is for nobody
            session.accessed = False  # last, for looking at the session is an access
        elif response.cache_control.private:
            session.accessed = False  # the same whatever the cookies are by now
        else:
            response.vary.update(("Cookie", "Accept-Language"))
        return response


def _say_who_may_keep(response: Response) -> None:
    if response.status_code == CAME_BACK and not current_user.is_authenticated:
        for_the_way_back(response)
        return
    private = bool(session) or session.modified or request.method not in SAFE
    response.headers["Cache-Control"] = "no-store" if private else "no-cache"
