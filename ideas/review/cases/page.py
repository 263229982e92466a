"""The page of a case, also with a form that came back."""

from typing import Any

from flask import Response
from flask_login import current_user

from ideas.review.attachments.forms import AttachmentForm
from ideas.review.cases.casefile import casefile_of
from ideas.review.conflicts.forms import ConflictForm
from ideas.review.estimates.forms import blank_estimate
from ideas.review.forms import AnswerForm
from ideas.review.models import Case
from ideas.review.scoring.forms import NoteForm, TalkForm
from ideas.web.answer import answer


def case_page(case: Case, status: int = 200, **came_back: Any) -> Response:
    """The case file; ``came_back`` are the forms of the page that are not empty."""
    values = casefile_of(case, current_user.person)
    newest = next(iter(values["estimates"]), None)
    forms: dict[str, Any] = {
        "form": AnswerForm(),
        "note": NoteForm(formdata=None),
        "talk": TalkForm(formdata=None),
        "declaration": ConflictForm(formdata=None),
        "estimate": blank_estimate(newest, values["currency"]),
        "upload": AttachmentForm(formdata=None),
    }
    return answer("review/case.html", status=status, **values, **(forms | came_back))
