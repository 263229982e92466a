"""What other sites fetch, without a session or a cookie; and the kit of an idea's creators."""

from flask import Response, abort, current_app, redirect

from ideas.db import db
from ideas.gallery.blueprint import blueprint
from ideas.gallery.sharing.badge import badge_of, qr_code
from ideas.gallery.sharing.calling import (
    PAGES,
    BrandCard,
    page_address,
    page_card,
    round_address,
    round_card,
)
from ideas.gallery.sharing.card import image_address, share_card
from ideas.gallery.sharing.kept import image_of, poster_of
from ideas.gallery.sharing.kit import kit_values
from ideas.journey.queries import public_idea
from ideas.policy import Permission
from ideas.review.queries import round_by_slug
from ideas.submission.queries import pictures_of
from ideas.voting.queries import ladder_of
from ideas.voting.referrals.queries import a_month_ago, sources_of
from ideas.web.answer import answer, for_everybody
from ideas.web.guard import demand, found, guarded
from ideas.web.languages import LANGUAGES

DAY = 86_400
MONTH = 30 * DAY
SVG = "image/svg+xml"
IN_ANY_FRAME = "default-src 'none'; frame-ancestors *"


@blueprint.get("/ideas/<slug>/share-<language>-<digest>.jpg")
@guarded(None)
def share_image(slug: str, language: str, digest: str) -> Response:
    """The picture a link to the idea comes with; an older one leads to the one of now."""
    idea = found(public_idea(slug) if language in LANGUAGES else None)
    card = share_card(idea, pictures_of(idea.id), ladder_of(idea), language)
    db.session.rollback()  # drawing takes a while and needs no connection
    if card.digest != digest:
        return for_everybody(redirect(image_address(slug, card)))
    return _picture(image_of(card))


@blueprint.get("/share/<page>/<language>-<digest>.jpg")
@guarded(None)
def share_page(page: str, language: str, digest: str) -> Response:
    """The picture a link to a page of the brand's own comes with."""
    known = page in PAGES and language in LANGUAGES
    card = found(page_card(page, language) if known else None)
    return _poster(card, digest, page_address(page, card))


@blueprint.get("/rounds/<slug>/share-<language>-<digest>.jpg")
@guarded(None)
def share_round(slug: str, language: str, digest: str) -> Response:
    """The picture a link to a round comes with."""
    round_ = found(round_by_slug(slug) if language in LANGUAGES else None)
    card = round_card(round_, language)
    return _poster(card, digest, round_address(round_, card))


def _poster(card: BrandCard, digest: str, address: str) -> Response:
    db.session.rollback()  # drawing takes a while and needs no connection
    if card.digest != digest:
        return for_everybody(redirect(address))
    return _picture(poster_of(card))


def _picture(image: bytes) -> Response:
    drawn = Response(image, mimetype="image/jpeg")
    return for_everybody(drawn, seconds=MONTH, never_changes=True)


@blueprint.get("/ideas/<slug>/badge-<language>.svg")
@guarded(None)
def badge(slug: str, language: str) -> Response:
    """The badge other sites carry; the only thing of ours that may stand in their frames."""
    if language not in LANGUAGES:
        abort(404)
    idea = found(public_idea(slug))
    ladder = ladder_of(idea)
    shown = badge_of(idea, share_card(idea, (), ladder, language), ladder)
    drawn = current_app.jinja_env.get_template("gallery/badge.xml").render(badge=shown)
    carried = for_everybody(Response(drawn, mimetype=SVG))
    carried.headers["Content-Security-Policy"] = IN_ANY_FRAME
    return carried


@blueprint.get("/ideas/<slug>/sharing")
@guarded(Permission.IDEA_SHARE)
def share_kit(slug: str) -> Response:
    """Everything its creators need to show an idea around, and which way works."""
    idea = found(public_idea(slug))
    demand(Permission.IDEA_SHARE, idea)
    sources = sources_of([idea.id], since=a_month_ago()).get(idea.id, ())
    return answer("gallery/kit.html", idea=idea, sources=sources, **kit_values(idea))


@blueprint.get("/ideas/<slug>/qr.svg")
@guarded(None)
def qr(slug: str) -> Response:
    """The idea's link to scan from paper or from another screen."""
    idea = found(public_idea(slug))
    return for_everybody(Response(qr_code(idea.slug), mimetype=SVG), seconds=DAY)
