"""What follows soon after pictures are taken out, or are to be seen no more."""

from ideas.db import session
from ideas.journey.events import IdeaMoved
from ideas.journey.models import Idea
from ideas.storage.pictures import drop
from ideas.submission.events import PictureDropped
from ideas.submission.pictures.actions import move_pictures
from ideas.submission.queries import is_shown


def forget_picture(event: PictureDropped) -> None:
    """Delete the copies, unless another idea took the picture over."""
    if not is_shown(event.picture):
        drop(event.picture, event.widths)


def move_hidden_pictures(event: IdeaMoved) -> None:
    """What everybody saw and is now hidden is no longer found where it was."""
    idea = session().get(Idea, event.idea_id)
    if idea is not None and idea.hidden_at is not None:
        move_pictures(idea.id)
