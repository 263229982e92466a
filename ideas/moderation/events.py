"""What moderators did, beyond the moves of ideas."""

from dataclasses import dataclass

from ideas.events.models import Event


@dataclass(frozen=True)
class StaffPicked(Event):
    """The brand recommends an idea."""

    idea_id: int


@dataclass(frozen=True)
class ReportsDecided(Event):
    """A moderator decided about something reported; those who reported it are owed the outcome."""

    report_id: int
    idea_id: int | None
    outcome: str
    person_ids: tuple[int, ...]


@dataclass(frozen=True)
class MeasureTaken(Event):
    """Something was taken from somebody, or given back; they are owed the reasons."""

    measure_id: int


@dataclass(frozen=True)
class MeasureAppealDecided(Event):
    """Somebody else decided about an appeal against a measure."""

    appeal_id: int


@dataclass(frozen=True)
class ComplaintDecided(Event):
    """Somebody else decided about a complaint that a report led to nothing."""

    complaint_id: int
