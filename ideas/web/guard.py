"""Every route says who may use it; a route that does not say stops the site from starting."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, abort, redirect, request, url_for
from flask_login import current_user

from ideas.policy import Permission, allows
from ideas.refusals import Refusal, refuse
from ideas.settings.queries import dials
from ideas.settings.rules import refusal_while_read_only
from ideas.settings.settings import Site
from ideas.web.answer import SAFE
from ideas.web.refusing import refused_as_json, wants_json

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")
UNGUARDED = frozenset({"static"})


def guarded(permission: Permission | None, *, always: bool = False) -> Callable[[F], F]:
    """Mark a view: who may enter; None lets everybody in. A visitor is sent to sign in.

    While the site is read only, forms are refused but for those that are ``always`` taken.
    """

    def mark(view: F) -> F:
        @functools.wraps(view)
        def entered(*args: Any, **kwargs: Any) -> Any:
            if permission is not None and not allows(permission, current_user):
                return turned_away(permission)
            if not always and request.method not in SAFE:
                refuse(refusal_while_read_only(is_read_only=dials(Site).is_read_only))
            return view(*args, **kwargs)

        entered.guarded_by = permission  # type: ignore[attr-defined]
        return cast(F, entered)

    return mark


def turned_away(permission: Permission) -> Any:
    """Send to signing in, confirming or the second factor whoever lacks only that; else 403."""
    step = None
    if not current_user.is_authenticated:
        step = "accounts.sign_in"
    elif not current_user.is_verified:
        step = "accounts.unconfirmed"
    elif getattr(current_user, "needs_second_factor", False):
        step = "accounts.second_factor"
    if step is not None and wants_json():
        return _turned_away_in_json(step)
    if step is None:
        abort(403)
    return redirect(url_for(step, next=_way_back()), 303)


def _turned_away_in_json(step: str) -> Any:
    if step == "accounts.unconfirmed":
        return refused_as_json(Refusal("web.confirm_first"), 403)
    return refused_as_json(Refusal("web.sign_in"), 401)


def _way_back() -> str | None:
    """The page to return to; what was posted is asked for again where it was filled in."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    return urlsplit(request.referrer).path if request.referrer else None


def demand(permission: Permission, thing: Any) -> None:
    """Stop with 403 when the actor may not do this to the thing."""
    if not allows(permission, current_user, thing):
        abort(403)


def found(thing: T | None) -> T:
    """The thing, or 404."""
    if thing is None:
        abort(404)
    return thing


def can(permission: str, thing: Any = None) -> bool:
    """For templates: may the reader do this?"""
    return allows(Permission(permission), current_user, thing)


def check_every_route(app: Flask) -> None:
    """Fail at start when a route has no guard."""
    unmarked = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint not in UNGUARDED and not hasattr(view, "guarded_by")
    ]
    if unmarked:
        raise RuntimeError(f"routes without a guard: {', '.join(sorted(unmarked))}")
