"""The workshop's own pages: my ideas, one of them with its numbers, my votes."""

from flask import Blueprint, Response, request
from flask_login import current_user

from ideas.campaigns.queries import current_terms
from ideas.journey.queries import idea_visible_to
from ideas.moderation.settings import Moderation
from ideas.policy import Permission
from ideas.royalties.statements.pdf import can_draw
from ideas.settings.queries import dials
from ideas.submission.rules import LONGEST_TITLE
from ideas.submission.team.queries import offers_to
from ideas.web.answer import answer
from ideas.web.guard import demand, found, guarded
from ideas.web.paging import id_of, mark_of
from ideas.workshop.earnings.account import earnings_of, idea_earning
from ideas.workshop.likeness.queries import similar_to
from ideas.workshop.own_ideas import numbers_of, own_idea, own_ideas
from ideas.workshop.own_votes import what_became_of
from ideas.workshop.queries import DAYS, PAGE, own_votes
from ideas.workshop.rules import STAGES, Fate, fate_from

blueprint = Blueprint("workshop", __name__)
SPANS = (7, DAYS, 90)


@blueprint.get("/workshop")
@guarded(Permission.SELF_MANAGE)
def home() -> Response:
    """My ideas and what to do next, and who asks me to join."""
    return answer(
        "workshop/home.html",
        own=own_ideas(current_user.person),
        invitations=offers_to(current_user.person),
    )


@blueprint.get("/workshop/ideas/<slug>")
@guarded(Permission.SELF_MANAGE)
def idea(slug: str) -> Response:
    """One of my ideas: what to do next, its votes by day, what voters would buy, what it earns."""
    own = found(own_idea(current_user.person, slug))
    wanted = request.args.get("days", DAYS, type=int)
    days = wanted if wanted in SPANS else DAYS
    numbers = numbers_of(own.idea, current_user.person, days)
    return answer("workshop/idea.html", own=own, span=days, spans=SPANS, **numbers)


@blueprint.get("/workshop/ideas/<slug>/earnings")
@guarded(Permission.SELF_MANAGE)
def earnings(slug: str) -> Response:
    """What one of my ideas earns me, from the agreement to the last payment."""
    idea, share = found(idea_earning(current_user.person, slug))
    return answer(
        "workshop/earnings.html",
        idea=idea,
        share=share,
        earnings=earnings_of(share) if share else None,
        has_pdf=can_draw(),
    )


@blueprint.get("/workshop/similar")
@guarded(Permission.IDEA_DRAFT)
def similar() -> Response:
    """Ideas that read like a title being typed."""
    title = request.args.get("title", "")[:LONGEST_TITLE]
    return answer(
        "workshop/similar.html",
        part="workshop/_similar.html",
        title=title,
        similar=similar_to(title, current_user.id),
    )


@blueprint.get("/workshop/handed-in/<slug>")
@guarded(Permission.IDEA_EDIT)
def handed_in(slug: str) -> Response:
    """What happens next with an idea that was handed in."""
    idea = found(idea_visible_to(current_user, slug))
    demand(Permission.IDEA_EDIT, idea)
    terms = current_terms(idea.campaign_id)
    return answer("workshop/handed_in.html", idea=idea, terms=terms, promised=dials(Moderation))


@blueprint.get("/workshop/votes")
@guarded(Permission.SELF_MANAGE)
def votes() -> Response:
    """The ideas I voted for, and what became of them."""
    fate = fate_from(request.args.get("fate"))
    before = id_of(request.args.get("after"))
    votes = own_votes(current_user.id, STAGES.get(fate, ()), before)
    shown = what_became_of(votes[:PAGE])
    after = mark_of(shown[-1].idea.id) if len(votes) > PAGE else None
    return answer("workshop/votes.html", votes=shown, fate=fate, fates=list(Fate), after=after)
