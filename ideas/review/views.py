"""The reviewers' pages: rounds, a round with its cases, answers."""

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.journey.queries import idea_visible_to
from ideas.policy import Permission, allows
from ideas.review import actions, queries
from ideas.review.blueprint import address_of, blueprint, case_at, round_at
from ideas.review.cases import views as cases
from ideas.review.cases.page import case_page
from ideas.review.cases.queries import cases_in, lines_of, progress_of
from ideas.review.cases.rules import Sort, sort_of
from ideas.review.conflicts import views as conflicts
from ideas.review.forms import AnswerForm, RoundForm
from ideas.review.models import Case, Decision, Round
from ideas.review.scoring import views as scoring
from ideas.review.settings import Review
from ideas.settings.queries import dials
from ideas.web.answer import answer, see
from ideas.web.forms import typed
from ideas.web.guard import found, guarded

__all__ = ["blueprint", "cases", "conflicts", "scoring"]


@blueprint.get("/desk/rounds")
@guarded(Permission.CASE_SCORE)
def rounds() -> Response:
    """Every round, and the form of the next."""
    return _rounds(RoundForm(formdata=None, capacity=dials(Review).capacity))


def _rounds(form: RoundForm) -> Response:
    every = [each for each in queries.rounds() if allows(Permission.CASE_SCORE, current_user, each)]
    late = {round_.id for round_ in every if queries.is_late(round_)}
    return answer("review/rounds.html", status=form.status, rounds=every, late=late, form=form)


@blueprint.post("/desk/rounds")
@guarded(Permission.ROUND_MANAGE)
def open_round() -> Response:
    """Announce a round."""
    form = RoundForm()
    if not form.was_sent():
        return _rounds(form)
    round_ = actions.open_round(
        form.said("name"),
        cutoff_at=form.cutoff_at(),
        decision_due_on=form.due_on(),
        capacity=form.capacity.data or 1,
        by=current_user.person,
    )
    flash(_("The round is announced."), "good")
    return see(url_for(".show", slug=round_.slug))


@blueprint.get("/desk/rounds/<slug>")
@guarded(Permission.CASE_SCORE)
def show(slug: str) -> Response:
    """A round with its cases, scores and decisions."""
    round_, sort = round_at(slug), sort_of(request.args.get("sort"))
    return answer(
        "review/round.html",
        round=round_,
        lines=lines_of(cases_in(round_.id), current_user.id, sort),
        sort=sort,
        sorts=list(Sort),
        progress=progress_of(round_.id, current_user.id),
        undecided=queries.undecided(round_.id),
        late=queries.is_late(round_),
        waiting=len(queries.ideas_for_a_round()) if round_.cut_off_at is None else 0,
        parked=queries.parked_ideas() if _is_under_review(round_) else (),
    )


def _is_under_review(round_: Round) -> bool:
    return round_.cut_off_at is not None and round_.published_at is None


@blueprint.post("/desk/rounds/<slug>/publication")
@guarded(Permission.DECISION_CONFIRM)
def publish(slug: str) -> Response:
    """Publish every answer of the round."""
    actions.publish_round(round_at(slug), by=current_user.person)
    flash(_("The answers are public. Everybody who voted is being told."), "good")
    return see(url_for(".show", slug=slug))


@blueprint.post("/desk/rounds/<slug>/cases/<idea>/decision")
@guarded(Permission.DECISION_PROPOSE)
def propose(slug: str, idea: str) -> Response:
    """Propose an answer."""
    case, form = case_at(slug, idea), AnswerForm()
    if not form.was_sent():
        return case_page(case, 422, form=form)
    with form.refusals_beside(decision="sentence_en"):
        actions.propose(case, form.answer(), by=current_user.person)
    if form.errors:
        return case_page(case_at(slug, idea), 422, form=form)
    flash(_("The answer is proposed. A second person confirms it."), "good")
    return see(address_of(case))


@blueprint.delete("/desk/rounds/<slug>/cases/<idea>/decision")
@guarded(Permission.DECISION_PROPOSE)
def take_back(slug: str, idea: str) -> Response:
    """Take a proposal back."""
    case = case_at(slug, idea)
    actions.take_back(_standing(case), by=current_user.person)
    flash(_("The proposal is taken back."), "good")
    return see(address_of(case))


@blueprint.post("/desk/rounds/<slug>/cases/<idea>/confirmation")
@guarded(Permission.DECISION_CONFIRM)
def confirm(slug: str, idea: str) -> Response:
    """Confirm somebody else's proposal."""
    case = case_at(slug, idea)
    actions.confirm(_standing(case), by=current_user.person)
    flash(_("The answer is confirmed. It is published with its round."), "good")
    return see(address_of(case))


@blueprint.post("/desk/rounds/<slug>/cases")
@guarded(Permission.ROUND_MANAGE)
def bring_back(slug: str) -> Response:
    """Take a parked idea into the round."""
    idea = found(idea_visible_to(current_user, typed("idea")))
    case = actions.bring_back(idea, round_at(slug), by=current_user.person)
    flash(_("The idea is under review again."), "good")
    return see(address_of(case))


def _standing(case: Case) -> Decision:
    return found(queries.standing_decision(case.id))
