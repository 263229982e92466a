"""What other sites and programs fetch of an idea. No session is read and no cookie set."""

from flask import Response, abort, redirect

from ideas.db import db
from ideas.gallery.blueprint import blueprint
from ideas.gallery.sharing.card import image_address, share_card
from ideas.gallery.sharing.kept import image_of
from ideas.journey.queries import public_idea
from ideas.submission.queries import pictures_of
from ideas.voting.queries import ladder_of
from ideas.web.answer import for_everybody
from ideas.web.guard import found, guarded
from ideas.web.languages import LANGUAGES

MONTH = 30 * 86_400


@blueprint.get("/ideas/<slug>/share-<language>-<digest>.jpg")
@guarded(None)
def share_image(slug: str, language: str, digest: str) -> Response:
    """The picture a link to the idea comes with; an older one leads to the one of now."""
    if language not in LANGUAGES:
        abort(404)
    idea = found(public_idea(slug))
    card = share_card(idea, pictures_of(idea.id), ladder_of(idea), language)
    db.session.rollback()  # drawing takes a while and needs no connection
    if card.digest != digest:
        return for_everybody(redirect(image_address(slug, card)))
    answer = Response(image_of(card), mimetype="image/jpeg")
    return for_everybody(answer, seconds=MONTH, never_changes=True)
