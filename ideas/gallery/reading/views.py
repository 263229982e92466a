"""How it works, guidelines, privacy, accessibility."""

from email.utils import parseaddr
from itertools import accumulate

from flask import Response, current_app
from markupsafe import Markup

from ideas.campaigns.queries import current_terms, standing_campaign
from ideas.gallery.blueprint import blueprint
from ideas.gallery.call import the_call
from ideas.gallery.sharing.calling import shared_page
from ideas.gallery.story import spoken
from ideas.text import html_of
from ideas.web.answer import answer
from ideas.web.guard import guarded


@blueprint.get("/how-it-works")
@guarded(None)
def how_it_works() -> Response:
    """The ladder in force, the odds, and what happens after."""
    call = the_call()
    tiers = call.terms.tiers
    until = list(accumulate(tier.days for tier in tiers))
    ladder = list(zip(tiers, until, strict=True))
    return answer("gallery/how_it_works.html", call=call, ladder=ladder, shared=shared_page("how"))


@blueprint.get("/guidelines")
@guarded(None)
def guidelines() -> Response:
    """The rules the brand wrote into its terms."""
    terms = current_terms(standing_campaign().id)
    texts = {name: spoken(getattr(terms, name)) for name in ("guidelines", "licence")}
    html = {name: Markup(html_of(each.text)) for name, each in texts.items()}  # noqa: S704
    return answer("gallery/guidelines.html", terms=terms, texts=texts, html=html)


@blueprint.get("/privacy")
@guarded(None)
def privacy() -> Response:
    """What is kept about people, why, and how long."""
    return answer("gallery/privacy.html", contact=_contact())


@blueprint.get("/accessibility")
@guarded(None)
def accessibility() -> Response:
    """What works for whom, and whom to tell when it does not."""
    return answer("gallery/accessibility.html", contact=_contact())


def _contact() -> str:
    """The address mail comes from."""
    return parseaddr(current_app.extensions["ideas.config"].mail_from)[1]
