"""Appealing against a measure, and deciding about it."""

from collections.abc import Mapping

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.journey.queries import locked_idea
from ideas.moderation.appeals import rules
from ideas.moderation.appeals.effects import give_back, stands
from ideas.moderation.appeals.models import MeasureAppeal
from ideas.moderation.appeals.queries import appeal_against, locked_appeal
from ideas.moderation.appeals.rules import Outcome
from ideas.moderation.events import MeasureAppealDecided
from ideas.moderation.measures.models import Measure
from ideas.refusals import refuse


@writes
def appeal(measure: Measure, words: str, *, by: Person) -> MeasureAppeal:
    """Say that a measure was wrong; once for each, in time, while it stands."""
    _lock(measure)
    refuse(
        rules.refusal_to_appeal(
            *(words, measure.appeal_ends_at, clock.now()),
            is_made=appeal_against(measure.id) is not None,
            stands=stands(measure),
        )
    )
    made = MeasureAppeal(
        measure_id=measure.id,
        person_id=by.id,
        words=words.strip(),
        language=by.language,
        made_at=clock.now(),
        answer={},
    )
    session().add(made)
    session().flush()
    return made


@writes
def decide_appeal(
    made: MeasureAppeal, outcome: Outcome, answer: Mapping[str, str], *, by: Person
) -> None:
    """Decide about an appeal in words; one that was right gives back what was taken."""
    _lock(made.measure)
    made = locked_appeal(made.id)
    measure = made.measure
    refusal = rules.refusal_to_decide(
        is_decided=made.decided_at is not None,
        took_part=by.id in measure.decider_ids,
        is_own=measure.idea is not None and by.id in measure.idea.team_ids,
        is_theirs=by.id in {made.person_id, measure.person_id},
    )
    refuse(refusal)
    refuse(rules.refusal_to_answer(answer))
    said = {language: text.strip() for language, text in answer.items() if text.strip()}
    made.outcome, made.answer = outcome, said
    made.decided_by_id, made.decided_at = by.id, clock.now()
    session().flush()
    if outcome is Outcome.UPHELD and stands(measure):
        give_back(measure, said, by=by)
    note(f"appeal.{outcome}", f"measure:{measure.id}", by=by.id, appeal=made.id)
    record(MeasureAppealDecided(made.id))


def _lock(measure: Measure) -> None:
    """Whatever concerns an idea takes its turn there, all else at the measure itself."""
    if measure.idea_id is not None:
        locked_idea(measure.idea_id)
        return
    session().execute(sa.select(Measure.id).where(Measure.id == measure.id).with_for_update())


@writes
def forget_words_of(person_id: int) -> None:
    """Somebody leaves: what they wrote goes, what became of it stays."""
    theirs = sa.update(MeasureAppeal).where(MeasureAppeal.person_id == person_id)
    session().execute(theirs.values(words=""))
