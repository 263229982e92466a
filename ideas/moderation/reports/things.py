"""What can be reported: things, each with where it stands and whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa

from ideas.accounts.models import Person
from ideas.comments.feedback.models import Feedback
from ideas.comments.models import Comment, Update
from ideas.db import session
from ideas.journey.models import Idea
from ideas.journey.queries import locked_idea
from ideas.moderation.reports.models import Report, kind_of


@dataclass(frozen=True)
class Thing:
    """What can be reported: a comment, news or private words about an idea, the idea, a profile."""

    idea: Idea | None
    comment: Comment | None = None
    update: Update | None = None
    feedback: Feedback | None = None
    profile: Person | None = None

    @property
    def kind(self) -> str:
        """What kind of thing it is."""
        return kind_of(self)

    @property
    def idea_id(self) -> int | None:
        """The idea it stands under."""
        return self.idea.id if self.idea else None

    @property
    def title(self) -> str:
        """What the idea is called under which it stands, or whose profile it is."""
        return self.idea.title if self.idea else cast(Person, self.profile).name

    @property
    def language(self) -> str:
        """The language of the title; none for a name."""
        return self.idea.language if self.idea else ""

    @property
    def team_ids(self) -> frozenset[int]:
        """Who leads the idea it stands under."""
        return self.idea.team_ids if self.idea else frozenset()

    @property
    def author_ids(self) -> frozenset[int]:
        """Whose it is."""
        if self.feedback:
            return frozenset({self.feedback.person_id})
        if self.profile:
            return frozenset({self.profile.id})
        words = self.comment or self.update
        return frozenset({words.author_id}) if words else self.team_ids

    @property
    def stake_ids(self) -> frozenset[int]:
        """Who wrote it, or leads the idea it stands under."""
        return self.author_ids | self.team_ids

    @property
    def changed_at(self) -> datetime | None:
        """When its words last changed, as far as they can."""
        if self.feedback:
            return self.feedback.changed_at
        words = self.comment or (None if self.update else self.idea)
        return words.edited_at if words else None

    @property
    def is_gone(self) -> bool:
        """True when everybody sees that it was taken away."""
        if self.feedback:
            return not self.feedback.words
        if self.profile:
            return self.profile.erased_at is not None
        words = self.comment or self.update
        return words.removed_at is not None if words else not (self.idea and self.idea.is_public)


def thing_of(report: Report) -> Thing:
    """What a report is about."""
    return Thing(report.idea, report.comment, report.update, report.feedback, report.profile)


def reports_about(thing: Thing) -> sa.Select[Report]:
    """A select of all reports about a thing."""
    return sa.select(Report).where(
        Report.idea_id == thing.idea_id,
        Report.profile_id == (thing.profile.id if thing.profile else None),
        Report.comment_id == thing.comment.id if thing.comment else Report.comment_id.is_(None),
        Report.update_id == thing.update.id if thing.update else Report.update_id.is_(None),
        Report.feedback_mark == (thing.feedback.mark if thing.feedback else None),
    )


def take_turn(thing: Thing) -> None:
    """Hold the idea, or whose profile it is, so that one after the other decides about a thing."""
    if thing.idea:
        locked_idea(thing.idea.id)
    elif thing.profile:
        held = sa.select(Person.id).where(Person.id == thing.profile.id)
        session().execute(held.with_for_update(key_share=True))


def authors_of(things: Sequence[Thing]) -> dict[int, Person]:
    """Who wrote or leads these things, by id."""
    ids: set[Any] = {person_id for thing in things for person_id in thing.author_ids}
    people = session().scalars(sa.select(Person).where(Person.id.in_(ids)))
    return {person.id: person for person in people}
