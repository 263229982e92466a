"""Answering the questions after the vote, and asking to be told when one can buy it."""

from functools import partial

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.journey.queries import idea_visible_to
from ideas.policy import Permission
from ideas.voting.blueprint import ballot_after, blueprint, idea_to_vote_on, shown_ballot
from ideas.voting.queries import ballot_of
from ideas.voting.survey.actions import answer_survey, wait_to_buy
from ideas.voting.survey.forms import SurveyForm
from ideas.voting.survey.queries import prices_of
from ideas.web.answer import see
from ideas.web.guard import found, guarded

ADDRESS, LIST = "/ideas/<slug>/vote/survey", "/ideas/<slug>/vote/waiting-list"


@blueprint.get(ADDRESS, endpoint="survey")
@blueprint.get(LIST, endpoint="waiting_list")
@guarded(None)
def questions(slug: str) -> Response:
    """The questions stand on the idea's own page, under the vote."""
    return see(url_for("gallery.idea", slug=found(idea_visible_to(current_user, slug)).slug))


@blueprint.route(ADDRESS, methods=["POST", "PUT"])
@guarded(Permission.IDEA_VOTE)
def answer_questions(slug: str) -> Response:
    """Keep the answers; PUT keeps them after each tap."""
    idea = idea_to_vote_on(slug)
    form = SurveyForm(prices_of(found(ballot_of(idea.id))))
    if not form.was_sent():
        return shown_ballot(slug, status=422, refusal=_("Choose one of the answers, or none."))
    keep = partial(answer_survey, idea, form.answers(), by=current_user.person)
    return ballot_after(keep, slug, _thanks, is_thanked=True)


def _thanks(done: object) -> None:
    flash(_("Thank you. Your answers are kept."), "success")


@blueprint.post(LIST)
@guarded(Permission.IDEA_VOTE)
def wait(slug: str) -> Response:
    """Be told once it is on sale."""
    return _wait(slug, tell_me=True)


@blueprint.delete(LIST)
@guarded(Permission.IDEA_VOTE)
def wait_no_more(slug: str) -> Response:
    """Not be told after all."""
    return _wait(slug, tell_me=False)


def _wait(slug: str, *, tell_me: bool) -> Response:
    idea = idea_to_vote_on(slug)
    ask = partial(wait_to_buy, idea, by=current_user.person, tell_me=tell_me)
    return ballot_after(ask, slug, _noted)


def _noted(done: object) -> None:
    flash(_("Noted."), "success")
