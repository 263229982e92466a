"""The home page, the list of ideas, an idea, a person. The other public pages lie beside."""

from flask import Response, request, url_for
from flask_login import current_user

from ideas.accounts.queries import person_by_handle
from ideas.gallery.arriving import came_by
from ideas.gallery.blueprint import blueprint
from ideas.gallery.call import the_call
from ideas.gallery.campaigns import views as campaigns
from ideas.gallery.cards import cards_for
from ideas.gallery.feeds import views as feeds
from ideas.gallery.front import front_for
from ideas.gallery.listing import listed, page_by
from ideas.gallery.lost import ways_on
from ideas.gallery.outcomes import views as outcomes
from ideas.gallery.page import page_values
from ideas.gallery.queries import popular_tags, usual_first
from ideas.gallery.reading import views as reading
from ideas.gallery.rules import MOST_TURNS, Group, turn_from, wanted_from
from ideas.gallery.sharing import views as sharing
from ideas.gallery.sharing.calling import shared_page
from ideas.gallery.story import tab_from
from ideas.journey.queries import idea_shown_to, public_idea
from ideas.merging.queries import became_of
from ideas.submission.kin.queries import kin_of
from ideas.voting.entries.queries import stands_for_none
from ideas.web.answer import answer, see, wants_parts
from ideas.web.guard import found, guarded
from ideas.web.pace import spend_by_network

__all__ = ["blueprint", "campaigns", "feeds", "outcomes", "reading", "sharing", "ways_on"]

MOST_KIN = 24


@blueprint.get("/")
@guarded(None)
def home() -> Response:
    """The brand's call, and the ideas that answer it."""
    front = front_for(current_user)
    return answer(
        "gallery/home.html",
        call=the_call(),
        front=front,
        running=campaigns.running(),
        shared=shared_page("home"),
    )


@blueprint.get("/ideas")
@guarded(None)
def browse() -> Response:
    """The list of ideas."""
    wanted = wanted_from(request.args, usual_first())
    if wanted.text:
        spend_by_network("search")
    tags, turn = popular_tags(), turn_from(request.args)
    found_ideas = listed(wanted, tags)
    return answer(
        "gallery/browse.html",
        part="gallery/_more.html" if turn else "gallery/_results.html",
        wanted=wanted,
        found=found_ideas,
        cards=cards_for(current_user, found_ideas.ids),
        turn=turn if wants_parts() else 0,
        most_turns=MOST_TURNS,
        groups=list(Group),
        sorts=wanted.sorts,
        tags=tags,
        shared=shared_page("ideas"),
        swapped=wants_parts(),
    )


@blueprint.get("/ideas/<slug>")
@guarded(None)
def idea(slug: str) -> Response:
    """An idea: its story, news, comments, answers and journey, beside its vote.

    One that is part of another leads there, unless a tab of its own is asked for.
    """
    idea = found(idea_shown_to(current_user, slug))
    whole = became_of(idea) if "tab" not in request.args else None
    if whole is not None:
        return see(url_for(".idea", slug=whole.slug, merged=slug))
    via = came_by(idea, current_user)
    tab = tab_from(request.args.get("tab"))
    values = page_values(idea, tab)
    if stands_for_none(values["ballot"]):
        return see(url_for("gallery.campaign", slug=idea.campaign.slug, _anchor="vote"))
    return answer("gallery/idea.html", via=via, merged=request.args.get("merged"), **values)


@blueprint.get("/ideas/<slug>/subject")
@guarded(None)
def subject(slug: str) -> Response:
    """Other ideas on an idea's subject."""
    spend_by_network("search")
    idea = found(public_idea(slug))
    cards = cards_for(current_user, [each.id for each in kin_of(idea, MOST_KIN)])
    return answer("gallery/subject.html", idea=idea, cards=cards)


@blueprint.get("/people/<handle>")
@guarded(None)
def person(handle: str) -> Response:
    """A person and the ideas they show."""
    person = person_by_handle(handle)
    person = found(person if person and not person.erased_at else None)
    ids, older = page_by(person.id, before=request.args.get("before"))
    cards = cards_for(current_user, ids)
    return answer("gallery/person.html", person=person, cards=cards, older=older)
