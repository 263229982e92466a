"""The desk's pages of rounds: all of them, one with its cases, and words about a delay."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.journey.queries import idea_visible_to
from ideas.policy import Permission, allows
from ideas.review import actions, queries
from ideas.review.blueprint import address_of, blueprint, round_at
from ideas.review.cases.queries import cases_in, lines_of, progress_of
from ideas.review.cases.rules import Sort, sort_of
from ideas.review.decisions.queries import undecided_ideas
from ideas.review.forms import RoundForm
from ideas.review.models import Round
from ideas.review.rounds.actions import change_capacity, say_delay
from ideas.review.rounds.forms import CapacityForm, DelayForm
from ideas.review.rounds.queries import delays_of, forecasts_of, plan
from ideas.review.rounds.rules import MOST_CAPACITY, is_over_capacity
from ideas.review.settings import Review
from ideas.settings.queries import dials
from ideas.web.answer import answer, see
from ideas.web.forms import numbered, typed
from ideas.web.guard import found, guarded


@blueprint.get("/desk/rounds")
@guarded(Permission.CASE_SCORE)
def rounds() -> Response:
    """Every round, and the form of the next."""
    turned = dials(Review)
    capacity = _tried_capacity() or turned.capacity
    return _rounds(RoundForm(formdata=None, capacity=capacity, zone=turned.zone))


def _tried_capacity() -> int | None:
    """What the tuner tried, when one comes from there."""
    tried = numbered(request.args.get("capacity", ""))
    return tried if tried and tried <= MOST_CAPACITY else None


def _rounds(form: RoundForm) -> Response:
    every = [each for each in queries.rounds() if allows(Permission.CASE_SCORE, current_user, each)]
    return answer(
        "review/rounds.html",
        status=form.status,
        rounds=every,
        late={round_.id for round_ in every if queries.is_late(round_)},
        forecasts=forecasts_of([each.id for each in every if each.cut_off_at is None]),
        over=over_capacity,
        plan=plan(),
        form=form,
    )


def over_capacity(round_: Round, forecast: Any) -> str:
    """Whether more ideas are expected than the round takes: ``likely``, ``sure`` or neither."""
    if forecast is None:
        return ""
    return is_over_capacity(round_.capacity, low=forecast.low, middle=forecast.middle)


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
        zone=form.said("zone"),
        by=current_user.person,
    )
    flash(_("The round is announced."), "good")
    return see(url_for(".show", slug=round_.slug))


@blueprint.get("/desk/rounds/<slug>")
@guarded(Permission.CASE_SCORE)
def show(slug: str) -> Response:
    """A round with its cases, scores and decisions."""
    return _show(round_at(slug), DelayForm(formdata=None))


def _show(round_: Round, form: DelayForm, room: CapacityForm | None = None) -> Response:
    is_open, is_published = round_.cut_off_at is None, round_.published_at is not None
    sort = sort_of(request.args.get("sort"))
    capacity = _tried_capacity() or round_.capacity
    forecast = forecasts_of([round_.id]).get(round_.id) if is_open else None
    return answer(
        "review/round.html",
        status=(room or form).status,
        round=round_,
        lines=lines_of(cases_in(round_.id), current_user.id, sort),
        sort=sort,
        sorts=list(Sort),
        progress=progress_of(round_.id, current_user.id),
        undecided=undecided_ideas(round_.id),
        late=queries.is_late(round_),
        waiting=len(queries.ideas_for_a_round()) if is_open else 0,
        parked=() if is_open or is_published else queries.parked_ideas(),
        forecast=forecast,
        over=over_capacity(round_, forecast),
        delays=delays_of([round_.id]).get(round_.id, ()),
        form=form,
        room=room or CapacityForm(formdata=None, capacity=capacity),
    )


@blueprint.post("/desk/rounds/<slug>/capacity")
@guarded(Permission.ROUND_MANAGE)
def capacity(slug: str) -> Response:
    """Let an open round take more or fewer ideas."""
    round_, room = round_at(slug), CapacityForm()
    if not room.was_sent():
        return _show(round_, DelayForm(formdata=None), room)
    change_capacity(round_, room.capacity.data or 1, by=current_user.person)
    flash(_("The round can take %(number)s.", number=round_.capacity), "good")
    return see(url_for(".show", slug=slug))


@blueprint.post("/desk/rounds/<slug>/delays")
@guarded(Permission.CASE_SCORE)
def delay(slug: str) -> Response:
    """Say why the answers come later, and when."""
    round_, form = round_at(slug), DelayForm()
    if not form.was_sent():
        return _show(round_, form)
    say_delay(round_, form.sentence(), expected_on=form.day(), by=current_user.person)
    flash(
        _("It stands on the public pages, and those it concerns are being told."),
        "good",
    )
    return see(url_for(".show", slug=slug))


@blueprint.post("/desk/rounds/<slug>/cases")
@guarded(Permission.ROUND_MANAGE)
def bring_back(slug: str) -> Response:
    """Take a parked idea into the round."""
    idea = found(idea_visible_to(current_user, typed("idea")))
    case = actions.bring_back(idea, round_at(slug), by=current_user.person)
    flash(_("The idea is under review again."), "good")
    return see(address_of(case))
