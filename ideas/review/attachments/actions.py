"""Putting files beside a case, and erasing them."""

from dataclasses import dataclass

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note as write_audit
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.refusals import refuse
from ideas.review.attachments import queries, rules
from ideas.review.attachments.events import AttachmentDropped
from ideas.review.attachments.models import Attachment
from ideas.review.attachments.rules import FileKind
from ideas.review.cases.actions import demand_open
from ideas.review.models import Case


@dataclass(frozen=True)
class Kept:
    """A file that lies in the private store under its mark and kind."""

    mark: str
    name: str
    kind: FileKind
    size: int


@writes
def attach(case: Case, file: Kept, *, by: Person) -> Attachment:
    """Put a kept file beside a case."""
    demand_open(case, by=by)
    refuse(rules.refusal_to_attach(len(queries.attachments_of(case.idea_id))))
    attachment = Attachment(
        idea_id=case.idea_id,
        mark=file.mark,
        name=file.name,
        file_kind=file.kind,
        size=file.size,
        added_by_id=by.id,
        added_at=clock.now(),
    )
    session().add(attachment)
    session().flush()
    write_audit("case.attach", f"idea:{case.idea_id}", by=by.id, attachment=attachment.id)
    return attachment


@writes
def remove_attachment(case: Case, attachment: Attachment, *, by: Person) -> None:
    """Erase a file; twice is once."""
    demand_open(case, by=by)
    attachment = queries.locked_attachment(attachment.id)
    if attachment.removed_at is None:
        _remove(attachment, by=by.id)
        write_audit("case.detach", f"idea:{case.idea_id}", by=by.id, attachment=attachment.id)


@writes
def remove_attachments_of(idea_id: int) -> None:
    """Erase every file beside an idea that was hidden."""
    for attachment in queries.attachments_of(idea_id):
        _remove(attachment, by=None)


def _remove(attachment: Attachment, *, by: int | None) -> None:
    attachment.removed_at, attachment.removed_by_id = clock.now(), by
    session().flush()
    record(AttachmentDropped(attachment.file))
