"""Writing measures down, in the transaction of what was done or soon after."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ideas.db import session, writes
from ideas.events.actions import record
from ideas.journey.models import Idea
from ideas.moderation.events import MeasureTaken
from ideas.moderation.measures.models import Measure
from ideas.moderation.measures.rules import MeasureKind, Source, ThingKind, appeal_ends_at
from ideas.moderation.settings import Moderation
from ideas.settings.queries import dials


@dataclass(frozen=True)
class Subject:
    """What a measure is about, and whom it concerns; ``number`` is its id or its mark."""

    thing: ThingKind
    number: int | str
    person_id: int
    idea_id: int | None = None

    @property
    def name(self) -> str:
        """As the audit calls it."""
        return f"{self.thing}:{self.number}"


@dataclass(frozen=True)
class Reasons:
    """The ground, how it came to be looked at, the staff's sentence, the guidelines in force."""

    ground: str
    source: Source = Source.CHECK
    sentence: Mapping[str, str] = field(default_factory=dict)
    terms_id: int | None = None


def about(idea: Idea) -> Subject:
    """An idea as the subject of a measure."""
    return Subject(ThingKind.IDEA, idea.id, idea.creator_id, idea.id)


@writes
def take(
    kind: MeasureKind,
    subject: Subject,
    reasons: Reasons,
    *,
    by_id: int | None,
    at: datetime,
    seconded_by_id: int | None = None,
) -> Measure:
    """Write a measure down; the same at the same moment is one, and is told of once."""
    row: dict[str, Any] = {
        "kind": kind,
        "thing": subject.thing,
        "subject": subject.name,
        "idea_id": subject.idea_id,
        "person_id": subject.person_id,
        "ground": reasons.ground,
        "source": reasons.source if by_id is not None else Source.PROGRAM,
        "sentence": dict(reasons.sentence),
        "terms_id": reasons.terms_id,
        "by_id": by_id,
        "seconded_by_id": seconded_by_id,
        "made_at": at,
        "appeal_ends_at": appeal_ends_at(kind, at, dials(Moderation).appeal_days),
    }
    is_postgres = session().get_bind().dialect.name == "postgresql"
    insert: Callable[[Any], Any] = postgresql.insert if is_postgres else sqlite.insert
    added = insert(Measure).values(row).on_conflict_do_nothing().returning(Measure.id)
    measure_id = session().scalar(added)
    if measure_id is not None:
        record(MeasureTaken(measure_id))
    same = (Measure.subject == subject.name, Measure.kind == kind, Measure.made_at == at)
    return session().scalars(sa.select(Measure).where(*same)).one()
