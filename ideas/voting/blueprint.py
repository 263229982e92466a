"""The blueprint of everything at a ballot, and the vote panel its views answer with."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, Response, jsonify, url_for
from flask_login import current_user

from ideas.journey.models import Idea
from ideas.journey.queries import idea_visible_to
from ideas.journey.stages import Stage
from ideas.policy import Permission
from ideas.refusals import Refused
from ideas.voting.models import VoteState
from ideas.voting.panel import panel_of
from ideas.web.answer import answer, back_or, see, wants_parts
from ideas.web.forms import typed
from ideas.web.guard import demand, found
from ideas.web.pace import spend_by_person
from ideas.web.refusing import refused_on, wants_json

blueprint = Blueprint("voting", __name__)
DATED_BY_REVIEW = frozenset({Stage.IN_REVIEW, Stage.PARKED})  # and no vote moves the ladder


def idea_to_vote_on(slug: str) -> Idea:
    """The idea at an address, for somebody who may vote; pressing too often is slowed down."""
    idea = found(idea_visible_to(current_user, slug))
    demand(Permission.IDEA_VOTE, idea)
    spend_by_person("vote")
    return idea


def ballot_after(
    act: Callable[[], Any], slug: str, say: Callable[[Any], object] | None = None, **shown: Any
) -> Response:
    """The ballot as it stands after an action; a refusal is a sentence above it.

    Whoever comes back to a whole page reads what happened, as ``say`` says of the action's answer;
    or comes back to the ballot, which says it all.
    """
    try:
        done = act()
    except Refused as refused:
        return refused_on(partial(shown_ballot, slug), refused.refusal)
    if wants_json():
        return jsonify(vote=done if isinstance(done, VoteState) else None)
    if wants_parts():
        return shown_ballot(slug, **shown)
    if say is not None:
        say(done)
    anchor = "ballot" if say is None else None
    return see(back_or(url_for("gallery.idea", slug=slug, _anchor=anchor)))


def shown_ballot(
    slug: str, *, status: int = 200, refusal: str = "", is_answer: bool = True, **shown: Any
) -> Response:
    """The ballot, with the whole way beside it as both stand now; or on a page of its own."""
    idea = found(idea_visible_to(current_user, slug))
    panel = panel_of(idea, current_user)
    knows_the_way = panel["ladder"] is not None and idea.stage not in DATED_BY_REVIEW
    return answer(
        "voting/ballot.html",
        part="voting/_ballot.html",
        along=["voting/_way.html"] if knows_the_way else [],
        status=status,
        refusal=refusal,
        is_answer=is_answer,
        via=typed("via"),
        idea=idea,
        **panel,
        **shown,
    )
