"""Voting for an idea and taking the vote back. The questions after it lie beside."""

from functools import partial

from flask import Response, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.journey.models import Idea
from ideas.policy import Permission
from ideas.voting.actions import cast_vote, take_back_vote
from ideas.voting.blueprint import ballot_after, blueprint, idea_to_vote_on
from ideas.voting.queries import Choice, vote_of
from ideas.voting.survey import views as survey
from ideas.web.answer import see
from ideas.web.forms import typed
from ideas.web.guard import guarded

__all__ = ["blueprint", "survey"]
ADDRESS = "/ideas/<slug>/vote"


@blueprint.get(ADDRESS)
@guarded(None)
def vote(slug: str) -> Response:
    """The vote stands on the idea's own page."""
    return see(url_for("gallery.idea", slug=slug))


@blueprint.post(ADDRESS)
@guarded(Permission.IDEA_VOTE)
def cast(slug: str) -> Response:
    """Cast a vote; pressing twice is once."""
    idea = idea_to_vote_on(slug)
    cast_it = partial(cast_vote, idea, by=current_user.person, via=typed("via"))
    return ballot_after(cast_it, slug, _said)


@blueprint.delete(ADDRESS)
@guarded(Permission.IDEA_VOTE)
def take_back(slug: str) -> Response:
    """Take the vote back."""
    idea = idea_to_vote_on(slug)
    return ballot_after(partial(take_back_vote, idea, by=current_user.person), slug, _said)


def _said(idea: Idea) -> str:
    """What happened, for whoever comes back to a whole page."""
    choice = vote_of(idea, current_user).choice
    if choice is Choice.CONFIRM:
        return str(_("Your vote counts once you have confirmed your e-mail address."))
    if choice in {Choice.VOTED, Choice.HELD, Choice.VOID}:
        return str(_("You have voted."))
    return str(_("You took your vote back."))
