"""The desk's pages about votes: what waits, and one idea with what its votes have in common."""

from flask import Response, abort, flash, request, url_for
from flask_babel import format_datetime
from flask_babel import gettext as _
from flask_login import current_user

from ideas.policy import Permission
from ideas.voting.integrity import actions, queries
from ideas.voting.integrity.appeals import views as appeals
from ideas.voting.integrity.appeals.queries import (
    appeals_after,
    judged_before,
    number_of_appeals,
)
from ideas.voting.integrity.blueprint import blueprint, idea_to_judge, is_of_team
from ideas.voting.integrity.cases.heaps import heaps_of
from ideas.voting.integrity.cases.queries import (
    case_with,
    cases_after,
    cases_of,
    held_in,
    next_idea,
    number_of_cases,
)
from ideas.voting.integrity.decisions import views as decisions
from ideas.voting.integrity.likeness import queries as likeness
from ideas.voting.integrity.published import views as published
from ideas.voting.integrity.sampling.actions import check
from ideas.voting.integrity.sampling.queries import accounts_in, ideas_in_check, sample_of
from ideas.voting.integrity.sampling.rules import Finding, is_doubtful
from ideas.voting.queries import ballot_of
from ideas.web.answer import answer, see
from ideas.web.forms import typed
from ideas.web.guard import demand, found, guarded
from ideas.web.paging import id_of, mark_of

__all__ = ["appeals", "blueprint", "decisions", "published"]
A_PAGE, LAST = 50, 20


@blueprint.get("/desk/integrity")
@guarded(Permission.VOTE_JUDGE)
def queue() -> Response:
    """What waits for somebody to look at it, the longest first."""
    rows = cases_after(id_of(request.args.get("after")) or 0, limit=A_PAGE + 1)
    shown, appealing = rows[:A_PAGE], appeals_after(0, limit=A_PAGE)
    return answer(
        "voting/integrity/queue.html",
        heaps=heaps_of(shown, held_in([case.id for case in shown])),
        number=number_of_cases(),
        proposed=queries.proposed_sweeps(),
        checks=ideas_in_check(),
        appeals=appealing,
        barred=judged_before(current_user.id, appealing),
        appeals_number=number_of_appeals(),
        after=mark_of(shown[-1].id) if len(rows) > A_PAGE else None,
    )


@blueprint.get("/desk/integrity/<slug>")
@guarded(Permission.VOTE_JUDGE)
def idea(slug: str) -> Response:
    """What is known of an idea's votes: cases, networks, domains, timing, mix, the sample."""
    idea = idea_to_judge(slug)
    ballot, cases = found(ballot_of(idea.id)), cases_of(idea.id)
    sample = sample_of(ballot)
    return answer(
        "voting/integrity/idea.html",
        idea=idea,
        ballot=ballot,
        cases=cases,
        held=held_in([case.id for case in cases]),
        commons=likeness.commons_of(idea.id),
        traits=likeness.traits_of(idea.id),
        hours=[(format_datetime(at, "EEE H'h'"), cast) for at, cast in likeness.hours_of(idea.id)],
        others=likeness.also_voted_for(idea.id),
        sample=accounts_in(sample),
        is_doubtful=is_doubtful([row.finding for row in sample]),
        findings=list(Finding),
        sweeps=queries.sweeps_of(idea.id, LAST),
        is_own=is_of_team(idea),
        next_idea=next_idea(idea.id),
    )


@blueprint.post("/desk/integrity/<slug>/sample/<int:place>")
@guarded(Permission.VOTE_JUDGE)
def sampled(slug: str, place: int) -> Response:
    """Say what one finds of a voter in the sample."""
    idea = idea_to_judge(slug)
    ballot = found(ballot_of(idea.id))
    found(next((row for row in sample_of(ballot) if row.place == place), None))
    if typed("finding") not in set(Finding):
        abort(422)
    check(idea, place, Finding(typed("finding")), by=current_user.person)
    return see(url_for(".idea", slug=slug, _anchor="sample"))


@blueprint.post("/desk/integrity/cases/<int:case_id>/closing")
@guarded(Permission.VOTE_JUDGE)
def case_closing(case_id: int) -> Response:
    """Nothing is to be done here."""
    case = found(case_with(case_id))
    demand(Permission.VOTE_JUDGE, case)
    actions.close_case(case, by=current_user.person)
    flash(_("The case is closed."), "good")
    return see(url_for(".idea", slug=case.idea.slug))
