"""Rounds of review with their answers, and the products."""

from flask import Response, request
from flask_babel import gettext as _
from flask_login import current_user

from ideas.gallery.blueprint import blueprint
from ideas.gallery.cards import cards_for
from ideas.gallery.outcomes.calendar import calendar_file
from ideas.gallery.outcomes.results import pace_for, results_for, round_lines
from ideas.gallery.queries import ideas_in_round
from ideas.gallery.sharing.calling import shared_page, shared_round
from ideas.production.queries import products_before
from ideas.review.queries import coming_rounds, is_late, published_rounds, round_by_slug
from ideas.review.rounds.queries import delays_of
from ideas.submission.queries import first_pictures
from ideas.web.answer import answer
from ideas.web.guard import found, guarded
from ideas.web.paging import id_of, mark_of

PAGE = 24


@blueprint.get("/rounds")
@guarded(None)
def rounds() -> Response:
    """The rounds under review, the rounds to come and the rounds answered."""
    coming = round_lines(coming_rounds())
    return answer(
        "gallery/rounds.html",
        current=[each for each in coming if each.round.cut_off_at is not None],
        coming=[each for each in coming if each.round.cut_off_at is None],
        published=round_lines(published_rounds()),
        shared=shared_page("rounds"),
    )


@blueprint.get("/rounds.ics")
@guarded(None)
def rounds_calendar() -> Response:
    """The days of the rounds to come, for a calendar elsewhere."""
    coming = coming_rounds()
    text = calendar_file(coming, delays_of([each.id for each in coming]), _("Review rounds"))
    return Response(text, mimetype="text/calendar")


@blueprint.get("/rounds/<slug>")
@guarded(None)
def round(slug: str) -> Response:
    """A round: who is in it, and every answer once they are public."""
    round_ = found(round_by_slug(slug))
    is_public = round_.published_at is not None
    waiting = [] if is_public else ideas_in_round(round_.id)
    return answer(
        "gallery/round.html",
        round=round_,
        shared=shared_round(round_),
        is_late=is_late(round_),
        delays=delays_of([round_.id]).get(round_.id, ()),
        waiting=cards_for(current_user, waiting),
        results=results_for(current_user, round_) if is_public else [],
        pace=pace_for(round_),
    )


@blueprint.get("/products")
@guarded(None)
def products() -> Response:
    """What was made, newest first."""
    made = products_before(id_of(request.args.get("before")), limit=PAGE + 1)
    pictures = first_pictures({product.idea_id for product in made})
    older = mark_of(made[PAGE - 1].id) if len(made) > PAGE else None
    return answer(
        "gallery/products.html",
        products=made[:PAGE],
        pictures=pictures,
        older=older,
        shared=shared_page("made"),
    )
