"""Deciding about ideas, and recommending them. Every decision is a move with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note as write_audit
from ideas.campaigns.calendar.queries import calendar_of
from ideas.campaigns.calendar.rules import refusal_to_admit
from ideas.campaigns.queries import current_terms
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.journey.actions import advance
from ideas.journey.models import Idea
from ideas.journey.queries import last_move, locked_idea
from ideas.journey.stages import Stage
from ideas.moderation import rules
from ideas.moderation.events import StaffPicked
from ideas.moderation.measures.actions import Reasons, about, take
from ideas.moderation.measures.queries import source_of
from ideas.moderation.measures.rules import Source, measure_for
from ideas.moderation.models import StaffPick
from ideas.moderation.reports.things import Thing
from ideas.moderation.rules import Reason, Verdict
from ideas.refusals import refuse

TO = {
    Verdict.PUBLISH: Stage.LIVE,
    Verdict.RETURN: Stage.NEEDS_WORK,
    Verdict.DECLINE: Stage.DECLINED,
    Verdict.ARCHIVE: Stage.ARCHIVED,
}


@dataclass(frozen=True)
class Words:
    """Why: the reason, the public ``sentence`` per language, a ``note`` for staff alone."""

    reason: Reason
    sentence: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    is_on_appeal: bool = False


def publish(
    idea: Idea,
    *,
    by: Person,
    reason: Reason = Reason.FITS_GUIDELINES,
    sentence: Mapping[str, str] | None = None,
    note: str = "",
) -> None:
    """Open a submitted idea for votes, under the terms in force."""
    decide(idea, Verdict.PUBLISH, Words(reason, sentence or {}, note), by=by)


def send_back(
    idea: Idea, *, by: Person, reason: Reason, sentence: Mapping[str, str], note: str = ""
) -> None:
    """Return a submitted idea to its creator for more work."""
    decide(idea, Verdict.RETURN, Words(reason, sentence, note), by=by)


def decline(
    idea: Idea, *, by: Person, reason: Reason, sentence: Mapping[str, str], note: str = ""
) -> None:
    """Say no to a submitted idea."""
    decide(idea, Verdict.DECLINE, Words(reason, sentence, note), by=by)


def archive(
    idea: Idea, *, by: Person, reason: Reason, sentence: Mapping[str, str], note: str = ""
) -> None:
    """Close a public idea; one that is unlawful is also hidden from everybody."""
    decide(idea, Verdict.ARCHIVE, Words(reason, sentence, note), by=by)


def restore(
    idea: Idea,
    *,
    by: Person,
    reason: Reason,
    sentence: Mapping[str, str] | None = None,
    note: str = "",
) -> None:
    """Give an archived idea back the stage it left."""
    decide(idea, Verdict.RESTORE, Words(reason, sentence or {}, note), by=by)


@writes
def decide(idea: Idea, verdict: Verdict, words: Words, *, by: Person) -> None:
    """Carry out a moderator's verdict: the move, what is hidden or shown, the audit entry."""
    idea = locked_idea(idea.id)
    refuse(rules.refusal_to_decide(verdict, idea.stage, is_own=by.id in idea.team_ids))
    refuse(rules.refusal_to_say(verdict, words.reason, words.sentence))
    demand_admission(idea, verdict)
    said = {language: text.strip() for language, text in words.sentence.items() if text.strip()}
    source = Source.APPEAL if words.is_on_appeal else source_of(Thing(idea), clock.now())
    move = advance(
        idea,
        TO.get(verdict) or _left(idea),
        by=by,
        reason=words.reason.value,
        public_text=said,
        private_note=words.note.strip() or None,
        terms_id=current_terms(idea.campaign_id).id,
    )
    if verdict is Verdict.ARCHIVE:
        forget_pick(idea)
    if words.reason is Reason.UNLAWFUL and verdict is Verdict.ARCHIVE:
        idea.hidden_at = clock.now()
    elif verdict is Verdict.RESTORE:
        idea.hidden_at = None
        rest_after_its_vote(idea)
    kind = measure_for(verdict, words.reason)
    if kind is not None:
        reasons = Reasons(words.reason.value, source, said, move.terms_id)
        take(kind, about(idea), reasons, by_id=by.id, at=move.moved_at)
    write_audit(f"idea.{verdict}", f"idea:{idea.id}", by=by.id, reason=words.reason.value)


def demand_admission(idea: Idea, verdict: Verdict) -> None:
    """Refuse publishing an entry once the vote of its campaign is made up."""
    calendar = calendar_of(idea.campaign_id) if verdict is Verdict.PUBLISH else None
    if calendar is not None:
        refuse(refusal_to_admit(calendar.course, clock.now()))


def rest_after_its_vote(idea: Idea) -> None:
    """An entry that comes back after the vote was counted or cancelled has not won it."""
    calendar = calendar_of(idea.campaign_id)
    if calendar is None or idea.stage is not Stage.LIVE:
        return
    if calendar.cancelled_at is not None:
        advance(idea, Stage.NOT_SELECTED, by=None, reason="campaign_cancelled")
    elif calendar.closed_at is not None:
        advance(idea, Stage.NOT_SELECTED, by=None, reason="not_among_the_first")


def _left(idea: Idea) -> Stage:
    """The stage an archived idea left; one archived without a move goes live."""
    move = last_move(idea.id)
    return move.from_stage if move else Stage.LIVE


@writes
def pick(idea: Idea, *, by: Person) -> None:
    """Recommend an idea; twice is once."""
    idea = locked_idea(idea.id)
    is_own = by.id in idea.team_ids
    refuse(rules.refusal_to_pick(idea.stage, is_public=idea.is_public, is_own=is_own))
    if session().get(StaffPick, idea.id) is not None:
        return
    session().add(StaffPick(idea_id=idea.id, by_id=by.id, picked_at=clock.now()))
    session().flush()
    write_audit("idea.pick", f"idea:{idea.id}", by=by.id)
    record(StaffPicked(idea.id))


@writes
def unpick(idea: Idea, *, by: Person) -> None:
    """Take a recommendation back; one that is not there is none."""
    if forget_pick(locked_idea(idea.id)):
        write_audit("idea.unpick", f"idea:{idea.id}", by=by.id)


@writes
def forget_pick(idea: Idea) -> bool:
    """An idea that is closed is recommended no more; answers whether it was."""
    picked = session().get(StaffPick, idea.id)
    if picked is None:
        return False
    session().delete(picked)
    session().flush()
    return True
