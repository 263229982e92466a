"""Answers when something is wrong: a page that says what happened and what to do."""

import errno
import math
from typing import Any

import sqlalchemy.exc
from flask import Flask, current_app, g, request
from flask_babel import ngettext
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from ideas.db import db
from ideas.limits.rules import TooMany
from ideas.refusals import Refusal, Refused
from ideas.storage.buckets import is_away
from ideas.web.again import form_to_send_again
from ideas.web.answer import answer, beside, came_from, wants_parts
from ideas.web.refusing import refused_as_json, wants_json, with_code
from ideas.web.speak import sentence_of
from ideas.web.watch import tell

PAGES = frozenset({400, 403, 404, 405, 409, 413, 415, 429, 500, 503})
ALIKE = dict.fromkeys(range(400, 500), 404) | {422: 400}
BUSY_SECONDS = "5"
BUSY, BROKEN, UNREADABLE = Refusal("web.busy"), Refusal("web.broken"), Refusal("web.unreadable")
FORM_OLD, SIGNED_OUT = Refusal("web.form_old"), Refusal("web.signed_out")
SAID = {
    403: Refusal("web.not_allowed"),
    404: Refusal("web.not_here"),
    405: Refusal("web.only_forms"),
    503: BUSY,
}
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
TROUBLE = "ideas.trouble"
"""Where a door before the site leaves what went wrong there, for the site to say."""


class Crowded(Exception):
    """More people are here than can be answered; the front turns some away."""


def on_refusal(refused: Refused) -> Any:
    """409 with the sentence; nothing was written."""
    db.session.rollback()
    if wants_json():
        return refused_as_json(refused.refusal, 409)
    response = answer(
        "errors/409.html",
        part="errors/_refusal.html",
        status=409,
        sentence=sentence_of(refused.refusal),
        back=came_from(),
    )
    return with_code(beside(response, "#flashes"), refused.refusal)


def on_haste(many: TooMany) -> Any:
    """429, and when to come back; nothing was written."""
    db.session.rollback()
    tell("too often")
    minutes = math.ceil(many.retry_after / 60)
    time = ngettext("%(num)s minute", "%(num)s minutes", minutes)
    response = _problem(429, Refusal("web.too_often", time=time), back=came_from())
    response.headers["Retry-After"] = str(many.retry_after)
    return response


def on_http_error(error: HTTPException) -> Any:
    """The page of the error's number; its headers stay."""
    db.session.rollback()
    if error.response is not None:
        return error.response
    code = error.code if error.code in PAGES else ALIKE.get(error.code or 500, 500)
    if code == 403:
        tell("not allowed")
    refusal = SAID.get(code, UNREADABLE if code < 500 else BROKEN)
    response = _problem(code, refusal, status=error.code or 500, description=error.description)
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


def on_expired_form(error: CSRFError) -> Any:
    """A form whose page was too old: say so where it was filled in."""
    db.session.rollback()
    tell("without its token")
    refusal = FORM_OLD if current_user.is_authenticated else SIGNED_OUT
    return _problem(400, refusal, description=error.description, back=came_from())


def on_busy(error: Exception) -> Any:
    """No database or bucket, too many people, or a full disk: 503, and when to come back."""
    db.session.rollback()
    _ask_nothing_more()
    response = _problem(503, BUSY, again=form_to_send_again())
    response.headers["Retry-After"] = BUSY_SECONDS
    return response


def on_crash(error: Exception) -> Any:
    """500; the log has the trace, the reader never does. A failed commit comes here too."""
    cause = getattr(error, "original_exception", None)
    if cause is not None and _will_pass(cause):
        return on_busy(cause)
    db.session.rollback()
    _ask_nothing_more()
    return _problem(500, BROKEN)


def _will_pass(error: Exception) -> bool:
    """True for what may simply be tried again: no database, no connection, no bucket, no room."""
    if isinstance(error, sqlalchemy.exc.DBAPIError):
        return isinstance(error, sqlalchemy.exc.OperationalError) or error.connection_invalidated
    is_full = isinstance(error, OSError) and error.errno in NO_ROOM
    return is_full or isinstance(error, sqlalchemy.exc.TimeoutError) or is_away(error)


def _problem(code: int, refusal: Refusal, *, status: int | None = None, **values: Any) -> Any:
    """The error's page; its words alone, beside what was typed, when htmx sent the form."""
    is_part = wants_parts()
    page, status = f"errors/{code}.html", status or code
    if wants_json():
        return refused_as_json(refusal, status)
    sentence = sentence_of(refusal)
    response = answer(page, status=status, is_part=is_part, sentence=sentence, **values)
    response.vary.add("HX-Request")
    return with_code(beside(response, "#flashes") if is_part else response, refusal)


def _ask_nothing_more() -> None:
    """Render what follows without the database: for a visitor, in the brand's default clothes."""
    g.without_database = True
    g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]


def install(app: Flask) -> None:
    """Answer refusals and errors."""
    app.register_error_handler(Refused, on_refusal)
    app.register_error_handler(TooMany, on_haste)
    app.register_error_handler(CSRFError, on_expired_form)
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(sqlalchemy.exc.OperationalError, on_busy)
    app.register_error_handler(sqlalchemy.exc.TimeoutError, on_busy)
    app.register_error_handler(Crowded, on_busy)
    app.register_error_handler(500, on_crash)

    @app.before_request
    def say_what_went_wrong() -> None:
        trouble = request.environ.get(TROUBLE)
        if trouble is not None:
            raise trouble
