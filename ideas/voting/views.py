"""Voting for an idea and taking the vote back."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.db import db
from ideas.journey.models import Idea
from ideas.journey.queries import idea_visible_to
from ideas.limits.actions import spend
from ideas.policy import Permission
from ideas.refusals import Refused
from ideas.voting.actions import cast_vote, take_back_vote
from ideas.voting.queries import Choice, ballot_of, ladder_of, vote_of
from ideas.web.answer import answer, see, wants_parts
from ideas.web.guard import demand, found, guarded
from ideas.web.speak import sentence_of

blueprint = Blueprint("voting", __name__)
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
    idea = found(idea_visible_to(current_user, slug))
    demand(Permission.IDEA_VOTE, idea)
    spend("vote", f"person:{current_user.id}")
    return _after(cast_vote, idea)


@blueprint.delete(ADDRESS)
@guarded(Permission.IDEA_VOTE)
def take_back(slug: str) -> Response:
    """Take the vote back."""
    idea = found(idea_visible_to(current_user, slug))
    demand(Permission.IDEA_VOTE, idea)
    spend("vote", f"person:{current_user.id}")
    return _after(take_back_vote, idea)


def _after(action: Callable[..., Any], idea: Idea) -> Response:
    """The ballot as it stands after the action; a refusal is a sentence above it."""
    slug, person = idea.slug, current_user.person
    try:
        action(idea, by=person)
    except Refused as refused:
        db.session.rollback()
        return _ballot(slug, status=409, refusal=sentence_of(refused.refusal))
    if wants_parts():
        return _ballot(slug)
    flash(_said(vote_of(idea, current_user).choice), "success")
    return see(url_for("gallery.idea", slug=slug))


def _said(choice: Choice) -> str:
    """What happened, for whoever comes back to a whole page."""
    if choice is Choice.CONFIRM:
        return str(_("Your vote counts once you have confirmed your e-mail address."))
    if choice in {Choice.VOTED, Choice.HELD, Choice.VOID}:
        return str(_("You have voted."))
    return str(_("You took your vote back."))


def _ballot(slug: str, *, status: int = 200, refusal: str = "") -> Response:
    idea = found(idea_visible_to(current_user, slug))
    return answer(
        "voting/ballot.html",
        part="voting/_ballot.html",
        status=status,
        refusal=refusal,
        is_answer=True,
        idea=idea,
        ballot=ballot_of(idea.id),
        ladder=ladder_of(idea),
        vote=vote_of(idea, current_user),
    )
