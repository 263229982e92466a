"""The reviewers' pages: rounds, a round with its cases, a case file."""

from typing import Any

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.journey.queries import idea_visible_to
from ideas.policy import Permission, allows
from ideas.review import actions, queries
from ideas.review.casefile import casefile_of
from ideas.review.forms import AnswerForm, NoteForm, RoundForm
from ideas.review.models import Case, Decision, Round
from ideas.review.settings import Review
from ideas.settings.queries import dials
from ideas.web.answer import answer, see
from ideas.web.forms import numbered, typed
from ideas.web.guard import demand, found, guarded

blueprint = Blueprint("review", __name__)


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
    round_ = _round(slug)
    return answer(
        "review/round.html",
        round=round_,
        lines=queries.cases_of(round_.id),
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
    actions.publish_round(_round(slug), by=current_user.person)
    flash(_("The answers are public. Everybody who voted is being told."), "good")
    return see(url_for(".show", slug=slug))


@blueprint.get("/desk/rounds/<slug>/cases/<idea>")
@guarded(Permission.CASE_SCORE)
def case(slug: str, idea: str) -> Response:
    """The case file with one's scorecard and the decision."""
    return _page(_case(slug, idea), form=AnswerForm(), note=NoteForm(formdata=None))


def _page(case: Case, status: int = 200, **forms: Any) -> Response:
    values = casefile_of(case, current_user.person)
    return answer("review/case.html", status=status, **values, **forms)


@blueprint.post("/desk/rounds/<slug>/cases/<idea>/scorecard")
@guarded(Permission.CASE_SCORE)
def score(slug: str, idea: str) -> Response:
    """Keep one's scorecard, and go on to the next case that waits for one."""
    case, note = _case(slug, idea), NoteForm()
    if not note.was_sent():
        return _page(case, 422, form=AnswerForm(), note=note)
    points = {key: _points(key) for key in queries.weights_of(case.round) if _points(key)}
    actions.save_scorecard(case, points, note=note.said("note"), by=current_user.person)
    flash(_("Your scores of “%(title)s” are kept.", title=case.idea.title), "good")
    onward = queries.next_case(case, current_user.id)
    return see(_address(onward or case))


def _points(key: str) -> int:
    return numbered(typed(key)) or 0


@blueprint.post("/desk/rounds/<slug>/cases/<idea>/decision")
@guarded(Permission.DECISION_PROPOSE)
def propose(slug: str, idea: str) -> Response:
    """Propose an answer."""
    case, form = _case(slug, idea), AnswerForm()
    if not form.was_sent():
        return _page(case, 422, form=form, note=NoteForm(formdata=None))
    with form.refusals_beside(decision="sentence_en"):
        actions.propose(case, form.answer(), by=current_user.person)
    if form.errors:
        return _page(_case(slug, idea), 422, form=form, note=NoteForm(formdata=None))
    flash(_("The answer is proposed. A second person confirms it."), "good")
    return see(_address(case))


@blueprint.delete("/desk/rounds/<slug>/cases/<idea>/decision")
@guarded(Permission.DECISION_PROPOSE)
def take_back(slug: str, idea: str) -> Response:
    """Take a proposal back."""
    case = _case(slug, idea)
    actions.take_back(_standing(case), by=current_user.person)
    flash(_("The proposal is taken back."), "good")
    return see(_address(case))


@blueprint.post("/desk/rounds/<slug>/cases/<idea>/confirmation")
@guarded(Permission.DECISION_CONFIRM)
def confirm(slug: str, idea: str) -> Response:
    """Confirm somebody else's proposal."""
    case = _case(slug, idea)
    actions.confirm(_standing(case), by=current_user.person)
    flash(_("The answer is confirmed. It is published with its round."), "good")
    return see(_address(case))


@blueprint.post("/desk/rounds/<slug>/cases")
@guarded(Permission.ROUND_MANAGE)
def bring_back(slug: str) -> Response:
    """Take a parked idea into the round."""
    idea = found(idea_visible_to(current_user, typed("idea")))
    case = actions.bring_back(idea, _round(slug), by=current_user.person)
    flash(_("The idea is under review again."), "good")
    return see(_address(case))


def _round(slug: str) -> Round:
    round_ = found(queries.round_by_slug(slug))
    demand(Permission.CASE_SCORE, round_)
    return round_


def _case(slug: str, idea: str) -> Case:
    seen = found(idea_visible_to(current_user, idea))
    return found(queries.case_of(_round(slug).id, seen.id))


def _standing(case: Case) -> Decision:
    return found(queries.standing_decision(case.id))


def _address(case: Case) -> str:
    return url_for(".case", slug=case.round.slug, idea=case.idea.slug)
