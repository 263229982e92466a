"""Asking the worker for a period's figures or its close, and what it does then."""

from dataclasses import asdict
from functools import partial
from typing import Any

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.refusals import Refusal, refuse
from ideas.royalties.closing.actions import Whole, close_as
from ideas.royalties.closing.facts import facts_of, fingerprint_of
from ideas.royalties.closing.figures import Calculated
from ideas.royalties.closing.queries import NOTHING, PeriodOutlook
from ideas.royalties.closing.wishes.events import CloseWished
from ideas.royalties.closing.wishes.laying import NOTHING_READY, Ready, settle_ready
from ideas.royalties.closing.wishes.models import CloseWish
from ideas.royalties.closing.wishes.queries import calculated, is_old, meanwhile, wish_waiting
from ideas.royalties.closing.wishes.rules import (
    WishKind,
    refusal_to_carry_out,
    refusal_to_propose,
)
from ideas.royalties.ledger.queries import lock_ledger
from ideas.royalties.periods.actions import put_forward, refuse_own, waiting
from ideas.royalties.periods.models import Ask, Period, PeriodProposal
from ideas.royalties.periods.queries import locked_period, standing_of
from ideas.royalties.periods.rules import refusal_of_figures, refusal_to_close


@writes
def ask_figures(period: Period, *, by: Person) -> CloseWish:
    """Have the worker calculate what a soft-closed period comes to; twice is once."""
    period = locked_period(period.id)
    _refuse_close(period)
    return _ask(period, WishKind.FIGURES, by=by)


@writes
def propose_calculated(period: Period, *, by: Person, seen: str) -> PeriodProposal:
    """Propose to close a period with the figures the worker calculated; ``seen`` is their digest.

    What they rest on may still have changed: the close compares all of it.
    """
    lock_ledger()
    period = locked_period(period.id)
    _refuse_close(period)
    _refuse_at_work(period)
    wish = calculated(period.id)
    is_stale = wish is None or is_old(wish, period)
    refuse(refusal_to_propose(wish.digest if wish else "", seen=seen, is_old=is_stale))
    figures = wish.figures if wish else []
    return put_forward(period, Ask.CLOSE, by=by, digest=seen, figures=figures)


@writes
def ask_close(period: Period, *, by: Person, seen: str) -> CloseWish:
    """Have the worker close a period with the figures somebody else proposed; twice is once."""
    period = locked_period(period.id)
    _refuse_close(period)
    proposal = waiting(period, Ask.CLOSE)
    refuse(refusal_of_figures(proposal.digest, seen=seen, now=proposal.digest))
    refuse_own(proposal, by=by)
    return _ask(period, WishKind.CLOSE, by=by, seen=seen)


@writes
def stop(period: Period, *, by: Person) -> None:
    """End what waits for the worker; what it has finished stays."""
    lock_ledger()
    wish = wish_waiting(locked_period(period.id).id)
    if wish is not None:
        _finish(wish, Refusal("close.stopped"))
        note("period.stop", f"period:{period.id}", by=by.id, wish=wish.kind)


@writes
def carry_out(wish_id: int, found: Calculated, ready: Ready | None = None) -> bool:
    """Keep the figures that were calculated, or close with them and what lies ready, or Refused.

    False, and nothing written, when something they rest on has changed meanwhile.
    """
    lock_ledger()
    wish = _still_waiting(wish_id)
    if wish is None:
        return True
    period = locked_period(wish.period_id)
    _refuse_close(period, found.outlook)
    refuse(refusal_to_carry_out(meanwhile(wish, period)))
    if wish.is_close:
        if fingerprint_of(facts_of(period)) != found.rests_on:
            return False
        ready = ready or NOTHING_READY
        whole = Whole(found.outlook.agreements, found.digest, ready.sales_hash)
        moved = partial(settle_ready, ready.mark)
        close_as(period, whole, by=wish.asked_by, seen=wish.seen, written=moved)
    _finish(wish, None, found)
    return True


@writes
def leave(wish_id: int, refusal: Refusal, found: Calculated) -> None:
    """Finish a wish that met a refusal, with what the period came to."""
    wish = _still_waiting(wish_id)
    if wish is not None:
        _finish(wish, refusal, found)


def _refuse_close(period: Period, outlook: PeriodOutlook = NOTHING) -> None:
    """What is missing is known to the worker alone: a request does not read so many sales."""
    missing, homeless = outlook.missing_rates, outlook.without_agreement
    standing = standing_of(period)
    refuse(refusal_to_close(standing, missing_rates=missing, without_agreement=homeless))


def _refuse_at_work(period: Period) -> None:
    if wish_waiting(period.id) is not None:
        refuse(Refusal("close.at_work"))


def _ask(period: Period, kind: WishKind, *, by: Person, seen: str = "") -> CloseWish:
    before = wish_waiting(period.id)
    if before is not None and (before.kind, before.seen) == (kind, seen):
        return before
    _refuse_at_work(period)
    told: dict[str, Any] = {"kind": kind, "seen": seen, "figures": [], "refusal": {}}
    wish = CloseWish(period_id=period.id, asked_by_id=by.id, asked_at=clock.now(), **told)
    session().add(wish)
    session().flush()
    record(CloseWished(wish.id))
    note("period.wish", f"period:{period.id}", by=by.id, wish=kind)
    return wish


def _still_waiting(wish_id: int) -> CloseWish | None:
    found = sa.select(CloseWish).where(CloseWish.id == wish_id, CloseWish.finished_at.is_(None))
    found = found.with_for_update().execution_options(populate_existing=True)
    return session().scalar(found)


def _finish(wish: CloseWish, refusal: Refusal | None, found: Calculated | None = None) -> None:
    if refusal is not None:
        wish.refusal = {"code": refusal.code, "values": refusal.values}
    if found is not None and found.is_whole:
        wish.digest, wish.calculated_at = found.digest, found.began_at
        wish.figures = [asdict(each) for each in found.figures]
    wish.finished_at = clock.now()
    session().flush()
