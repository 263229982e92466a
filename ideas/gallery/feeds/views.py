"""Feeds, sitemap, robots, manifest, icon."""

from datetime import datetime

from flask import Response, abort, current_app, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.campaigns.calendar.queries import announced
from ideas.comments.queries import updates_of
from ideas.gallery.blueprint import blueprint, public_address
from ideas.gallery.feeds.entries import (
    Entry,
    entry_of_answer,
    entry_of_idea,
    entry_of_round,
    entry_of_update,
)
from ideas.gallery.feeds.queries import last_portion, slugs_in
from ideas.gallery.queries import first_in, ideas_with_ids
from ideas.gallery.rules import Group, Sort
from ideas.journey.queries import idea_visible_to
from ideas.review.queries import published_rounds, results_of, round_by_slug
from ideas.text import without_controls
from ideas.web.answer import for_everybody
from ideas.web.assets import asset
from ideas.web.context import brand_for
from ideas.web.guard import found, guarded
from ideas.web.languages import language as locale

PLACES = (
    *("home", "browse", "campaigns", "rounds", "products"),
    *("how_it_works", "guidelines", "privacy", "accessibility"),
)
CLOSED = ("/desk", "/workshop", "/people/", "/account", "/sign-", "/*?")
SHARED = "/ideas/*?via="  # whoever shows a shared link reads the page it leads to
HOUR = 3_600
NEWEST = 50
SLUG = "a-slug"  # of letters, digits and hyphens, as every other: nothing to escape
PAPER = "#fbf8f2"


@blueprint.get("/ideas.atom")
@guarded(None)
def feed() -> Response:
    """The newest ideas."""
    ideas = ideas_with_ids(first_in(Sort.NEW, Group.ALL, NEWEST))
    entries = [entry_of_idea(idea) for idea in ideas]
    return _feed(_("New ideas"), entries, "gallery.feed", "gallery.browse")


@blueprint.get("/ideas/<slug>.atom")
@guarded(None)
def updates_feed(slug: str) -> Response:
    """The news of one idea."""
    idea = found(idea_visible_to(current_user, slug))
    told = [update for update in updates_of(idea.id) if update.removed_at is None]
    entries = [entry_of_update(idea, update) for update in told]
    names = ("gallery.updates_feed", "gallery.idea")
    return _feed(idea.title, entries, *names, language=idea.language, slug=slug)


@blueprint.get("/rounds.atom")
@guarded(None)
def rounds_feed() -> Response:
    """The rounds with their answers."""
    entries = [entry_of_round(round_) for round_ in published_rounds()]
    return _feed(_("Review rounds"), entries, "gallery.rounds_feed", "gallery.rounds")


@blueprint.get("/rounds/<slug>.atom")
@guarded(None)
def round_feed(slug: str) -> Response:
    """The answers of one round; none before they are public."""
    round_ = found(round_by_slug(slug))
    answers = results_of(round_) if round_.published_at is not None else []
    entries = [entry_of_answer(idea, decision) for idea, decision in answers]
    return _feed(round_.name, entries, "gallery.round_feed", "gallery.round", slug=slug)


def _feed(
    title: str,
    entries: list[Entry],
    itself: str,
    page: str,
    *,
    language: str = "",
    **place: str,
) -> Response:
    reader = locale()
    text = render_template(
        "gallery/feed.xml",
        title=without_controls(f"{title} · {brand_for(reader).name}"),
        language=language or reader,
        entries=entries,
        itself=public_address(itself, **place),
        page=public_address(page, **place),
    )
    return Response(text, mimetype="application/atom+xml")


@blueprint.get("/sitemap.xml")
@guarded(None)
def sitemap() -> Response:
    """The parts of the sitemap."""
    parts = [
        public_address("gallery.sitemap_part", number=number)
        for number in range(last_portion() + 1)
    ]
    pages = public_address("gallery.sitemap_pages")
    return _xml("gallery/sitemap.xml", addresses=[pages, *parts])


@blueprint.get("/sitemap-pages.xml")
@guarded(None)
def sitemap_pages() -> Response:
    """The pages that are always there."""
    pages: list[tuple[str, datetime | None]]
    pages = [(public_address(f"gallery.{name}"), None) for name in PLACES]
    for campaign in announced():
        address = public_address("gallery.campaign", slug=campaign.campaign.slug)
        pages.append((address, campaign.announced_at))
    for each in published_rounds():
        pages.append((public_address("gallery.round", slug=each.slug), each.published_at))
    return _xml("gallery/sitemap_part.xml", pages=pages)


@blueprint.get("/sitemap-<int:number>.xml")
@guarded(None)
def sitemap_part(number: int) -> Response:
    """A portion of the ideas."""
    if number > last_portion():
        abort(404)
    before, after = public_address("gallery.idea", slug=SLUG).split(SLUG)  # once, not each time
    ideas = [(before + slug + after, at) for slug, at in slugs_in(number)]
    return _xml("gallery/sitemap_part.xml", pages=ideas)


def _xml(template: str, **values: object) -> Response:
    text = current_app.jinja_env.get_template(template).render(**values)  # for no reader
    return for_everybody(Response(text, mimetype="application/xml"), seconds=HOUR)


@blueprint.get("/robots.txt")
@guarded(None)
def robots() -> Response:
    """What robots may read."""
    sitemap = public_address("gallery.sitemap")
    rules = [*(f"Disallow: {each}" for each in CLOSED), f"Allow: {SHARED}"]
    lines = "\n".join(("User-agent: *", *rules, "", f"Sitemap: {sitemap}", ""))
    return for_everybody(Response(lines, mimetype="text/plain"), seconds=HOUR)


@blueprint.get("/site.webmanifest")
@guarded(None)
def manifest() -> Response:
    """How the site looks when it is kept on a home screen."""
    brand = brand_for(locale())
    icon = {"src": asset("img/mark.svg"), "type": "image/svg+xml", "sizes": "any"}
    text = current_app.json.dumps(
        {
            "name": brand.name,
            "short_name": brand.name,
            "description": brand.tagline,
            "start_url": url_for("gallery.home"),
            "display": "browser",
            "background_color": PAPER,
            "theme_color": PAPER,
            "icons": [icon],
        }
    )
    return Response(text, mimetype="application/manifest+json")


@blueprint.get("/favicon.ico")
@guarded(None)
def favicon() -> Response:
    """The brand's mark, for programs that ask without reading the page."""
    return make_response(redirect(asset("img/mark.svg")))
