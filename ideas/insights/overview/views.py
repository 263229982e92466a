"""The desk's page of figures."""

from datetime import timedelta

from flask import Response, request

from ideas import clock
from ideas.insights.blueprint import blueprint
from ideas.insights.overview import shown
from ideas.insights.queries import figures_of_days, figures_of_whole
from ideas.insights.rules import SPANS, Figure
from ideas.journey.stages import Stage
from ideas.policy import Permission
from ideas.web.answer import answer
from ideas.web.forms import numbered
from ideas.web.guard import guarded


@blueprint.get("/desk/insights")
@guarded(Permission.INSIGHTS_SEE)
def overview() -> Response:
    """How the whole is doing, over the last days, quarter or year."""
    asked = numbered(request.args.get("days", ""))
    span = asked if asked in SPANS else SPANS[1]
    today = clock.today()
    days = figures_of_days(today - timedelta(days=span - 1))
    whole = figures_of_whole()
    often, rarely = shown.ideas_seen(whole)
    return answer(
        "insights/overview.html",
        span=span,
        spans=SPANS,
        made_at=shown.made_at(whole),
        funnel=shown.funnel(days),
        votes=shown.points(days.get((Figure.VOTES, ""), {}), today, span),
        visits=shown.points(days.get((Figure.VISITS, ""), {}), today, span),
        submitted=shown.points(days.get((Figure.ARRIVED, Stage.SUBMITTED), {}), today, span),
        spells=shown.spells(whole),
        often=often,
        rarely=rarely,
        whole={figure.value: numbers for figure, numbers in whole.items()},
        lasting=shown.lasting,
        reasons=shown.reasons(whole),
        tags=shown.tags(whole),
    )
