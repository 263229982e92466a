"""Deciding, confirming, taking back, carrying out and separating."""

from collections.abc import Mapping
from datetime import timedelta

from ideas import clock
from ideas.accounts.models import Person
from ideas.accounts.queries import holders_of
from ideas.audit.actions import note as write_audit
from ideas.db import session, writes
from ideas.jobs.alone import each_alone
from ideas.journey.actions import advance
from ideas.journey.models import Idea, Move
from ideas.journey.queries import locked_idea
from ideas.journey.stages import Stage
from ideas.merging import queries, rules
from ideas.merging.credit import offer_credit, take_credit_away
from ideas.merging.models import Merger
from ideas.merging.rules import MergerState
from ideas.moderation.actions import forget_pick, rest_after_its_vote
from ideas.moderation.measures.actions import Reasons, about, take
from ideas.moderation.measures.rules import MeasureKind
from ideas.moderation.settings import Moderation
from ideas.policy import Role
from ideas.refusals import Refusal, refuse
from ideas.settings.queries import dials

MOST_AT_ONCE = 50
DUPLICATE, SEPARATED = "duplicate", "separated"


@writes
def propose(
    child: Idea, parent: Idea, sentence: Mapping[str, str], *, by: Person, note: str = ""
) -> Merger:
    """Decide that an idea is part of another; it takes effect soon, or once it is confirmed."""
    child, parent = _locked(child.id, parent.id)
    preview = queries.preview_of(child, parent, by_id=by.id)
    refuse(preview.refusal)
    refuse(rules.refusal_to_say(sentence))
    merger = Merger(
        child_id=child.id,
        parent_id=parent.id,
        state=MergerState.PROPOSED,
        sentence=_said(sentence),
        note=note.strip(),
        needs_two=preview.needs_two,
        proposed_by_id=by.id,
        proposed_at=clock.now(),
    )
    session().add(merger)
    if not merger.needs_two:
        _let_wait(merger)
    session().flush()
    _audit("propose", merger, by)
    return merger


def _locked(child_id: int, parent_id: int) -> tuple[Idea, Idea]:
    """Both ideas, locked in the order in which everybody locks two."""
    ideas = {each: locked_idea(each) for each in sorted({child_id, parent_id})}
    return ideas[child_id], ideas[parent_id]


def _said(sentence: Mapping[str, str]) -> dict[str, str]:
    return {language: text.strip() for language, text in sentence.items() if text.strip()}


def _let_wait(merger: Merger) -> None:
    until = clock.now() + timedelta(seconds=dials(Moderation).undo_seconds)
    merger.state, merger.due_at = MergerState.WAITING, until


def _audit(verb: str, merger: Merger, by: Person | None) -> None:
    of = {"merger": merger.id, "into": merger.parent_id}
    write_audit(f"merger.{verb}", f"idea:{merger.child_id}", by=by.id if by else None, **of)


@writes
def confirm(merger: Merger, *, by: Person) -> None:
    """The second person agrees."""
    merger, is_own = _merger(merger, by)
    is_proposer = by.id == merger.proposed_by_id
    others = ", ".join(each.name for each in holders_of(Role.MODERATOR) if each.id != by.id)
    refuse(
        rules.refusal_to_confirm(
            merger.state, is_own=is_own, is_proposer=is_proposer, others=others
        )
    )
    merger.confirmed_by_id = by.id
    _let_wait(merger)
    _audit("confirm", merger, by)


def _merger(merger: Merger, person: Person) -> tuple[Merger, bool]:
    """The merger under the locks of its ideas, and whether one of those is the person's own."""
    child, parent = _locked(merger.child_id, merger.parent_id)
    return queries.locked_merger(merger.id), queries.is_of_team(child, parent, person.id)


@writes
def take_back(merger: Merger, *, by: Person) -> None:
    """Turn it down, or take it back, before it takes effect."""
    merger, is_own = _merger(merger, by)
    refuse(rules.refusal_to_take_back(merger.state, is_own=is_own))
    _end(merger, MergerState.TAKEN_BACK, by)


def _end(merger: Merger, state: MergerState, by: Person | None) -> None:
    merger.state, merger.ended_at = state, clock.now()
    merger.ended_by_id = by.id if by else None
    _audit(state.value, merger, by)


@writes
def carry_out(merger_id: int) -> None:
    """Let a merger take effect; what has become impossible meanwhile lapses.

    Where it would reach a milestone by now, it waits for a second person after all.
    """
    seen = session().get_one(Merger, merger_id)
    child, parent = _locked(seen.child_id, seen.parent_id)
    merger = queries.locked_merger(merger_id)
    if merger.state is not MergerState.WAITING:
        return
    preview = queries.preview_of(child, parent, by_id=merger.proposed_by_id, but=merger.id)
    if preview.refusal is not None:
        _end(merger, MergerState.LAPSED, None)
    elif preview.needs_two and merger.confirmed_by_id is None:
        merger.needs_two, merger.state, merger.due_at = True, MergerState.PROPOSED, None
    else:
        _merge(merger, child, parent)


def _merge(merger: Merger, child: Idea, parent: Idea) -> None:
    merger.state, merger.merged_at = MergerState.MERGED, clock.now()
    child.merged_into_id = parent.id
    forget_pick(child)
    move = advance(
        child,
        Stage.MERGED,
        by=merger.proposed_by,
        reason=DUPLICATE,
        public_text=merger.sentence,
        private_note=merger.note or None,
    )
    take(
        MeasureKind.MERGED,
        about(child),
        Reasons(DUPLICATE, sentence=merger.sentence),
        by_id=merger.proposed_by_id,
        at=move.moved_at,
        seconded_by_id=merger.confirmed_by_id,
    )
    merger.has_credit = offer_credit(child.creator, parent)
    session().flush()
    _audit("merged", merger, merger.proposed_by)


def carry_out_due() -> None:
    """Let every merger whose time has come take effect; often, by the schedule."""
    each_alone(queries.due_mergers(clock.now(), limit=MOST_AT_ONCE), carry_out)


@writes
def separate(merger: Merger, sentence: Mapping[str, str], *, by: Person, note: str = "") -> None:
    """Bring the child back as it was, with its votes; the parent keeps what it has reached."""
    merger, is_own = _merger(merger, by)
    refuse(_refusal_to_separate(merger, is_own=is_own))
    refuse(rules.refusal_to_say(sentence))
    child, said = merger.child, _said(sentence)
    note = note.strip()
    move = advance(
        *(child, Stage.LIVE),
        by=by,
        reason=SEPARATED,
        public_text=said,
        private_note=note or None,
    )
    rest_after_its_vote(child)
    reasons = Reasons(SEPARATED, sentence=said)
    take(MeasureKind.RESTORED, about(child), reasons, by_id=by.id, at=move.moved_at)
    _audit(SEPARATED, merger, by)


def _refusal_to_separate(merger: Merger, *, is_own: bool) -> Refusal | None:
    is_parent_merged = merger.parent.stage is Stage.MERGED
    return rules.refusal_to_separate(merger.state, is_own=is_own, is_parent_merged=is_parent_merged)


@writes
def end_merger(idea: Idea, move: Move) -> None:
    """Arrival: an idea is on its own again, by a moderator or an appeal; its credit goes."""
    seen = queries.open_merger_of(idea.id) if move.from_stage is Stage.MERGED else None
    if seen is None:
        return
    merger, by = queries.locked_merger(seen.id), session().get(Person, move.by_id or 0)
    is_own = by is not None and queries.is_of_team(idea, merger.parent, by.id)
    refuse(_refusal_to_separate(merger, is_own=is_own))
    idea.merged_into_id = None
    if merger.has_credit:
        take_credit_away(idea.creator_id, merger.parent)
    merger.state, merger.ended_at, merger.ended_by_id = (
        MergerState.SEPARATED,
        clock.now(),
        move.by_id,
    )
    session().flush()
