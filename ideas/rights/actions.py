"""Asking for a rights check, and saying what came of it."""

from collections.abc import Mapping

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note as write_audit
from ideas.db import session, writes
from ideas.journey.models import Idea
from ideas.journey.queries import locked_idea
from ideas.moderation.actions import Words
from ideas.moderation.actions import decide as moderate
from ideas.moderation.rules import FROM, Reason, Verdict, refusal_to_say
from ideas.refusals import refuse
from ideas.rights import rules
from ideas.rights.models import RightsCheck
from ideas.rights.queries import checks_of, locked_check
from ideas.rights.rules import RightsOutcome


@writes
def ask_for_check(idea: Idea, *, by: Person) -> RightsCheck:
    """One of the staff wants somebody to look, at whatever milestone."""
    idea = locked_idea(idea.id)
    is_open = any(each.decided_at is None for each in checks_of(idea.id))
    refuse(rules.refusal_to_ask(idea.stage, is_open=is_open))
    check = _asked(idea.id, None)
    check.asked_by_id = by.id
    session().flush()
    write_audit("rights.ask", f"idea:{idea.id}", by=by.id, check=check.id)
    return check


@writes
def ask_at_tier(idea_id: int, tier: int) -> None:
    """A milestone asks for it, once: not again when it is climbed a second time."""
    locked_idea(idea_id)
    if not checks_of(idea_id):
        _asked(idea_id, tier)


def _asked(idea_id: int, tier: int | None) -> RightsCheck:
    check = RightsCheck(idea_id=idea_id, tier=tier, asked_at=clock.now(), note="")
    session().add(check)
    session().flush()
    return check


@writes
def decide(
    check: RightsCheck,
    outcome: RightsOutcome,
    *,
    by: Person,
    sentence: Mapping[str, str] | None = None,
    note: str = "",
) -> None:
    """Say what came of it. A conflict archives an idea that can be; a later one is answered by the
    review, which reads it in the case file."""
    idea = locked_idea(check.idea_id)
    check = locked_check(check.id)
    is_own, is_decided = by.id in idea.team_ids, check.decided_at is not None
    refuse(rules.refusal_to_decide(is_own=is_own, is_decided=is_decided))
    words = Words(Reason.RIGHTS_OF_OTHERS, sentence or {}, note)
    is_conflict = outcome is RightsOutcome.CONFLICT
    if is_conflict:
        refuse(refusal_to_say(Verdict.ARCHIVE, words.reason, words.sentence))
    check.outcome, check.note = outcome, note.strip()
    check.decided_by_id, check.decided_at = by.id, clock.now()
    session().flush()
    write_audit(f"rights.{outcome}", f"idea:{idea.id}", by=by.id, check=check.id)
    if is_conflict and idea.stage in FROM[Verdict.ARCHIVE]:
        moderate(idea, Verdict.ARCHIVE, words, by=by)
