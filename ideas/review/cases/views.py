"""The page of a case."""

from flask import Response

from ideas.policy import Permission
from ideas.review.blueprint import blueprint, case_at
from ideas.review.cases.page import case_page
from ideas.web.guard import guarded


@blueprint.get("/desk/rounds/<slug>/cases/<idea>")
@guarded(Permission.CASE_SCORE)
def case(slug: str, idea: str) -> Response:
    """The case file with one's scorecard and the decision."""
    return case_page(case_at(slug, idea))
