"""Deciding about many votes: a preview with numbers, the decision, its progress, its undoing."""

from functools import partial
from typing import Any

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from ideas.journey.models import Idea
from ideas.policy import Permission
from ideas.refusals import Refused
from ideas.voting.integrity import actions, queries, rules
from ideas.voting.integrity.blueprint import blueprint, idea_to_judge, is_of_team
from ideas.voting.integrity.decisions.conditions import conditions_in
from ideas.voting.integrity.models import Sweep
from ideas.voting.integrity.rules import FITTING, SweepState, Verb, Why
from ideas.voting.queries import ballot_of
from ideas.web.answer import answer, see
from ideas.web.format import number
from ideas.web.forms import typed
from ideas.web.guard import demand, found, guarded
from ideas.web.refusing import refused_on

CHOSEN = (Verb.HOLD, Verb.RELEASE, Verb.VOID)


@blueprint.get("/desk/integrity/<slug>/decision")
@guarded(Permission.VOTE_JUDGE)
def preview(slug: str) -> Response:
    """What a decision would do, before it is made."""
    return _preview(idea_to_judge(slug), _verb(request.args.get("verb", "")))


def _verb(word: str) -> Verb:
    if word not in set(CHOSEN):
        abort(404)
    return Verb(word)


def _preview(idea: Idea, verb: Verb, *, status: int = 200, refusal: str = "") -> Response:
    """``request.values`` holds the conditions, whether they came in an address or in a form."""
    chosen, ballot = conditions_in(request.values), found(ballot_of(idea.id))
    total, counted = queries.number_of(queries.votes_to(verb, idea.id, chosen))
    after = ballot.votes + (total if verb is Verb.RELEASE else -counted)
    before = ballot.votes + ballot.held
    alone = total + queries.voided_alone(idea.id, current_user.id)
    two = verb is Verb.VOID and rules.needs_two(alone, ballot.tiers, before, after)
    return answer(
        "voting/integrity/decision.html",
        status=status,
        refusal=refusal,
        idea=idea,
        verb=verb,
        conditions=chosen,
        given={name: value for name, value in request.values.items() if name != "csrf_token"},
        total=total,
        ballot=ballot,
        after=after,
        reached=[tier for tier in ballot.tiers if ballot.votes < tier.votes <= after],
        needs_two=two,
        whys=FITTING[verb],
        is_own=is_of_team(idea),
    )


@blueprint.post("/desk/integrity/<slug>/decision")
@guarded(Permission.VOTE_JUDGE)
def decide(slug: str) -> Response:
    """Make the decision; a few votes are done at once."""
    idea, verb = idea_to_judge(slug), _verb(typed("verb"))
    if typed("why") not in set(Why):
        return _preview(idea, verb, status=422, refusal=_("Choose a reason."))
    chosen, note = conditions_in(request.form), typed("note")[: rules.LONGEST_NOTE]
    try:
        sweep = actions.propose(
            idea, verb, Why(typed("why")), conditions=chosen, by=current_user.person, note=note
        )
    except Refused as refused:
        return refused_on(partial(_preview, idea, verb), refused.refusal)
    if sweep.state is SweepState.DONE:
        flash(_done(sweep), "good")
        return see(url_for(".idea", slug=slug))
    return see(url_for(".sweep", sweep_id=sweep.id))


def _done(sweep: Sweep) -> str:
    votes = sweep.done
    said: dict[Verb, str] = {
        Verb.HOLD: ngettext("%(n)s vote is held.", "%(n)s votes are held.", votes, n=number(votes)),
        Verb.RELEASE: ngettext(
            "%(n)s vote counts again.", "%(n)s votes count again.", votes, n=number(votes)
        ),
        Verb.VOID: ngettext("%(n)s vote is void.", "%(n)s votes are void.", votes, n=number(votes)),
        Verb.UNDO: ngettext(
            "%(n)s vote is back where it was.",
            "%(n)s votes are back where they were.",
            votes,
            n=number(votes),
        ),
    }
    return said[sweep.verb]


@blueprint.get("/desk/integrity/decisions/<int:sweep_id>")
@guarded(Permission.VOTE_JUDGE)
def sweep(sweep_id: int) -> Response:
    """How far a decision is; what is still going on looks again by itself."""
    return _sweep(found(queries.sweep_with(sweep_id)))


def _sweep(sweep: Sweep, **shown: Any) -> Response:
    ballot, counted = found(ballot_of(sweep.idea_id)), 0
    if sweep.state is SweepState.PROPOSED:
        _, counted = queries.number_of(queries.votes_left(sweep))
    return answer(
        "voting/integrity/sweep.html",
        part="voting/integrity/_sweep.html",
        sweep=sweep,
        undone=queries.undone_by(sweep.id),
        before=ballot.votes,
        after=ballot.votes - counted,
        people=queries.names_in(sweep),
        is_proposer=sweep.proposed_by_id == current_user.id,
        is_own=is_of_team(sweep.idea),
        **shown,
    )


def _judged(sweep_id: int) -> Sweep:
    sweep = found(queries.sweep_with(sweep_id))
    demand(Permission.VOTE_JUDGE, sweep)
    return sweep


@blueprint.post("/desk/integrity/decisions/<int:sweep_id>/confirmation")
@guarded(Permission.VOTE_JUDGE)
def sweep_confirmation(sweep_id: int) -> Response:
    """The second person agrees."""
    actions.confirm(_judged(sweep_id), by=current_user.person)
    flash(_("Confirmed. It is carried out."), "good")
    return see(url_for(".sweep", sweep_id=sweep_id))


@blueprint.delete("/desk/integrity/decisions/<int:sweep_id>")
@guarded(Permission.VOTE_JUDGE)
def sweep_end(sweep_id: int) -> Response:
    """Turn it down, or stop it."""
    ended = actions.cancel(_judged(sweep_id), by=current_user.person)
    is_refused = ended is SweepState.REFUSED
    stopped = _("Stopped. What was done by then can be undone.")
    flash(_("Turned down. The votes stay as they are.") if is_refused else stopped, "good")
    return see(url_for(".sweep", sweep_id=sweep_id))


@blueprint.post("/desk/integrity/decisions/<int:sweep_id>/undoing")
@guarded(Permission.VOTE_JUDGE)
def sweep_undoing(sweep_id: int) -> Response:
    """Put the votes back."""
    undoing = actions.undo(_judged(sweep_id), by=current_user.person)
    if undoing.state is SweepState.DONE:
        flash(_done(undoing), "good")
    return see(url_for(".sweep", sweep_id=undoing.id))
