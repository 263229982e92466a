"""Creators ask about their statements: one has an answer, another waits for one."""

from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa

from ideas.db import db
from ideas.exchange.demo.making import SECOND
from ideas.exchange.demo.takings import FIRST, last_told
from ideas.exchange.demo.texts import said
from ideas.exchange.demo.world import World
from ideas.royalties.disputes.actions import Complaint, Verdict, answer_dispute, open_dispute
from ideas.royalties.disputes.queries import looks_at
from ideas.royalties.disputes.rules import DisputeReason, Outcome
from ideas.royalties.periods.models import Period
from ideas.royalties.settlements.models import Settlement, Statement

ANSWERED, WAITING = ("ada", FIRST), "noor"
MADE_GOOD = 1_250
CLOSED, SOON, LATEST = 14, timedelta(days=6), timedelta(days=50)


def let_question(world: World) -> None:
    """Put two disputes on the timeline."""
    last, put = last_told(world), world.timeline.at
    asked = _closed(world, FIRST) + SOON
    put(asked, partial(_ask, world, ANSWERED, "answered"))
    put(world.days_after(asked, 6), partial(_answer, world))
    closed = _closed(world, last)
    lately = max(closed + SOON, min(world.now - SOON, closed + LATEST))
    put(lately, partial(_ask, world, (WAITING, last), "waiting"))


def _closed(world: World, number: int) -> datetime:
    return world.day(f"Q-{-number - 1}+{CLOSED}")


def _statement(world: World, whose: tuple[str, int]) -> Statement:
    who, number = whose
    found = sa.select(Statement).join(Settlement).join(Period)
    named = Period.code == world.calendar.name_of(number)
    own = found.where(named, Statement.person_id == world.people[who])
    return db.session.scalars(own.order_by(Statement.id)).first() or _missing(who)


def _missing(who: str) -> Statement:
    raise LookupError(f"{who} has no statement of that quarter")


def _ask(world: World, whose: tuple[str, int], which: str) -> None:
    words = said("money")["dispute"][which]
    complaint = Complaint(DisputeReason(words["reason"]), words["words"])
    open_dispute(_statement(world, whose), complaint, by=world.person(whose[0]))


def _answer(world: World) -> None:
    """It was right, so something is made good."""
    dispute = looks_at(_statement(world, ANSWERED).id)[0]
    verdict = Verdict(Outcome.UPHELD, said("money")["dispute"]["answered"]["answer"], MADE_GOOD)
    answer_dispute(dispute, verdict, by=world.person(SECOND))
