"""Places in a page that is drawn for many, where each reader gets their own.

A page drawn for *members*, people who are signed in and hold no role, is kept with holes: a hole
is filled with what is theirs, and what stands between ``hole("name")`` and ``hole("end")`` is
theirs or left out. The token in a hole is this process's secret: nobody writes one into an idea.
"""

from typing import Any

from flask import Flask, g, request
from markupsafe import Markup

from ideas.web.keeping.drawing import sheet_of


class Anyone:
    """Who reads a page that is drawn for members: signed in, in good standing, without a role."""

    id = 0
    name = ""
    language = None
    is_authenticated = is_verified = True
    is_staff = needs_second_factor = has_second_factor = False
    roles: frozenset[Any] = frozenset()


def hole(name: str) -> Markup:
    """For templates: the place of what each member has of their own; empty on everybody's pages."""
    sheet = sheet_of(request.environ)
    if sheet is None or not sheet.for_members:
        return Markup("")
    return Markup(f"{sheet.hole}[{name}]")  # noqa: S704 our own words


def install(app: Flask) -> None:
    """Let a page for members be drawn by nobody in particular."""
    app.jinja_env.globals["hole"] = hole

    @app.before_request
    def be_anyone() -> None:
        sheet = sheet_of(request.environ)
        if sheet is not None and sheet.for_members:
            g._login_user = Anyone()
            g.csrf_token = hole("csrf")
