"""Taking a picture out of a public idea, and putting it back."""

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import let_go, session, writes
from ideas.journey.queries import locked_idea
from ideas.refusals import Refusal, Refused, refuse
from ideas.storage.pictures import drop, kept_again
from ideas.submission.models import Picture
from ideas.submission.pictures.actions import forget_row
from ideas.submission.queries import picture_rows
from ideas.submission.taken.models import TakenPicture

FIELDS = ("idea_id", "widths", "width", "height", "colour", "cells", "alt")


def take_picture(picture: Picture, *, by: Person) -> TakenPicture:
    """Take a picture away from everybody; its copies get another name, unlocked, as it is slow."""
    widths, old = list(picture.widths), picture.name
    picture_id, idea_id = picture.id, picture.idea_id
    let_go()
    name = kept_again(old, widths)
    try:
        return _take(idea_id, picture_id, name, by=by)
    except Refused:
        drop(name, widths)
        raise


@writes
def _take(idea_id: int, picture_id: int, name: str, *, by: Person) -> TakenPicture:
    idea = locked_idea(idea_id)
    picture = session().get(Picture, picture_id)
    if picture is None or picture.idea_id != idea.id or by.id in idea.team_ids:
        raise Refused(Refusal("picture.not_there"))
    rest = [each for each in picture_rows(idea.id) if each.id != picture.id]
    taken = TakenPicture(
        name=name, taken_at=clock.now(), **{field: getattr(picture, field) for field in FIELDS}
    )
    session().add(taken)
    forget_row(picture)
    _number(rest)
    note("picture.remove", f"picture:{taken.id}", by=by.id, idea=idea.id)
    return taken


@writes
def put_picture_back(taken: TakenPicture, *, by: Person) -> Picture:
    """Show a picture again, last of its idea's."""
    idea = locked_idea(taken.idea_id)
    refuse(None if session().get(TakenPicture, taken.id) else Refusal("picture.not_there"))
    picture = Picture(
        name=taken.name,
        position=len(picture_rows(idea.id)),
        added_at=clock.now(),
        **{field: getattr(taken, field) for field in FIELDS},
    )
    session().add(picture)
    session().delete(taken)
    session().flush()
    note("picture.put_back", f"picture:{taken.id}", by=by.id, idea=idea.id)
    return picture


def _number(pictures: list[Picture]) -> None:
    for position, picture in enumerate(pictures):
        picture.position = position
    session().flush()
