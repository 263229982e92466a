"""Finding drafts, pictures and tags."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ideas.accounts.models import Person
from ideas.db import session
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.storage.pictures import url_of
from ideas.submission.models import Draft, Picture, Tag

USUAL_WIDTH = 960


@dataclass(frozen=True)
class PictureView:
    """A picture as a page shows it; ``width`` and ``height`` give its shape."""

    id: int
    url: str
    largest_url: str
    srcset: str
    alt: str
    width: int
    height: int
    colour: str


def view_of(picture: Picture) -> PictureView:
    """The picture with its addresses."""
    urls = {int(width): url_of(picture.name, int(width)) for width in picture.widths}
    usual = min(urls, key=lambda width: abs(width - USUAL_WIDTH))
    return PictureView(
        id=picture.id,
        url=urls[usual],
        largest_url=urls[max(urls)],
        srcset=", ".join(f"{url} {width}w" for width, url in sorted(urls.items())),
        alt=picture.alt,
        width=picture.width,
        height=picture.height,
        colour=picture.colour,
    )


def pictures_of(idea_id: int) -> Sequence[PictureView]:
    """An idea's pictures in their order."""
    return [view_of(picture) for picture in picture_rows(idea_id)]


def picture_rows(idea_id: int) -> Sequence[Picture]:
    """The rows of an idea's pictures in their order."""
    found = sa.select(Picture).where(Picture.idea_id == idea_id)
    return session().scalars(found.order_by(Picture.position, Picture.id)).all()


def first_pictures(idea_ids: Iterable[int]) -> Mapping[int, PictureView]:
    """The first picture of each of these ideas that has one."""
    found = sa.select(Picture).where(Picture.idea_id.in_(list(idea_ids)), Picture.position == 0)
    return {picture.idea_id: view_of(picture) for picture in session().scalars(found)}


def picture_of(idea_id: int, picture_id: int) -> Picture | None:
    """One picture of an idea."""
    picture = session().get(Picture, picture_id)
    return picture if picture is not None and picture.idea_id == idea_id else None


def is_shown(name: str) -> bool:
    """True while any idea shows the picture kept under this name."""
    return session().scalar(sa.select(Picture.id).where(Picture.name == name).limit(1)) is not None


def tags_of(idea_id: int) -> Sequence[str]:
    """An idea's tags in their order."""
    return tags_of_all((idea_id,)).get(idea_id, ())


def tags_of_all(idea_ids: Iterable[int]) -> Mapping[int, Sequence[str]]:
    """The tags of each of these ideas that has any."""
    found = sa.select(Tag).where(Tag.idea_id.in_(list(idea_ids))).order_by(Tag.position)
    tags: dict[int, list[str]] = {}
    for tag in session().scalars(found):
        tags.setdefault(tag.idea_id, []).append(tag.name)
    return tags


def draft_of(idea_id: int) -> Draft | None:
    """What the creator answered; None for ideas that were brought in."""
    return session().get(Draft, idea_id)


def idea_begun_with(nonce: str) -> Idea | None:
    """The idea that was begun by this form, if it was sent before."""
    begun = sa.select(Idea).join(Draft, Draft.idea_id == Idea.id).where(Draft.nonce == nonce)
    return session().scalar(begun)


def lock_person(person_id: int) -> None:
    """Let nobody else count this person's ideas until the transaction ends."""
    session().execute(sa.select(Person.id).where(Person.id == person_id).with_for_update())


def heir_of(idea_id: int) -> Idea | None:
    """The newer idea that takes this one up again, unless it was withdrawn."""
    newer = sa.select(Idea).where(Idea.resubmits_id == idea_id, Idea.stage != Stage.WITHDRAWN)
    return session().scalar(newer.order_by(Idea.id.desc()).limit(1))


def forgotten_ideas(before: Any, limit: int) -> Sequence[Idea]:
    """Ideas that have waited for their creator's work since before a moment."""
    waiting = sa.select(Idea).where(Idea.stage == Stage.NEEDS_WORK, Idea.stage_at < before)
    return session().scalars(waiting.order_by(Idea.stage_at, Idea.id).limit(limit)).all()
