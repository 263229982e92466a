"""Forms know only GET and POST: a hidden ``_method`` names PUT, PATCH or DELETE."""

from flask import Flask, request
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException

METHODS = frozenset({"PUT", "PATCH", "DELETE"})


def install(app: Flask) -> None:
    """Find the view anew for the named method; the CSRF check, installed after, sees that view."""

    @app.before_request
    def read_method() -> None:
        if request.method != "POST" or request.form.get("_method") not in METHODS:
            return
        request.method = request.form["_method"]
        request.url_rule, request.routing_exception = None, None
        adapter = request_ctx.url_adapter
        if adapter is None:
            return
        try:
            rule, values = adapter.match(method=request.method, return_rule=True)
            request.url_rule, request.view_args = rule, dict(values)
        except HTTPException as error:
            request.routing_exception = error
