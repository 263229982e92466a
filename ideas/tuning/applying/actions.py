"""Proposing, confirming and carrying out. Each idea is changed under its own lock."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.accounts.queries import holders_of
from ideas.audit.actions import note
from ideas.campaigns.models import Terms
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.journey.queries import locked_idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.refusals import refuse
from ideas.tuning.applying import queries, rules
from ideas.tuning.applying.models import Application, AppliedIdea
from ideas.tuning.events import TermsApplied
from ideas.tuning.rules import Effect, Standing, effect_of
from ideas.voting.ballots.actions import settle
from ideas.voting.models import Ballot
from ideas.voting.queries import fresh_ballot


@writes
def propose_application(terms: Terms, *, reason: str, by: Person) -> Application:
    """Propose to apply a version to open ideas; keeps what it would do."""
    session().execute(sa.select(Terms.id).where(Terms.id == terms.id).with_for_update())
    moment = clock.now()
    found = queries.consequences_of(terms, moment)
    refuse(
        rules.refusal_to_propose(
            is_in_force=queries.is_in_force(terms),
            has_standing=queries.standing_application(terms.id) is not None,
            open_ideas=found.open_ideas,
            reason=reason,
        )
    )
    application = Application(
        terms_id=terms.id,
        expected=dict(found.counts),
        reason=reason.strip(),
        proposed_by_id=by.id,
        proposed_at=moment,
    )
    session().add(application)
    session().flush()
    note("terms.propose_applying", f"terms:{terms.id}", by=by.id, **application.expected)
    return application


@writes
def take_back_application(application: Application, *, by: Person) -> None:
    """Take back what nobody has confirmed yet; either admin may."""
    application = _locked(application.id)
    refuse(
        rules.refusal_to_confirm(
            is_in_force=True,
            is_standing=application.taken_back_at is None,
            is_confirmed=application.confirmed_at is not None,
            is_own=False,
            others=(),
        )
    )
    application.taken_back_at = clock.now()
    note("terms.take_back_applying", f"terms:{application.terms_id}", by=by.id)


@writes
def confirm_application(application: Application, *, by: Person) -> None:
    """Confirm what somebody else proposed; the worker carries it out."""
    application = _locked(application.id)
    others = [each.name for each in holders_of(Role.ADMIN) if each.id != by.id]
    refuse(
        rules.refusal_to_confirm(
            is_in_force=queries.is_in_force(application.terms),
            is_standing=application.taken_back_at is None,
            is_confirmed=application.confirmed_at is not None,
            is_own=application.proposed_by_id == by.id,
            others=others,
        )
    )
    application.confirmed_by_id, application.confirmed_at = by.id, clock.now()
    note("terms.apply", f"terms:{application.terms_id}", by=by.id)


def _locked(application_id: int) -> Application:
    locked = sa.select(Application).where(Application.id == application_id).with_for_update()
    return session().scalars(locked.execution_options(populate_existing=True)).one()


@writes
def apply_to(application_id: int, idea_id: int) -> None:
    """Put one idea on the new ladder; done again, or once it has moved on, it changes nothing."""
    idea, ballot = locked_idea(idea_id), fresh_ballot(idea_id)
    application = session().get_one(Application, application_id)
    if session().get(AppliedIdea, (application_id, idea_id)) is not None:
        return
    if ballot is None or idea.stage is not Stage.LIVE or ballot.reached_at is not None:
        return
    moment, before = clock.now(), _kept(ballot)
    standing = Standing(ballot.tiers, ballot.tier, ballot.votes, ballot.closes_at)
    effect = effect_of(standing, application.terms.tiers, moment)
    _put(ballot, application.terms, effect, moment)
    settle(idea, ballot, moment)
    ballot.closes_at = effect.closes_at
    after = _kept(ballot) | {"consequence": rules.consequence_of(standing, effect)}
    row = AppliedIdea(
        application_id=application_id,
        idea_id=idea_id,
        before=before,
        after=after,
        applied_at=moment,
    )
    session().add(row)
    record(TermsApplied(idea_id, application_id))


def _put(ballot: Ballot, terms: Terms, effect: Effect, moment: datetime) -> None:
    """The new ladder; the days of what is reached at once come as it is crossed."""
    earned = sum(tier.days for tier in effect.ladder[ballot.tier + 1 : effect.reached + 1])
    least = ballot.opened_at + timedelta(minutes=1)
    ballot.terms_id = terms.id
    ballot.ladder = [[tier.votes, tier.days] for tier in effect.ladder]
    ballot.goal = effect.goal
    ballot.certification_hours = terms.certification_hours
    ballot.vote_again_hours = terms.vote_again_hours
    ballot.closes_at = max(least, effect.closes_at - timedelta(days=earned))
    ballot.changed_at = moment


def _kept(ballot: Ballot) -> dict[str, Any]:
    return {
        "terms_id": ballot.terms_id,
        "ladder": ballot.ladder,
        "goal": ballot.goal,
        "tier": ballot.tier,
        "closes_at": ballot.closes_at.isoformat(),
    }


@writes
def finish(application_id: int) -> None:
    """Every idea is on the new ladder."""
    application = _locked(application_id)
    if application.done_at is None:
        application.done_at = clock.now()
