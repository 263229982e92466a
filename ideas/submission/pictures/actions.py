"""Adding, describing, moving and removing a draft's pictures."""

from collections.abc import Mapping, Sequence

from ideas import clock
from ideas.accounts.models import Person
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.journey.models import Idea
from ideas.journey.queries import locked_idea
from ideas.refusals import Refused, refuse
from ideas.storage.pictures import Kept, drop, keep, kept_again, prepared
from ideas.submission.events import PictureDropped
from ideas.submission.models import Picture
from ideas.submission.pictures import rules
from ideas.submission.queries import picture_rows
from ideas.submission.rules import refusal_to_change


def add_picture(idea: Idea, content: bytes, *, alt: str = "", by: Person | None) -> Picture:
    """Decode a sent file and show it last; raises BadPicture. The slow work is done unlocked."""
    refuse(refusal_to_change(idea.stage))
    refuse(rules.refusal_to_add(len(picture_rows(idea.id))))
    kept = keep(prepared(content))
    try:
        return show_kept(idea, kept, alt=alt, by=by)
    except Refused:
        drop(kept.name, kept.widths)
        raise


@writes
def show_kept(idea: Idea, kept: Kept, *, alt: str = "", by: Person | None) -> Picture:
    """Show a picture that lies in the store."""
    idea = _changing(idea)
    shown = picture_rows(idea.id)
    refuse(rules.refusal_to_add(len(shown)))
    picture = Picture(
        idea_id=idea.id,
        position=len(shown),
        name=kept.name,
        widths=list(kept.widths),
        width=kept.width,
        height=kept.height,
        colour=kept.colour,
        alt=alt.strip(),
        added_at=clock.now(),
    )
    session().add(picture)
    session().flush()
    return picture


@writes
def change_picture(picture: Picture, *, alt: str, steps: int = 0, by: Person) -> None:
    """Say what a picture shows, and move it up (-1) or down (1); at either end it stays."""
    idea = _changing(session().get_one(Idea, picture.idea_id))
    picture.alt = alt.strip()
    _number(rules.moved(picture_rows(idea.id), picture, steps))


@writes
def remove_picture(picture: Picture, *, by: Person) -> None:
    """Take a picture out of the idea; its file is forgotten soon after."""
    idea = _changing(session().get_one(Idea, picture.idea_id))
    rest = [each for each in picture_rows(idea.id) if each.id != picture.id]
    forget_row(picture)
    _number(rest)


def move_pictures(idea_id: int) -> None:
    """Keep an idea's pictures under new names, so that the old addresses lead nowhere.

    The slow work is done unlocked.
    """
    names = {row.id: kept_again(row.name, row.widths) for row in picture_rows(idea_id)}
    _rename(idea_id, names)


@writes
def _rename(idea_id: int, names: Mapping[int, str]) -> None:
    for picture in picture_rows(idea_id):
        if picture.id in names:
            record(PictureDropped(picture.name, [int(width) for width in picture.widths]))
            picture.name = names[picture.id]
    session().flush()


def forget_row(picture: Picture) -> None:
    """Delete the row and say that the file may go."""
    record(PictureDropped(picture.name, [int(width) for width in picture.widths]))
    session().delete(picture)


def _number(pictures: Sequence[Picture]) -> None:
    for position, picture in enumerate(pictures):
        picture.position = position


def _changing(idea: Idea) -> Idea:
    idea = locked_idea(idea.id)
    refuse(refusal_to_change(idea.stage))
    idea.edited_at = clock.now()
    return idea
