"""Announcing what the calendar says, room in a round, why one is late, what is expected."""

from collections.abc import Mapping
from datetime import date

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note as write_audit
from ideas.campaigns.queries import current_terms, standing_campaign
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.refusals import refuse
from ideas.review.actions import announce, take_turns
from ideas.review.events import RoundDelayed
from ideas.review.models import Round
from ideas.review.queries import locked_round, today_in
from ideas.review.rounds import rules
from ideas.review.rounds.models import Delay, Forecast
from ideas.review.rounds.queries import cutoffs, plan
from ideas.review.settings import Review
from ideas.settings.queries import dials


@writes
def open_due() -> None:
    """Announce the rounds that the calendar wants open; again, and by two at once, is once."""
    take_turns()
    there, chosen, turned = list(cutoffs()), plan(), dials(Review)
    for cutoff_at in rules.to_open(chosen, clock.now(), there):
        days = current_terms(standing_campaign().id).decision_days
        announce(
            rules.name_of(turned.round_name, cutoff_at, chosen.zone, there),
            cutoff_at=cutoff_at,
            decision_due_on=rules.due_on(cutoff_at, chosen.zone, days),
            capacity=turned.capacity,
            zone=chosen.zone,
            by=None,
        )
        there.append(cutoff_at)


@writes
def change_capacity(round_: Round, capacity: int, *, by: Person) -> None:
    """Let an open round take more or fewer ideas; the number it has already changes nothing."""
    round_ = locked_round(round_.id)
    refuse(rules.refusal_to_change_capacity(is_cut_off=round_.cut_off_at is not None))
    before, round_.capacity = round_.capacity, capacity
    if before != capacity:
        session().flush()
        write_audit("round.capacity", f"round:{round_.id}", by=by.id, before=before, after=capacity)


@writes
def say_delay(
    round_: Round, sentence: Mapping[str, str], *, expected_on: date, by: Person
) -> Delay:
    """Say in public why the answers come later, and when; its creators and followers are told."""
    round_ = locked_round(round_.id)
    refuse(
        rules.refusal_to_delay(
            is_cut_off=round_.cut_off_at is not None,
            is_published=round_.published_at is not None,
            sentence=sentence,
            expected_on=expected_on,
            today=today_in(round_.zone),
        )
    )
    delay = Delay(
        round_id=round_.id,
        sentence={language: text.strip() for language, text in sentence.items() if text.strip()},
        expected_on=expected_on,
        said_by_id=by.id,
        said_at=clock.now(),
    )
    session().add(delay)
    session().flush()
    write_audit("round.delay", f"round:{round_.id}", by=by.id, until=expected_on.isoformat())
    record(RoundDelayed(delay.id, round_.id))
    return delay


@writes
def keep_forecast(round_id: int, *, low: int, middle: int, high: int) -> None:
    """Keep how many ideas are expected in an open round, in place of what was thought before."""
    row = Forecast(round_id=round_id, low=low, middle=middle, high=high, made_at=clock.now())
    session().merge(row)
    session().flush()
