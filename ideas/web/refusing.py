"""A refusal as it goes out: one code and one sentence, in a page, in a part, or as JSON."""

from collections.abc import Callable

from flask import Response, jsonify, request

from ideas.db import db
from ideas.refusals import Refusal
from ideas.web.speak import sentence_of

CODE = "Refusal"
JSON = "application/json"


def wants_json() -> bool:
    """True when JSON is what is asked for first."""
    accepted = request.accept_mimetypes
    return accepted.best == JSON and accepted[JSON] > accepted["text/html"]


def refused_as_json(refusal: Refusal, status: int) -> Response:
    """The code, the sentence, and nothing else."""
    response = jsonify(code=refusal.code, sentence=sentence_of(refusal))
    response.status_code = status
    return with_code(response, refusal)


def refused_on(page: Callable[..., Response], refusal: Refusal) -> Response:
    """409; a page that takes ``status`` and ``refusal`` says the sentence. Nothing was written."""
    db.session.rollback()
    if wants_json():
        return refused_as_json(refusal, 409)
    return with_code(page(status=409, refusal=sentence_of(refusal)), refusal)


def with_code(response: Response, refusal: Refusal) -> Response:
    """The same answer, with the code of its refusal in a header."""
    response.headers[CODE] = refusal.code
    return response
