"""Finding what the public pages show."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload

from ideas import clock
from ideas.accounts.models import Person
from ideas.db import session
from ideas.gallery.rules import STAGES, Group, Sort, Wanted, first_sort
from ideas.gallery.settings import Gallery
from ideas.journey.models import Idea, TeamMember
from ideas.journey.queries import public_ideas
from ideas.journey.stages import RESUBMITTABLE, Stage
from ideas.moderation.queries import newest_picks
from ideas.review.models import Case, Decision, Outcome, Round
from ideas.review.queries import ideas_for_a_round
from ideas.settings.queries import dials
from ideas.submission.models import Tag
from ideas.voting.standing.models import Standing

MOST_TAGS = 12
TAGS_OF = 500

Selected = sa.Select[Any]
Among = Collection[int] | Selected | None
"""The ideas a list keeps to: ids, or a select of them; None keeps to no list."""


@dataclass(frozen=True)
class Taken:
    """An idea a round took in."""

    idea_id: int
    is_selected: bool


@dataclass(frozen=True)
class Order:
    """A column lists are ordered by; ``is_running`` keeps to ideas whose clock runs.

    ``looks_along``: the tag is so common that some who carry it soon come along in this order.
    """

    key: Any
    descends: bool
    is_running: bool = False
    looks_along: bool = False


ORDERS = {
    Sort.RISING: Order(Standing.rising, descends=True),
    Sort.NEW: Order(Standing.published_at, descends=True),
    Sort.VOTES: Order(Standing.votes, descends=True),
    Sort.CLOSING: Order(Standing.closes_at, descends=False, is_running=True),
    Sort.UNDER_SEEN: Order(Standing.under_seen, descends=False, is_running=True),
}


def standings(wanted: Wanted, order: Order, ids: Among) -> Selected:
    """The standings of the ideas that are wanted, with the key of their order."""
    is_public = public_ideas().where(Idea.id == Standing.idea_id).exists()
    found: Selected = sa.select(Standing.idea_id, order.key.label("key")).where(is_public)
    if wanted.group is not Group.ALL:
        found = found.where(Standing.stage.in_(STAGES[wanted.group]))
    if order.is_running:
        found = found.where(_closes(order) > clock.now())
    if wanted.tag:
        tagged = sa.select(Tag.idea_id).where(Tag.name == wanted.tag)
        is_tagged: sa.ColumnElement[bool] = Standing.idea_id.in_(tagged)
        if order.looks_along:
            is_tagged = tagged.where(Tag.idea_id == Standing.idea_id).exists()
        found = found.where(is_tagged)
    if ids is not None:
        found = found.where(Standing.idea_id.in_(ids))
    return found


def _closes(order: Order) -> Any:
    """The deadline; wrapped for another order, lest all that run be found by it and then sorted."""
    bare = Standing.closes_at
    return bare if order.key is bare else sa.func.coalesce(bare, Standing.published_at)


def ordered(found: Selected, order: Order, key: Any = None, *, backwards: bool = False) -> Selected:
    """The rows in their order, or against it, from beyond a key on."""
    both = sa.tuple_(order.key, Standing.idea_id)
    descends = order.descends is not backwards
    if key is not None:
        found = found.where(both < key if descends else both > key)
    if descends:
        return found.order_by(order.key.desc(), Standing.idea_id.desc())
    return found.order_by(order.key, Standing.idea_id)


def rows_of(
    wanted: Wanted,
    order: Order,
    ids: Among = None,
    key: Any = None,
    *,
    limit: int,
    backwards: bool = False,
) -> Selected:
    """The first rows that are wanted, from beyond a key on.

    Each stage of a group is read by its own index: of a rare one all would be looked through.
    """
    stages = STAGES[wanted.group] if wanted.group is not Group.ALL else (None,)
    parts = [
        ordered(_of_stage(standings(wanted, order, ids), stage), order, key, backwards=backwards)
        for stage in sorted(stages, key=str)
    ]
    if len(parts) == 1:
        return parts[0].limit(limit)
    each = (sa.select(part.limit(limit).subquery()) for part in parts)
    rows = sa.union_all(*each).subquery()
    keys = (rows.c.key, rows.c.idea_id)
    descends = order.descends is not backwards
    together: Selected = sa.select(rows.c.idea_id, rows.c.key)
    return together.order_by(*(key.desc() if descends else key for key in keys)).limit(limit)


def _of_stage(found: Selected, stage: Stage | None) -> Selected:
    return found if stage is None else found.where(Standing.stage == stage)


def usual_first() -> Sort:
    """The order of a list that asks for none, by the switch of an admin."""
    return first_sort(shows_rising=dials(Gallery).shows_rising)


def first_in(sort: Sort, group: Group, limit: int) -> list[int]:
    """Ids of the first ideas of a group in an order."""
    order = ORDERS[sort]
    return list(session().scalars(rows_of(Wanted(group=group), order, limit=limit)))


def first_of_each(
    wanted: Mapping[str, tuple[Sort, Group, int]], picks: int
) -> defaultdict[str, list[int]]:
    """Ids of the first ideas of several lists by name, and of staff picks as "picked", at once."""
    parts = [_placed("picked", newest_picks(picks), descends=True)]
    for name, (sort, group, limit) in wanted.items():
        order = ORDERS[sort]
        first = rows_of(Wanted(group=group), order, limit=limit)
        parts.append(_placed(name, first, descends=order.descends))
    found: defaultdict[str, list[int]] = defaultdict(list)
    for row in sorted(session().execute(sa.union_all(*parts)), key=lambda row: row.place):
        found[row.name].append(row.idea_id)
    return found


def _placed(name: str, first: Selected, *, descends: bool) -> Selected:
    """The rows of a short list with its name and their places in it."""
    rows = first.subquery()
    keys = (rows.c.key, rows.c.idea_id)
    order = [key.desc() for key in keys] if descends else list(keys)
    place = sa.func.row_number().over(order_by=order).label("place")
    return sa.select(sa.literal(name).label("name"), rows.c.idea_id, place)


def ideas_of_rounds(round_ids: Collection[int]) -> Mapping[int, Sequence[Taken]]:
    """The public ideas each of these rounds took in, with what was answered, selected first."""
    told = sa.and_(Decision.case_id == Case.id, Decision.published_at.is_not(None))
    found = sa.select(Case.round_id, Case.idea_id, Decision.outcome).outerjoin(Decision, told)
    found = found.where(Case.round_id.in_(round_ids))
    found = found.where(public_ideas().where(Idea.id == Case.idea_id).exists())
    taken = defaultdict(list)
    for round_id, idea_id, outcome in session().execute(found.order_by(Case.id)):
        taken[round_id].append(Taken(idea_id, outcome is Outcome.SELECTED))
    return {
        key: sorted(ideas, key=lambda each: not each.is_selected) for key, ideas in taken.items()
    }


def ideas_for_the_next_round() -> Sequence[Taken]:
    """The public ideas that a cut-off would take now: those at the goal, and those carried over."""
    waiting = ideas_with_ids([each.id for each in ideas_for_a_round()])
    return [Taken(each.id, is_selected=False) for each in waiting]


def ideas_with_ids(ids: Collection[int]) -> Sequence[Idea]:
    """Public ideas by id with their creators, in the order given."""
    if not ids:
        return []
    found = {idea.id: idea for idea in session().scalars(for_cards(ids))}
    return [found[each] for each in ids if each in found]


def for_cards(ids: Collection[int]) -> sa.Select[Idea]:
    """A select of the public ones of these ideas with their creators, without their stories."""
    creator = joinedload(Idea.creator).lazyload(Person.grants)
    slim = defer(Idea.body), defer(Idea.body_html), defer(Idea.specs)
    return public_ideas().where(Idea.id.in_(ids)).options(creator, *slim)


def popular_tags() -> Sequence[str]:
    """The tags most of the newest ideas carry that are open for votes."""
    newest = sa.select(Standing.idea_id).where(Standing.stage == Stage.LIVE)
    newest = newest.order_by(Standing.published_at.desc()).limit(TAGS_OF)
    found = sa.select(Tag.name).where(Tag.idea_id.in_(newest)).group_by(Tag.name)
    ranked = found.order_by(sa.func.count().desc(), Tag.name)
    return session().scalars(ranked.limit(MOST_TAGS)).all()


def ids_by(person_id: int, *, before: int | None, limit: int) -> Sequence[int]:
    """Ids of the public ideas a person leads or has joined, newest first."""
    led = sa.select(Idea.id.label("idea_id")).where(Idea.creator_id == person_id)
    joined = sa.select(TeamMember.idea_id).where(
        TeamMember.person_id == person_id, TeamMember.accepted_at.is_not(None)
    )
    theirs = led.union(joined).subquery().c.idea_id
    found = sa.select(theirs).where(public_ideas().where(Idea.id == theirs).exists())
    if before is not None:
        found = found.where(theirs < before)
    return session().scalars(found.order_by(theirs.desc()).limit(limit)).all()


@dataclass(frozen=True)
class Lineage:
    """The ideas an idea belongs with: the one it takes up, the one that takes it up, the one
    it was merged into; each only when everybody may see it."""

    older: Idea | None
    newer: Idea | None
    merged_into: Idea | None


def lineage_of(idea: Idea) -> Lineage:
    """The idea's lineage."""
    newer = public_ideas().where(Idea.resubmits_id == idea.id).order_by(Idea.id.desc()).limit(1)
    has_newer = idea.stage in RESUBMITTABLE
    return Lineage(
        older=_public(idea.resubmits_id),
        newer=session().scalar(newer) if has_newer else None,
        merged_into=_public(idea.merged_into_id),
    )


def _public(idea_id: int | None) -> Idea | None:
    idea = session().get(Idea, idea_id) if idea_id is not None else None
    return idea if idea is not None and idea.is_public else None


def next_cutoff() -> Round | None:
    """The open round that closes first."""
    found = sa.select(Round).where(Round.cut_off_at.is_(None)).order_by(Round.cutoff_at, Round.id)
    return session().scalar(found.limit(1))


def round_awaited(idea_id: int) -> Round | None:
    """The round whose answer an idea waits for."""
    found = sa.select(Round).join(Case, Case.round_id == Round.id).where(Case.idea_id == idea_id)
    found = found.where(Round.published_at.is_(None))
    return session().scalar(found.order_by(Case.id.desc()).limit(1))


def ideas_in_round(round_id: int) -> Sequence[int]:
    """Ids of the ideas a round took in, in the order they came."""
    found = sa.select(Case.idea_id).where(Case.round_id == round_id).order_by(Case.id)
    return session().scalars(found).all()
