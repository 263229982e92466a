"""The whole story, from an empty database to a living brand."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from ideas import clock
from ideas.campaigns.actions import describe_campaign, ensure_standing_campaign, publish_terms
from ideas.campaigns.ladder import ladder_from
from ideas.campaigns.queries import standing_campaign
from ideas.db import db
from ideas.exchange.demo.amending import let_amend
from ideas.exchange.demo.checking import let_check
from ideas.exchange.demo.claiming import let_claim
from ideas.exchange.demo.conversation import let_talk
from ideas.exchange.demo.creating import let_create
from ideas.exchange.demo.making import let_make
from ideas.exchange.demo.minding import let_mind
from ideas.exchange.demo.naming import let_name
from ideas.exchange.demo.paying import let_pay
from ideas.exchange.demo.people import FIRST_ADMIN, let_join
from ideas.exchange.demo.questioning import let_question
from ideas.exchange.demo.reviewing import let_review
from ideas.exchange.demo.studio import Studio
from ideas.exchange.demo.takings import let_sell
from ideas.exchange.demo.texts import said, tellings
from ideas.exchange.demo.visiting import let_visit
from ideas.exchange.demo.voting import let_vote
from ideas.exchange.demo.world import FULL, Ladder, Scale, World
from ideas.notifications.actions import mark_read
from ideas.notifications.models import Notice
from ideas.royalties.settings import Royalties
from ideas.settings.actions import turn
from ideas.voting.daily.listeners import roll_up_votes
from ideas.web.settings import Brand

ROYALTY_BP = 200
OPENED = timedelta(hours=14)
SECOND_TERMS = "Q-2+10"
READ_UNTIL = timedelta(days=9)


def tell(app: Flask, *, scale: Scale = FULL) -> World:
    """Make the demo in an empty database that has its tables. Commits as it goes."""
    with app.app_context():
        world = World(app, clock.now(), scale)
        studio = Studio(every_picture=scale.every_picture)
        try:
            _plan(world, studio)
            world.timeline.run()
            let_visit()
            world.timeline.finish()
            roll_up_votes()
        finally:
            studio.close()
        return world


def _plan(world: World, studio: Studio) -> None:
    for telling in tellings().values():
        for wish, _ in telling.wishes:
            studio.begin(wish)
    start = world.calendar.day("Q-6") + timedelta(hours=6)
    world.timeline.at(start, ensure_standing_campaign)
    let_join(world)
    world.timeline.at(start + OPENED, lambda: _open_shop(world))
    second = world.day(SECOND_TERMS)
    world.timeline.at(second, lambda: _publish(world, world.scale.second_ladder, "second"))
    let_create(world, studio)
    for part in (let_vote, let_check, let_talk, let_review, let_make, let_sell):
        part(world)
    let_question(world)
    let_amend(world)
    let_name(world)
    let_claim(world)
    let_mind(world)
    world.timeline.at(world.now - READ_UNTIL, lambda: _read(world))


def _open_shop(world: World) -> None:
    """The brand says who it is and what it asks for."""
    brand, admin = said("brand"), world.person(FIRST_ADMIN)
    for name in ("name", "tagline", "tagline_fr", "accent"):
        turn(Brand, name, brand[name], by=admin.id)
    turn(Royalties, "contact", brand["contact"], by=admin.id)
    let_pay(by=admin.id)
    describe_campaign(standing_campaign(), brief=brand["brief"], by=admin)
    _publish(world, world.scale.first_ladder, "first")


def _publish(world: World, ladder: Ladder, reason: str) -> None:
    brand = said("brand")
    publish_terms(
        standing_campaign(),
        ladder_from(ladder),
        by=world.person(FIRST_ADMIN),
        reason=brand["reasons"][reason],
        royalty_bp=ROYALTY_BP,
        guidelines=brand["guidelines"],
        licence=brand["licence"],
    )


def _read(world: World) -> None:
    """Everybody has read what they were told so far."""
    newest = db.session.scalar(sa.select(sa.func.max(Notice.id))) or 0
    for key in world.people:
        mark_read(newest, by=world.person(key))
