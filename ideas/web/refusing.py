"""A refusal as it goes out: one code and one sentence, in a page, in a part, or as JSON."""

from flask import Response, jsonify, request

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


def with_code(response: Response, refusal: Refusal) -> Response:
    """The same answer, with the code of its refusal in a header."""
    response.headers[CODE] = refusal.code
    return response
