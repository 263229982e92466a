"""A voter reads why their vote is not counted and appeals; a moderator decides about it."""

from functools import partial

from flask import Response, abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.journey.models import Idea
from ideas.journey.queries import idea_visible_to
from ideas.policy import Permission
from ideas.refusals import Refused
from ideas.text import in_language
from ideas.voting.integrity.appeals import actions, queries
from ideas.voting.integrity.appeals.rules import AppealOutcome
from ideas.voting.integrity.blueprint import blueprint
from ideas.voting.queries import cast_by
from ideas.web.answer import answer, see
from ideas.web.forms import typed
from ideas.web.guard import demand, found, guarded
from ideas.web.languages import language
from ideas.web.pace import spend_by_person
from ideas.web.refusing import refused_on


@blueprint.get("/ideas/<slug>/vote/check")
@guarded(Permission.SELF_MANAGE)
def mine(slug: str) -> Response:
    """What was decided about one's own vote, why, and what one can do."""
    return _mine(found(idea_visible_to(current_user, slug)))


def _mine(idea: Idea, *, status: int = 200, refusal: str = "") -> Response:
    vote = cast_by(current_user.id, idea.id)
    sweep = queries.last_sweep_of(current_user.id, idea.id)
    appeal = queries.appeal_about(sweep.id, current_user.id) if sweep else None
    return answer(
        "voting/integrity/mine.html",
        status=status,
        refusal=refusal,
        words=typed("words"),
        idea=idea,
        vote=vote,
        sweep=sweep,
        appeal=appeal,
        answered=in_language(appeal.answer if appeal else {}, language()),
    )


@blueprint.post("/ideas/<slug>/vote/check")
@guarded(Permission.SELF_MANAGE)
def appeal(slug: str) -> Response:
    """Appeal."""
    idea = found(idea_visible_to(current_user, slug))
    spend_by_person("report")
    try:
        actions.appeal(idea, typed("words"), by=current_user.person)
    except Refused as refused:
        return refused_on(partial(_mine, idea), refused.refusal)
    flash(_("Thank you. Somebody else than before looks at it, and you will be told."), "good")
    return see(url_for(".mine", slug=slug))


@blueprint.post("/desk/integrity/appeals/<int:appeal_id>")
@guarded(Permission.VOTE_JUDGE)
def appealed(appeal_id: int) -> Response:
    """Decide about an appeal."""
    made = found(queries.appeal_with(appeal_id))
    demand(Permission.VOTE_JUDGE, made)
    if typed("outcome") not in set(AppealOutcome):
        abort(422)
    outcome, words = AppealOutcome(typed("outcome")), typed("words")
    actions.decide(made, outcome, words, by=current_user.person, language=language())
    flash(_("Decided. Whoever appealed is told."), "good")
    return see(url_for(".queue", _anchor="appeals"))
