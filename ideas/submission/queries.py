"""Finding drafts, pictures and tags."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.campaigns.calendar.models import Calendar
from ideas.campaigns.calendar.queries import calendar_of, juror_ids
from ideas.campaigns.calendar.rules import refusal_to_enter
from ideas.campaigns.queries import current_terms
from ideas.db import session
from ideas.journey.models import Idea, TeamMember
from ideas.journey.queries import count_in
from ideas.journey.stages import VOTABLE, Stage
from ideas.refusals import Refusal
from ideas.settings.queries import dials
from ideas.storage.grounds import Ground, ground_of
from ideas.storage.pictures import file_of, url_of
from ideas.submission.models import Draft, Picture, PictureMeasures, Tag, Writing
from ideas.submission.pictures.rules import Look
from ideas.submission.rules import WHOLE, Readiness
from ideas.submission.settings import Submission
from ideas.submission.taken.models import TakenPicture
from ideas.submission.team.models import Invitation
from ideas.submission.team.queries import invitations_to_join, members_of

USUAL_WIDTH = 960
BELONGINGS = (Picture, Tag, TeamMember, Invitation)


@dataclass(frozen=True)
class PictureView:
    """A picture as a page shows it; ``width`` and ``height`` give its shape.

    ``file`` is the usual copy's name in the store; ``ground`` is drawn below until it is there.
    """

    id: int
    file: str
    url: str
    largest_url: str
    srcset: str
    alt: str
    width: int
    height: int
    colour: str
    ground: Ground


def view_of(picture: Picture | TakenPicture) -> PictureView:
    """The picture with its addresses."""
    urls = {int(width): url_of(picture.name, int(width)) for width in picture.widths}
    usual = min(urls, key=lambda width: abs(width - USUAL_WIDTH))
    return PictureView(
        id=picture.id,
        file=file_of(picture.name, usual),
        url=urls[usual],
        largest_url=urls[max(urls)],
        srcset=", ".join(f"{url} {width}w" for width, url in sorted(urls.items())),
        alt=picture.alt,
        width=picture.width,
        height=picture.height,
        colour=picture.colour,
        ground=ground_of(picture.cells, picture.colour),
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


def looks_of(idea_id: int) -> Mapping[int, Look]:
    """How each of an idea's pictures looks, by the picture's id, as far as they were measured."""
    found = sa.select(PictureMeasures).join(Picture, Picture.id == PictureMeasures.picture_id)
    rows = session().scalars(found.where(Picture.idea_id == idea_id))
    return {
        row.picture_id: Look(row.width, row.height, row.sharpness, row.darkest, row.light)
        for row in rows
    }


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


def writing_of(idea_id: int) -> Writing:
    """How often its words were written, and by which window; version 0 before the first time."""
    return session().get(Writing, idea_id) or Writing(idea_id=idea_id, version=0, pen="")


def idea_begun_with(nonce: str) -> Idea | None:
    """The idea that was begun by this form, if it was sent before."""
    begun = sa.select(Idea).join(Draft, Draft.idea_id == Idea.id).where(Draft.nonce == nonce)
    return session().scalar(begun)


def untouched_draft_of(person_id: int) -> Idea | None:
    """A draft of theirs in which nothing stands yet: no word, picture, tag or other person."""
    found = sa.select(Idea).where(
        Idea.creator_id == person_id,
        Idea.stage == Stage.DRAFT,
        Idea.resubmits_id.is_(None),
        *(text == "" for text in (Idea.title, Idea.summary, Idea.body, Idea.specs)),
        *(~sa.exists().where(has.idea_id == Idea.id) for has in BELONGINGS),
    )
    return session().scalar(found.order_by(Idea.id.desc()).limit(1))


def lock_person(person_id: int) -> None:
    """Let nobody else count this person's ideas until the transaction ends."""
    session().execute(sa.select(Person.id).where(Person.id == person_id).with_for_update())


def heir_of(idea_id: int) -> Idea | None:
    """The newer idea that takes this one up again, unless it was withdrawn."""
    newer = sa.select(Idea).where(Idea.resubmits_id == idea_id, Idea.stage != Stage.WITHDRAWN)
    return session().scalar(newer.order_by(Idea.id.desc()).limit(1))


def forgotten_ideas(before: datetime, limit: int) -> Sequence[Idea]:
    """Ideas that have waited for their creator's work since before a moment."""
    waiting = sa.select(Idea).where(Idea.stage == Stage.NEEDS_WORK, Idea.stage_at < before)
    return session().scalars(waiting.order_by(Idea.stage_at, Idea.id).limit(limit)).all()


def readiness_of(idea: Idea) -> Readiness:
    """Everything that decides whether an idea can be handed in."""
    pictures, terms = picture_rows(idea.id), current_terms(idea.campaign_id)
    calendar = calendar_of(idea.campaign_id)
    draft = draft_of(idea.id)
    waiting = [each.share_bp for each in members_of(idea.id) if each.accepted_at is None]
    waiting += [each.share_bp for each in invitations_to_join(idea.id)]
    return Readiness(
        stage=idea.stage,
        title=idea.title,
        summary=idea.summary,
        body=idea.body,
        specs=idea.specs,
        has_rights=draft is not None,
        pictures=len(pictures),
        undescribed=sum(not picture.alt for picture in pictures),
        accepted_bp=WHOLE - sum(waiting),
        live=count_in(VOTABLE, idea.creator_id, campaign_id=idea.campaign_id),
        most_live=terms.live_ideas_per_creator,
        queued=count_in(frozenset({Stage.SUBMITTED}), idea.creator_id),
        rests_until=_rests_until(idea, timedelta(hours=terms.resubmit_hours)),
        is_open=dials(Submission).is_open,
        closed=_closed(calendar, idea),
        needs_pictures=calendar is None or calendar.needs_pictures,
        changed=draft.changed if draft and idea.resubmits_id else None,
    )


def _closed(calendar: Calendar | None, idea: Idea) -> Refusal | None:
    """Why the idea's campaign does not take it now; the standing one always does."""
    if calendar is None:
        return None
    was_returned = idea.stage is Stage.NEEDS_WORK
    is_juror = not juror_ids(calendar.campaign_id).isdisjoint(idea.team_ids)
    return refusal_to_enter(
        calendar.course, clock.now(), was_returned=was_returned, is_juror=is_juror
    )


def _rests_until(idea: Idea, rest: timedelta) -> datetime | None:
    """When an idea that was returned, or that takes up an ended one, may be handed in."""
    if idea.stage is Stage.NEEDS_WORK:
        return idea.stage_at + rest
    older = session().get(Idea, idea.resubmits_id) if idea.resubmits_id else None
    return older.stage_at + rest if older else None
