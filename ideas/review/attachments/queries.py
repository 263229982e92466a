"""Finding files beside a case."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.accounts.models import Person
from ideas.db import session
from ideas.review.attachments.models import Attachment


def attachments_of(idea_id: int) -> Sequence[Attachment]:
    """The files beside an idea that are there, the first first."""
    found = sa.select(Attachment).where(
        Attachment.idea_id == idea_id, Attachment.removed_at.is_(None)
    )
    found = found.options(joinedload(Attachment.added_by).lazyload(Person.grants))
    return session().scalars(found.order_by(Attachment.id)).all()


def attachment_at(idea_id: int, mark: str) -> Attachment | None:
    """A file beside this very idea, while it is there."""
    found = sa.select(Attachment).where(
        Attachment.idea_id == idea_id, Attachment.mark == mark, Attachment.removed_at.is_(None)
    )
    return session().scalar(found)


def locked_attachment(attachment_id: int) -> Attachment:
    """A file, read anew and locked until the transaction ends."""
    return session().get_one(
        Attachment, attachment_id, with_for_update=True, populate_existing=True
    )
