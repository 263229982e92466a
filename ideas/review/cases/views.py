"""The page of a case, and cases side by side."""

from flask import Response, request
from flask_login import current_user

from ideas.policy import Permission
from ideas.review.blueprint import blueprint, case_at, round_at
from ideas.review.cases.comparing import LEAST, MOST, facts_of
from ideas.review.cases.page import case_page
from ideas.review.cases.queries import cases_in, lines_of
from ideas.review.scoring.queries import criteria_of
from ideas.web.answer import answer
from ideas.web.guard import guarded


@blueprint.get("/desk/rounds/<slug>/cases/<idea>")
@guarded(Permission.CASE_SCORE)
def case(slug: str, idea: str) -> Response:
    """The case file with one's scorecard and the decision."""
    return case_page(case_at(slug, idea))


@blueprint.get("/desk/rounds/<slug>/comparison")
@guarded(Permission.CASE_SCORE)
def compare(slug: str) -> Response:
    """Two to four cases of the round side by side."""
    round_, chosen = round_at(slug), set(request.args.getlist("idea"))
    every = cases_in(round_.id)
    cases = [case for case in every if case.idea.slug in chosen]
    lines = lines_of(cases, current_user.id) if LEAST <= len(cases) <= MOST else []
    return answer(
        "review/compare.html",
        round=round_,
        lines=lines,
        facts=facts_of(lines),
        criteria=criteria_of(round_.id),
        all=every,
        chosen=chosen,
    )
