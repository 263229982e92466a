"""Coming in and going out: from a cookie to an actor, and from a person to a cookie.

The cookie is signed. It carries the session's token and when the browser was last seen, so that
reading pages keeps a session alive without writing to the database.
"""

import secrets
from datetime import datetime, timedelta

import flask
from flask import Flask, Response, request
from flask_login import LoginManager, current_user

from ideas import clock
from ideas.accounts.actor import Actor, Visitor
from ideas.accounts.models import Person
from ideas.accounts.rules import refusal_to_sign_in
from ideas.accounts.sessions.actions import end_session, note_use, open_session
from ideas.accounts.sessions.queries import Opened, opened_by
from ideas.accounts.sessions.rules import FAN_LONGEST, device_of, is_over, is_to_note
from ideas.refusals import refuse
from ideas.web.answer import SAFE

TOKEN, SEEN, MARK = "_user_id", "seen", "mark"
SEEN_SECONDS = 60
FAILED = 400


def actor_of(token: str) -> Actor | None:
    """Who sends this token; None, and an empty cookie, when the session is over."""
    opened, moment = opened_by(token), clock.now()
    idle = int(moment.timestamp()) - flask.session.get(SEEN, 0)
    if opened is None or not _still_holds(opened, moment, idle):
        flask.session.clear()
        return None
    if idle >= SEEN_SECONDS:
        flask.session[SEEN] = int(moment.timestamp())
    return Actor(opened)


def _still_holds(opened: Opened, moment: datetime, idle: int) -> bool:
    return opened.is_active and not is_over(
        opened.opened_at, moment, idle=timedelta(seconds=idle), is_staff=bool(opened.roles)
    )


def token_of_this() -> str | None:
    """The token of the session this request came with."""
    token: str | None = flask.session.get(TOKEN)
    return token


def enter(person: Person, *, second_factor: bool = False) -> None:
    """Sign this browser in: a new session takes the place of whatever was open in it.

    Refused when the person is suspended.
    """
    suspended = person.suspended_at is not None
    refuse(refusal_to_sign_in(is_suspended=suspended, reason=person.suspended_reason))
    leave()
    device = device_of(request.user_agent.string)
    flask.session[TOKEN] = open_session(person.id, device=device, second_factor=second_factor)
    flask.session[SEEN] = int(clock.now().timestamp())
    flask.session.permanent = True


def mark_browser() -> str:
    """A mark on this browser, by which it is known again when the link it asked for is opened."""
    flask.session[MARK] = mark = secrets.token_urlsafe(16)
    return mark


def is_marked(mark: str) -> bool:
    """Is this the browser with that mark?"""
    return bool(mark) and flask.session.get(MARK) == mark


def leave() -> None:
    """Sign this browser out."""
    token = token_of_this()
    flask.session.clear()
    if token is not None:
        end_session(token)


def install(app: Flask) -> None:
    """Let Flask-Login find the actor of a request."""
    login = LoginManager(app)
    login.anonymous_user = Visitor
    login.session_protection = None
    login.user_loader(actor_of)
    app.config["PERMANENT_SESSION_LIFETIME"] = FAN_LONGEST
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False

    @app.after_request
    def see(response: Response) -> Response:
        if request.method in SAFE or response.status_code >= FAILED:
            return response
        opened = getattr(current_user, "opened", None)
        if opened is not None and is_to_note(opened.last_seen_at, clock.now()):
            note_use(opened.id)
        return response
