"""Beginning, writing, handing in, taking back and taking up again."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.campaigns.calendar.queries import open_for_entries
from ideas.campaigns.queries import current_terms, standing_campaign
from ideas.db import session, writes
from ideas.journey.actions import advance
from ideas.journey.models import Idea, TeamMember
from ideas.journey.queries import count_in, locked_idea
from ideas.journey.stages import Stage
from ideas.refusals import refuse
from ideas.submission import rules
from ideas.submission.models import Draft, Picture, PictureMeasures, Rights, Tag
from ideas.submission.pictures.actions import forget_row
from ideas.submission.queries import (
    draft_of,
    forgotten_ideas,
    heir_of,
    idea_begun_with,
    lock_person,
    looks_of,
    picture_rows,
    readiness_of,
    tags_of,
    untouched_draft_of,
    writing_of,
)
from ideas.text import html_of, on_one_line, short_id, slug_of, upright

BATCH = 200
WITHDRAWN_BY_CREATOR, WITHDRAWN_BY_TIME = "withdrawn_by_creator", "withdrawn_by_time"


@dataclass(frozen=True)
class Window:
    """Where somebody writes: a name of its own, and the version of the words it has seen."""

    pen: str = ""
    seen: int | None = None


@writes
def begin_draft(
    *,
    rights: Rights,
    property_named: str = "",
    nonce: str | None = None,
    campaign_id: int | None = None,
    by: Person,
) -> Idea:
    """A new draft with the rights answered; the same nonce again finds the draft it made.

    A draft of theirs in which nothing stands yet is taken in place of a second one.
    """
    lock_person(by.id)
    nonce = f"{by.id} {nonce or secrets.token_urlsafe(16)}"
    begun = idea_begun_with(nonce)
    if begun is not None:
        return begun
    idea = untouched_draft_of(by.id) or _new_idea(by, nonce)
    enter(idea, campaign_id)
    _answer(draft_of(idea.id), rights, property_named)
    return idea


def enter(idea: Idea, campaign_id: int | None) -> None:
    """Say which campaign a draft is for, if it is one that takes entries; None is the standing."""
    open_ids = {each.campaign_id for each in open_for_entries(and_also=idea.campaign_id)}
    is_open = campaign_id in open_ids
    idea.campaign_id = campaign_id if campaign_id and is_open else standing_campaign().id
    session().flush()


def _new_idea(by: Person, nonce: str) -> Idea:
    refuse(rules.refusal_to_begin(count_in(frozenset({Stage.DRAFT}), by.id)))
    moment, key = clock.now(), short_id()
    idea = Idea(
        short_id=key,
        slug=key,
        campaign_id=standing_campaign().id,
        creator_id=by.id,
        language=by.language,
        stage_at=moment,
        created_at=moment,
        edited_at=moment,
    )
    session().add(idea)
    session().flush()
    draft = Draft(idea_id=idea.id, nonce=nonce, rights=Rights.NOT_SURE, answered_at=moment)
    session().add(draft)
    session().flush()
    return idea


@writes
def answer_rights(
    idea: Idea,
    rights: Rights,
    *,
    property_named: str = "",
    campaign_id: int | None = None,
    by: Person,
) -> None:
    """Answer anew whose property the idea uses, and which campaign it is for."""
    idea = _changing(idea)
    enter(idea, campaign_id)
    _answer(draft_of(idea.id), rights, property_named)


def _answer(draft: Draft | None, rights: Rights, property_named: str) -> None:
    if draft is None:
        raise LookupError("an idea that was brought in has no draft")
    is_foreign = rights is Rights.THIRD_PARTY
    draft.rights, draft.answered_at = rights, clock.now()
    draft.property_named = property_named.strip() if is_foreign else ""
    session().flush()


@writes
def write_idea(
    idea: Idea,
    *,
    tags: Sequence[str] | None = None,
    window: Window | None = None,
    by: Person,
    **texts: str,
) -> None:
    """Keep what was typed, finished or not: any of ``rules.TEXTS``.

    Refused when another window has written since ``window`` looked.
    """
    idea = _changing(idea)
    _count_writing(idea, window or Window())
    for name in rules.TEXTS:
        setattr(idea, name, texts.get(name, getattr(idea, name)))
    idea.title, idea.summary = on_one_line(idea.title), on_one_line(idea.summary)
    idea.body, idea.specs = upright(idea.body), upright(idea.specs)
    idea.body_html = html_of(idea.body)
    if tags is not None and list(tags) != list(tags_of(idea.id)):
        session().execute(sa.delete(Tag).where(Tag.idea_id == idea.id))
        _tag(idea, tags)


def _count_writing(idea: Idea, window: Window) -> None:
    writing = writing_of(idea.id)
    refuse(rules.refusal_to_write_over(writing.version, writing.pen, window.seen, window.pen))
    writing.version, writing.pen = writing.version + 1, window.pen
    session().add(writing)
    session().flush()


def _tag(idea: Idea, tags: Sequence[str]) -> None:
    places = enumerate(tags)
    session().add_all(Tag(idea_id=idea.id, name=name, position=place) for place, name in places)
    session().flush()


@writes
def submit(idea: Idea, *, by: Person) -> None:
    """Hand the idea in to the moderators, under the terms in force; twice is once."""
    lock_person(by.id)
    idea = locked_idea(idea.id)
    if idea.stage is Stage.SUBMITTED:
        return
    refuse(rules.refusal_to_submit(readiness_of(idea), clock.now()))
    idea.slug = f"{slug_of(idea.title)}-{idea.short_id}".strip("-")
    terms = current_terms(idea.campaign_id)
    advance(idea, Stage.SUBMITTED, by=by, terms_id=terms.id)


@writes
def withdraw(idea: Idea, *, by: Person) -> None:
    """Take an idea back, for good; twice is once."""
    idea = locked_idea(idea.id)
    if idea.stage is not Stage.WITHDRAWN:
        advance(idea, Stage.WITHDRAWN, by=by, reason=WITHDRAWN_BY_CREATOR)


@writes
def withdraw_forgotten() -> None:
    """Withdraw what has waited 90 days for its creator's work."""
    before = clock.now() - rules.PATIENCE
    for idea in forgotten_ideas(before, BATCH):
        advance(idea, Stage.WITHDRAWN, by=None, reason=WITHDRAWN_BY_TIME)


@writes
def delete_draft(idea: Idea, *, by: Person | None) -> None:
    """Delete a draft and everything in it, pictures too."""
    idea = locked_idea(idea.id)
    refuse(rules.refusal_to_delete(idea.stage))
    for picture in picture_rows(idea.id):
        forget_row(picture)
    session().flush()
    session().expunge(idea)
    for table in (Tag, TeamMember, Draft):
        session().execute(sa.delete(table).where(table.idea_id == idea.id))
    session().execute(sa.delete(Idea).where(Idea.id == idea.id))


@writes
def resubmit(idea: Idea, *, by: Person) -> Idea:
    """A new draft that takes up an idea that ended, with its texts, tags, pictures and answer.

    Twice is once: while a newer idea is under way, it is that one.
    """
    lock_person(by.id)
    idea = locked_idea(idea.id)
    refuse(rules.refusal_to_resubmit(idea.stage))
    heir = heir_of(idea.id)
    if heir is not None:
        return heir
    newer = _new_idea(by, f"{by.id} {secrets.token_urlsafe(16)}")
    newer.resubmits_id = idea.id
    enter(newer, idea.campaign_id)
    for name in (*rules.TEXTS, "body_html"):
        setattr(newer, name, getattr(idea, name))
    _copy_belongings(idea, newer)
    return newer


def _copy_belongings(idea: Idea, newer: Idea) -> None:
    draft = draft_of(idea.id)
    if draft is not None:
        _answer(draft_of(newer.id), draft.rights, draft.property_named)
    _tag(newer, tags_of(idea.id))
    same = ("position", "name", "widths", "width", "height", "colour", "cells", "alt")
    looks = looks_of(idea.id)
    for picture in picture_rows(idea.id):
        copied = {name: getattr(picture, name) for name in same}
        copy = Picture(idea_id=newer.id, added_at=clock.now(), **copied)
        session().add(copy)
        session().flush()
        if picture.id in looks:
            session().add(PictureMeasures(picture_id=copy.id, **asdict(looks[picture.id])))
    session().flush()


def _changing(idea: Idea) -> Idea:
    idea = locked_idea(idea.id)
    refuse(rules.refusal_to_change(idea.stage))
    idea.edited_at = clock.now()
    return idea
