"""Voting for an idea and taking the vote back. The questions after it lie beside."""

from functools import partial

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.policy import Permission
from ideas.voting.actions import take_back_vote
from ideas.voting.blueprint import ballot_after, blueprint, idea_to_vote_on, shown_ballot
from ideas.voting.casting.spoken import Heard
from ideas.voting.casting.together import HEARD, cast_together
from ideas.voting.former import views as former
from ideas.voting.integrity.signals.gathering import notice_vote
from ideas.voting.log import views as log
from ideas.voting.models import VoteState
from ideas.voting.survey import views as survey
from ideas.web.answer import see, wants_parts
from ideas.web.forms import typed
from ideas.web.guard import guarded

__all__ = ["blueprint", "former", "log", "survey"]
ADDRESS = "/ideas/<slug>/vote"


@blueprint.get(ADDRESS)
@guarded(None)
def vote(slug: str) -> Response:
    """The vote stands on the idea's own page; alone it is the count as it is now."""
    if wants_parts():
        return shown_ballot(slug, is_answer=False)
    return see(url_for("gallery.idea", slug=slug))


@blueprint.post(ADDRESS)
@guarded(Permission.IDEA_VOTE)
def cast(slug: str) -> Response:
    """Cast a vote; pressing twice is once."""
    return ballot_after(partial(_cast, slug), slug)


def _cast(slug: str) -> VoteState:
    heard: Heard | None = request.environ.get(HEARD)
    if heard is not None:
        return heard.state
    state = cast_together(slug, by_id=current_user.id, via=typed("via"))
    notice_vote(slug, current_user.id, typed("via"))
    return state


@blueprint.delete(ADDRESS)
@guarded(Permission.IDEA_VOTE)
def take_back(slug: str) -> Response:
    """Take the vote back."""
    idea = idea_to_vote_on(slug)
    take_it = partial(take_back_vote, idea, by=current_user.person)
    return ballot_after(take_it, slug, lambda done: flash(_("You took your vote back."), "success"))
