"""Making the application: configuration in, WSGI application out."""

from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import WSGIApplication

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from ideas import models, wiring  # noqa: F401 every table is known before the database opens
from ideas.accounts import door, handover, personal
from ideas.accounts import views as accounts
from ideas.agreements import views as agreements
from ideas.campaigns import views as campaigns
from ideas.comments import views as comments
from ideas.config import Config, from_environment, shipped
from ideas.contests import views as contests
from ideas.db import db
from ideas.desk import views as desk
from ideas.driver import reached
from ideas.gallery import kept, members
from ideas.gallery import views as gallery
from ideas.insights import views as insights
from ideas.jobs.worker import Wiring
from ideas.journey import arrivals
from ideas.keyring import InTime
from ideas.limits import store as counts
from ideas.merging import views as merging
from ideas.moderation import views as moderation
from ideas.moderation.appeals import views as appeals
from ideas.moderation.claims import views as claims
from ideas.moderation.complaints import views as complaints
from ideas.moderation.judgements import views as judgements
from ideas.moderation.measures import views as measures
from ideas.moderation.published import views as published
from ideas.moderation.removals import views as removals
from ideas.moderation.reports import views as reports
from ideas.moderation.suspensions import views as suspensions
from ideas.moderation.trust import views as trust
from ideas.moderation.wordings import views as wordings
from ideas.notifications import views as notifications
from ideas.operations import installing as operations
from ideas.operations import views as signs
from ideas.production import views as production
from ideas.properties import views as properties
from ideas.replica import COPY
from ideas.review import views as review
from ideas.rights import views as rights
from ideas.royalties import views as royalties
from ideas.royalties.amendments import views as amendments
from ideas.storage import keeping
from ideas.submission import views as submission
from ideas.transparency import views as transparency
from ideas.tuning import views as tuning
from ideas.voting import views as voting
from ideas.voting.casting import door as voting_door
from ideas.voting.casting import together
from ideas.voting.integrity import views as integrity
from ideas.voting.integrity.signals import gathering as signals
from ideas.voting.referrals import gathering
from ideas.web import (
    answer,
    assets,
    compression,
    context,
    errors,
    format,
    guard,
    headers,
    intake,
    languages,
    methods,
    recency,
    signed,
)
from ideas.web import views as web
from ideas.web.keeping import door as reading_door
from ideas.web.keeping import holes
from ideas.workshop import views as workshop

MOST_FORM_BYTES = 10 * 1024 * 1024
BLUEPRINTS = (
    web.blueprint,
    signs.blueprint,
    gallery.blueprint,
    accounts.blueprint,
    submission.blueprint,
    workshop.blueprint,
    comments.blueprint,
    desk.blueprint,
    insights.blueprint,
    campaigns.blueprint,
    moderation.blueprint,
    merging.blueprint,
    properties.blueprint,
    rights.blueprint,
    reports.blueprint,
    claims.blueprint,
    judgements.blueprint,
    measures.blueprint,
    appeals.blueprint,
    complaints.blueprint,
    published.blueprint,
    wordings.blueprint,
    removals.blueprint,
    suspensions.blueprint,
    trust.blueprint,
    transparency.blueprint,
    voting.blueprint,
    integrity.blueprint,
    notifications.blueprint,
    agreements.blueprint,
    production.blueprint,
    amendments.blueprint,
    royalties.blueprint,
    review.blueprint,
    contests.blueprint,
    tuning.blueprint,
)
csrf = CSRFProtect()


def create_app(config: Config | None = None) -> Flask:
    """An application on the given configuration, else on the environment's."""
    config = config or from_environment()
    app = Flask("ideas", template_folder=str(shipped("templates")), static_folder=None)
    app.config.from_mapping(_flask_settings(config))
    app.extensions["ideas.config"] = config
    signed.install(app)
    db.init_app(app)
    keeping.install(app, config)
    counts.install(app, config)
    gathering.install(app)
    signals.install(app)
    together.install(app)
    intake.install(app)
    methods.install(app)
    holes.install(app)
    csrf.init_app(app)
    csrf.exempt(web.language)
    csrf.exempt(notifications.unsubscribe)
    for part in (compression, languages, context, format, errors, answer, headers, door):
        part.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    _hand_over_wiring(app)
    guard.check_every_route(app)
    _put_doors(app, config)
    return app


def _flask_settings(config: Config) -> dict[str, Any]:
    prefix = "__Host-" if config.is_secure else ""
    port = urlsplit(config.base_url).port
    return {
        **_databases(config),
        "SECRET_KEY": config.secret_key,
        "SECRET_KEY_FALLBACKS": InTime(config.other_secrets),
        **({"WTF_CSRF_SECRET_KEY": config.verifying} if config.other_secrets else {}),
        "MAX_CONTENT_LENGTH": MOST_FORM_BYTES,
        "SESSION_COOKIE_NAME": f"{prefix}ideas{port or ''}",  # cookies do not tell ports apart
        "SESSION_COOKIE_SECURE": config.is_secure,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        "WTF_CSRF_TIME_LIMIT": None,
        "TESTING": config.testing,
        "PREFERRED_URL_SCHEME": "https" if config.is_secure else "http",
    }


def _databases(config: Config) -> dict[str, Any]:
    url, told = reached(config.database_url)
    options = {
        "pool_pre_ping": bool(told),
        "hide_parameters": True,  # an error is logged, and may be about an address
        "pool_use_lifo": True,  # the connection used last knows most
        "connect_args": told,
    }
    copies = {}
    if config.replica_url:
        url_of_copy, told = reached(config.replica_url)
        copies[COPY] = {**options, "url": url_of_copy, "connect_args": told}
    return {
        "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_ENGINE_OPTIONS": options,
        "SQLALCHEMY_BINDS": copies,
    }


def _put_doors(app: Flask, config: Config) -> None:
    """What answers before Flask is asked; the last is asked first."""
    voting_door.install(app)
    recency.install(app, config)
    assets.install(app)
    reading_door.install(app, kept.pages(app), kept.Ear())
    members.install(app)
    if config.proxies:
        app.wsgi_app = behind_proxies(app.wsgi_app, config)  # type: ignore[method-assign]
    operations.install(app, config)


def behind_proxies(site: WSGIApplication, config: Config) -> ProxyFix:
    """The same, told the truth by exactly so many proxies in front of it."""
    hops = config.proxies
    return ProxyFix(site, x_for=hops, x_proto=hops, x_host=hops)


def _hand_over_wiring(app: Flask) -> None:
    arrivals.hand_over(wiring.ARRIVALS)
    handover.hand_over(wiring.ERRANDS, wiring.CONFIRMED)
    personal.hand_over(wiring.PERSONAL)
    app.extensions["ideas.wiring"] = Wiring(wiring.LISTENERS, wiring.SCHEDULE)
