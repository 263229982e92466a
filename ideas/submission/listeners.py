"""What follows soon after a change to a draft."""

from ideas.storage.pictures import drop
from ideas.submission.events import PictureDropped
from ideas.submission.queries import is_shown


def forget_picture(event: PictureDropped) -> None:
    """Delete the copies, unless another idea took the picture over."""
    if not is_shown(event.picture):
        drop(event.picture, event.widths)
