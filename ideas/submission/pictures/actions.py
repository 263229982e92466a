"""Adding, describing, moving and removing a draft's pictures."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.db import let_go, session, writes
from ideas.events.actions import record
from ideas.journey.models import Idea
from ideas.journey.queries import locked_idea
from ideas.refusals import Refusal, Refused, refuse
from ideas.storage.pictures import BadPicture, Kept, drop, keep, kept_again, prepared
from ideas.submission.events import PictureDropped
from ideas.submission.models import Picture, PictureMeasures
from ideas.submission.pictures import rules
from ideas.submission.queries import picture_rows
from ideas.submission.rules import refusal_to_change


def add_picture(idea: Idea, content: bytes, *, alt: str = "", by: Person | None) -> Picture:
    """Decode a sent file and show it last; raises BadPicture. The slow work is done unlocked."""
    refuse(refusal_to_change(idea.stage))
    refuse(rules.refusal_to_add(len(picture_rows(idea.id))))
    kept = _kept(content, by)
    try:
        return show_kept(idea, kept, alt=alt, by=by)
    except Refused:
        drop(kept.name, kept.widths)
        raise


def add_pictures(
    idea: Idea, contents: Iterable[bytes], *, by: Person | None
) -> list[Picture | Refusal]:
    """Show the good ones of the sent files last; answers for each its picture, or why not.

    All are decoded before the first is written, unlocked; none that has no place any more.
    """
    refuse(refusal_to_change(idea.stage))
    shown = len(picture_rows(idea.id))
    refuse(rules.refusal_to_add(shown))
    taken = list(_taken(contents, shown, by))
    return [each if isinstance(each, Refusal) else _shown(idea, each, by) for each in taken]


def _taken(contents: Iterable[bytes], shown: int, by: Person | None) -> Iterator[Kept | Refusal]:
    for content in contents:
        full = rules.refusal_to_add(shown)
        if full is not None:
            yield full
            continue
        try:
            kept = _kept(content, by)
        except BadPicture as bad:
            yield bad.refusal
        else:
            shown += 1
            yield kept


def _kept(content: bytes, by: Person | None) -> Kept:
    """Decode and keep a sent file; nothing is asked of the database meanwhile."""
    sender = by.id if by else None
    let_go()
    return keep(prepared(content, sender=sender))


def _shown(idea: Idea, kept: Kept, by: Person | None) -> Picture | Refusal:
    try:
        return show_kept(idea, kept, by=by)
    except Refused as refused:
        drop(kept.name, kept.widths)
        return refused.refusal


@writes
def show_kept(idea: Idea, kept: Kept, *, alt: str = "", by: Person | None) -> Picture:
    """Show a picture that lies in the store."""
    idea = _changing(idea)
    shown = picture_rows(idea.id)
    refuse(rules.refusal_to_add(len(shown)))
    picture = Picture(idea_id=idea.id, position=len(shown), alt=alt.strip(), added_at=clock.now())
    _hang(picture, kept)
    return picture


def replace_picture(picture: Picture, content: bytes, *, by: Person) -> None:
    """Show another file in a picture's place, under the same words; raises BadPicture.

    The slow work is done unlocked.
    """
    refuse(refusal_to_change(session().get_one(Idea, picture.idea_id).stage))
    kept = _kept(content, by)
    try:
        _show_instead(picture, kept)
    except Refused:
        drop(kept.name, kept.widths)
        raise


@writes
def _show_instead(picture: Picture, kept: Kept) -> None:
    _changing(session().get_one(Idea, picture.idea_id))
    _forget_copies(picture)
    gone = sa.delete(PictureMeasures).where(PictureMeasures.picture_id == picture.id)
    session().execute(gone)
    _hang(picture, kept)


def _hang(picture: Picture, kept: Kept) -> None:
    picture.name, picture.widths, picture.colour = kept.name, list(kept.widths), kept.colour
    picture.width, picture.height, picture.cells = kept.width, kept.height, kept.cells
    session().add(picture)
    session().flush()
    if kept.measures is not None:
        session().add(PictureMeasures(picture_id=picture.id, **kept.measures))
        session().flush()


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
            _forget_copies(picture)
            picture.name = names[picture.id]
    session().flush()


def forget_row(picture: Picture) -> None:
    """Delete the row and say that the file may go."""
    _forget_copies(picture)
    session().delete(picture)


def _forget_copies(picture: Picture) -> None:
    record(PictureDropped(picture.name, [int(width) for width in picture.widths]))


def _number(pictures: Sequence[Picture]) -> None:
    for position, picture in enumerate(pictures):
        picture.position = position


def _changing(idea: Idea) -> Idea:
    idea = locked_idea(idea.id)
    refuse(refusal_to_change(idea.stage))
    idea.edited_at = clock.now()
    return idea
