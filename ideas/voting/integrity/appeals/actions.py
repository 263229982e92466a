"""Appealing, and deciding about it."""

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note as write_audit
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.journey.models import Idea
from ideas.journey.queries import locked_idea
from ideas.refusals import Refusal, refuse
from ideas.voting.integrity.appeals import rules
from ideas.voting.integrity.appeals.models import Appeal
from ideas.voting.integrity.appeals.queries import (
    ASIDE,
    appeal_about,
    judged_before,
    last_sweep_of,
)
from ideas.voting.integrity.appeals.rules import AppealOutcome
from ideas.voting.integrity.changing import Change, change_votes
from ideas.voting.integrity.events import AppealDecided
from ideas.voting.integrity.models import Sweep
from ideas.voting.models import Vote, VoteReason, VoteState
from ideas.voting.queries import cast_by


@writes
def appeal(idea: Idea, words: str, *, by: Person) -> Appeal:
    """Say that one's vote was held or made void wrongly; once for each decision."""
    idea = locked_idea(idea.id)
    vote, sweep = cast_by(by.id, idea.id), last_sweep_of(by.id, idea.id)
    is_aside = vote is not None and vote.state in ASIDE and sweep is not None
    refuse(rules.refusal_to_appeal(words, is_aside=is_aside))
    if sweep is None or appeal_about(sweep.id, by.id) is not None:
        refuse(Refusal("appeal.made_already"))
    made = Appeal(
        sweep_id=sweep.id if sweep else 0,
        person_id=by.id,
        words=words.strip(),
        made_at=clock.now(),
    )
    session().add(made)
    session().flush()
    return made


@writes
def decide(
    made: Appeal, outcome: AppealOutcome, words: str = "", *, by: Person, language: str = "en"
) -> None:
    """Decide about an appeal; when it was right, the vote counts from its original time.

    ``words`` in this ``language`` say why; a no has some.
    """
    sweep = session().get_one(Sweep, made.sweep_id)
    idea = locked_idea(sweep.idea_id)
    locked = sa.select(Appeal).where(Appeal.id == made.id).with_for_update()
    made = session().scalars(locked.execution_options(populate_existing=True)).one()
    refusal = rules.refusal_to_decide(
        is_decided=made.decided_at is not None,
        took_part=made.id in judged_before(by.id, [made]),
        is_own=by.id in idea.team_ids,
        is_theirs=by.id == made.person_id,
    )
    refuse(refusal)
    refuse(rules.refusal_to_answer(outcome, words))
    made.answer = {language: words.strip()} if words.strip() else {}
    made.outcome, made.decided_by_id, made.decided_at = outcome, by.id, clock.now()
    vote = cast_by(made.person_id, idea.id)
    if outcome is AppealOutcome.UPHELD and vote is not None and vote.state in ASIDE:
        _count_again(idea, sweep, vote, by=by)
    write_audit(f"appeal.{outcome}", f"idea:{idea.id}", by=by.id, appeal=made.id)
    session().flush()
    record(AppealDecided(made.id, idea.id))


def _count_again(idea: Idea, sweep: Sweep, vote: Vote, *, by: Person) -> None:
    to = VoteState.WITHDRAWN if vote.person_id in idea.team_ids else VoteState.COUNTED
    change = Change(vote.person_id, vote.state, to, vote.cast_at)
    change_votes(
        *(idea, sweep, [change], clock.now()),
        reason=VoteReason.APPEAL_UPHELD,
        actor_id=by.id,
        is_undoable=False,
    )


@writes
def forget_words_of(person_id: int) -> None:
    """Somebody leaves: what they wrote goes, what became of it stays."""
    theirs = sa.update(Appeal).where(Appeal.person_id == person_id)
    session().execute(theirs.values(words=""))
