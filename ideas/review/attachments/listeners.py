"""Erasing files: those that were removed, and those of an idea that was hidden."""

from ideas.db import session
from ideas.journey.events import IdeaMoved
from ideas.journey.models import Idea
from ideas.review.attachments.actions import remove_attachments_of
from ideas.review.attachments.events import AttachmentDropped
from ideas.storage.private import private_store


def remove_hidden_attachments(event: IdeaMoved) -> None:
    """What lies beside an idea that is unlawful goes with it."""
    idea = session().get(Idea, event.idea_id)
    if idea is not None and idea.hidden_at is not None:
        remove_attachments_of(idea.id)


def erase_attachment(event: AttachmentDropped) -> None:
    """Erase the file; twice is once."""
    private_store().delete(event.file)
