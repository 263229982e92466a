"""Finding applications, and counting what one would do to the ideas that are open now."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ideas.campaigns.ladder import ladder_from
from ideas.campaigns.models import Terms
from ideas.campaigns.queries import current_terms
from ideas.db import session
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.tuning.applying.models import Application, AppliedIdea
from ideas.tuning.applying.rules import consequence_of
from ideas.tuning.rules import Standing, effect_of
from ideas.voting.models import Ballot

LISTED, AT_ONCE = 25, 200
ALREADY = sa.exists().where(AppliedIdea.idea_id == Ballot.idea_id)


@dataclass
class Consequences:
    """How many ideas each thing happens to, and the first of them."""

    counts: Counter[str] = field(default_factory=Counter)
    ideas: dict[str, list[int]] = field(default_factory=dict)

    @property
    def open_ideas(self) -> int:
        """How many ideas are on earlier terms."""
        return self.counts.total()


def consequences_of(terms: Terms, now: datetime) -> Consequences:
    """What applying a version would do now, idea by idea."""
    found, new = Consequences(), terms.tiers
    rows = sa.select(Ballot.idea_id, Ballot.ladder, Ballot.tier, Ballot.votes, Ballot.closes_at)
    for idea_id, ladder, tier, votes, closes_at in session().execute(_open_under(terms, rows)):
        standing = Standing(ladder_from(ladder), tier, votes, closes_at)
        what = consequence_of(standing, effect_of(standing, new, now))
        found.counts[what] += 1
        listed = found.ideas.setdefault(what, [])
        if len(listed) < LISTED:
            listed.append(idea_id)
    return found


def _open_under(terms: Terms, rows: sa.Select[Any]) -> sa.Select[Any]:
    """Only ideas that climb on earlier terms of the same campaign, those with most votes first."""
    climbing = rows.join(Idea, Idea.id == Ballot.idea_id).where(
        Idea.campaign_id == terms.campaign_id,
        Idea.stage == Stage.LIVE,
        Ballot.closed_at.is_(None),
        Ballot.reached_at.is_(None),
        Ballot.terms_id < terms.id,
    )
    return climbing.order_by(Ballot.votes.desc(), Ballot.idea_id)


def ideas_to_change(application: Application) -> Sequence[int]:
    """Some of the ideas that a confirmed application has still to put on its ladder."""
    done = ALREADY.where(AppliedIdea.application_id == application.id)
    rows = _open_under(application.terms, sa.select(Ballot.idea_id)).where(~done)
    return sorted(session().scalars(rows.limit(AT_ONCE)))


def standing_application(terms_id: int) -> Application | None:
    """The application of a version that was not taken back."""
    found = sa.select(Application).where(Application.terms_id == terms_id)
    return session().scalar(found.where(Application.taken_back_at.is_(None)))


def applications_waiting() -> Sequence[Application]:
    """What was proposed for the versions in force, and waits for a second admin."""
    found = sa.select(Application).where(
        Application.taken_back_at.is_(None), Application.confirmed_at.is_(None)
    )
    waiting = session().scalars(found.order_by(Application.id)).all()
    return [each for each in waiting if is_in_force(each.terms)]


def applications_to_carry_on() -> Sequence[int]:
    """Confirmed applications that are not done."""
    found = sa.select(Application.id).where(
        Application.confirmed_at.is_not(None), Application.done_at.is_(None)
    )
    return session().scalars(found.order_by(Application.id)).all()


def is_in_force(terms: Terms) -> bool:
    """True for the newest version of its campaign."""
    return current_terms(terms.campaign_id).id == terms.id


def what_happened(application: Application) -> Counter[str]:
    """What an application did, counted as its consequences were."""
    rows = sa.select(AppliedIdea.after["consequence"].as_string())
    return Counter(session().scalars(rows.where(AppliedIdea.application_id == application.id)))
