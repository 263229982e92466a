"""What can be exported, as what, and when not."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ideas.refusals import Refusal

MOST_ROWS = 500_000
MOST_WAITING = 3
FETCHED_WITHIN = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=1)


class Subject(StrEnum):
    """What is exported."""

    IDEAS = "ideas"
    VOTES = "votes"
    DECISIONS = "decisions"
    AUDIT = "audit"
    CHAIN = "chain"


class FileKind(StrEnum):
    """As what."""

    CSV = "csv"
    XLSX = "xlsx"
    NDJSON = "ndjson"


class ExportState(StrEnum):
    """How far it is."""

    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


FOR_AUDITORS = frozenset({Subject.AUDIT, Subject.CHAIN})


@dataclass(frozen=True)
class Wanted:
    """What somebody wants: the days from ``since_on`` until ``until_on``, both among them."""

    subject: Subject
    file_kind: FileKind
    since_on: date | None = None
    until_on: date | None = None

    @property
    def kind(self) -> FileKind:
        """The chain is whole and in lines of JSON, whatever was asked for; nothing else is."""
        return FileKind.NDJSON if self.subject is Subject.CHAIN else self.file_kind


def refusal_to_export(wanted: Wanted, *, waiting: int, may_audit: bool) -> Refusal | None:
    """Refuse days that run backwards, the log to who may not read it, and too many at once."""
    if wanted.subject in FOR_AUDITORS and not may_audit:
        return Refusal("export.not_yours")
    is_backwards = wanted.since_on and wanted.until_on and wanted.until_on < wanted.since_on
    if is_backwards:
        return Refusal("export.backwards")
    return Refusal("export.too_many", most=MOST_WAITING) if waiting >= MOST_WAITING else None
