"""Everything an idea's page needs, by tab."""

from datetime import UTC, datetime, time
from typing import Any

from flask_login import current_user

from ideas.comments.feedback.parts import feedback_values
from ideas.comments.parts import answers_values, thread_values, updates_values
from ideas.comments.queries import Counts, counts_of
from ideas.comments.thread import answers_for
from ideas.gallery.queries import lineage_of, next_cutoff, round_awaited
from ideas.gallery.sharing.card import share_card, shown_when_shared
from ideas.gallery.sharing.kit import snippet_of
from ideas.gallery.story import Tab, journey_of, standing_of, tabs_of
from ideas.journey.models import Idea
from ideas.journey.queries import moves_of
from ideas.journey.stages import EDITABLE, Stage
from ideas.notifications.queries import follows
from ideas.production.queries import products_of
from ideas.review.decisions.queries import stays_of
from ideas.review.models import Round
from ideas.review.queries import decision_of, is_late
from ideas.review.rounds.queries import delay_of
from ideas.submission.again.queries import change_of
from ideas.submission.queries import pictures_of, tags_of
from ideas.submission.team.queries import team_of
from ideas.voting.ballots.queries import terms_for
from ideas.voting.joins.queries import joined_into
from ideas.voting.panel import panel_of
from ideas.web.languages import language

ANSWERED = frozenset({Stage.SELECTED, Stage.NOT_SELECTED, Stage.PARKED, Stage.IN_REVIEW})
AWAITING = frozenset({Stage.IN_REVIEW, Stage.PARKED})
BEFORE = EDITABLE | {Stage.SUBMITTED}
SOLD = frozenset({Stage.ON_SALE, Stage.RETIRED})


def page_values(idea: Idea, tab: Tab) -> dict[str, Any]:
    """What ``gallery/idea.html`` shows around every tab, and the tab itself."""
    moves, counts = moves_of(idea.id), counts_of(idea.id)
    pictures, vote = pictures_of(idea.id), _vote(idea)
    card = share_card(idea, pictures, vote["ladder"], language()) if idea.is_public else None
    return {
        "idea": idea,
        "pictures": pictures,
        "snippet": snippet_of(idea),
        "shared": shown_when_shared(idea.slug, card) if card else None,
        "tags": tags_of(idea.id),
        "team": team_of(idea),
        "standing": standing_of(idea, moves[-1] if moves else None),
        "lineage": lineage_of(idea),
        "joined": joined_into(idea.id) if tab is Tab.STORY else (),
        "products": products_of(idea.id) if idea.stage in SOLD else [],
        "is_following": current_user.is_authenticated and follows(current_user.id, idea.id),
        "tab": tab,
        "tabs": tabs_of(idea, tab, counts),
        **vote,
        **_of_tab(idea, tab, moves, counts),
    }


def _vote(idea: Idea) -> dict[str, Any]:
    awaited = round_awaited(idea.id) if idea.stage in AWAITING else None
    panel = panel_of(idea, current_user, review_due=_end_of_day(awaited))
    return {
        **panel,
        "first_tier": next(iter(terms_for(idea).tiers), None) if idea.stage in BEFORE else None,
        "awaited": awaited,
        "is_late": awaited is not None and is_late(awaited),
        "delay": delay_of(awaited.id) if awaited is not None else None,
        "answered": decision_of(idea.id) if idea.stage in AWAITING else None,
        "has_answer": idea.stage in ANSWERED and decision_of(idea.id) is not None,
        "stayed": stays_of([idea.id]).get(idea.id, 0) if idea.stage in AWAITING else 0,
        "coming": next_cutoff() if idea.stage is Stage.QUALIFIED else None,
    }


def _end_of_day(awaited: Round | None) -> datetime | None:
    return datetime.combine(awaited.decision_due_on, time.max, UTC) if awaited else None


def _of_tab(idea: Idea, tab: Tab, moves: Any, counts: Counts) -> dict[str, Any]:
    if tab is Tab.COMMENTS:
        return thread_values(idea)
    if tab is Tab.ANSWERS:
        return answers_values(idea)
    if tab is Tab.UPDATES:
        return updates_values(idea)
    if tab is Tab.JOURNEY:
        return {"journey": journey_of(idea, moves)}
    answers = answers_for(current_user, idea)[:1] if counts.answers else []
    return {"answers": answers, "changed": change_of(idea), **feedback_values(idea)}
