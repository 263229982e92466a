"""The page of a case, also with a form that came back."""

from typing import Any

from flask import Response
from flask_login import current_user

from ideas.review.cases.casefile import casefile_of
from ideas.review.models import Case
from ideas.web.answer import answer


def case_page(case: Case, status: int = 200, **forms: Any) -> Response:
    """The case file; ``forms`` are the one of an answer, and the note of a scorecard."""
    values = casefile_of(case, current_user.person)
    return answer("review/case.html", status=status, **values, **forms)
