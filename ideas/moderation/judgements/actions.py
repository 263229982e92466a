"""Judging, taking back, and letting judgements take effect."""

from datetime import timedelta

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.comments.models import RemovalReason
from ideas.db import session, writes
from ideas.jobs.alone import each_alone
from ideas.journey.models import Idea
from ideas.journey.queries import locked_idea
from ideas.moderation import rules
from ideas.moderation.actions import Words, decide, demand_admission
from ideas.moderation.claims.actions import end_claim
from ideas.moderation.claims.queries import claim_on_idea, claim_on_report
from ideas.moderation.judgements.models import Judgement
from ideas.moderation.judgements.queries import (
    due_judgements,
    judgement_of_idea,
    judgement_of_report,
    locked_judgement,
)
from ideas.moderation.judgements.rules import Ending, Ruling, refusal_to_judge, refusal_to_undo
from ideas.moderation.reports import rules as report_rules
from ideas.moderation.reports.actions import keep_reported, remove_reported
from ideas.moderation.reports.queries import first_deciders, open_reports_about
from ideas.moderation.reports.things import Thing, take_turn, thing_of
from ideas.moderation.rules import Reason, Verdict
from ideas.moderation.settings import Moderation
from ideas.refusals import Refused, refuse
from ideas.settings.queries import dials

MOST_AT_ONCE = 200


@writes
def judge_idea(idea: Idea, verdict: Verdict, words: Words, *, by: Person) -> Judgement:
    """Decide about an idea in the queue; it can be taken back until it takes effect."""
    idea = locked_idea(idea.id)
    refuse(rules.refusal_to_decide(verdict, idea.stage, is_own=by.id in idea.team_ids))
    refuse(rules.refusal_to_say(verdict, words.reason, words.sentence))
    demand_admission(idea, verdict)
    refuse(refusal_to_judge(is_judged=judgement_of_idea(idea.id) is not None))
    end_claim(claim_on_idea(idea.id), by=by)
    judgement = _made(Ruling(verdict.value), words.reason.value, by)
    judgement.idea_id, judgement.note = idea.id, words.note
    judgement.sentence = dict(words.sentence)
    return _kept(judgement)


@writes
def judge_reported(
    thing: Thing, removal: RemovalReason | None, *, by: Person, with_name: bool = False
) -> Judgement:
    """Take something reported down for this reason, or leave it for None; likewise.

    ``with_name`` takes the name of a profile, too.
    """
    take_turn(thing)
    opened, is_own = open_reports_about(thing), by.id in thing.author_ids
    refuse(report_rules.refusal_to_decide(is_own=is_own, is_open=bool(opened)))
    if removal is None:
        was_first = by.id in first_deciders(opened)
        refuse(report_rules.refusal_to_keep(was_first=was_first))
    else:
        is_idea = thing.kind == "idea"
        refuse(report_rules.refusal_to_remove(is_idea=is_idea, is_gone=thing.is_gone))
    refuse(refusal_to_judge(is_judged=judgement_of_report(opened[0].id) is not None))
    end_claim(claim_on_report(opened[0].id), by=by)
    taking = Ruling.REMOVE_NAME if with_name else Ruling.REMOVE
    judgement = _made(taking if removal else Ruling.KEEP, removal or "", by)
    judgement.report_id = opened[0].id
    return _kept(judgement)


def _made(ruling: Ruling, reason: str, by: Person) -> Judgement:
    moment = clock.now()
    due_at = moment + timedelta(seconds=dials(Moderation).undo_seconds)
    made = {"made_at": moment, "due_at": due_at, "by_id": by.id}
    return Judgement(ruling=ruling, reason=str(reason), sentence={}, note="", **made)


def _kept(judgement: Judgement) -> Judgement:
    session().add(judgement)
    session().flush()
    if judgement.due_at <= judgement.made_at:
        carry_out(judgement.id)
    return judgement


@writes
def undo(judgement: Judgement, *, by: Person) -> None:
    """Take a judgement back before it takes effect."""
    judgement = locked_judgement(judgement.id)
    is_own = by.id == judgement.by_id
    refuse(refusal_to_undo(is_own=is_own, is_open=judgement.ended_at is None))
    _end(judgement, Ending.UNDONE, by_id=by.id)


@writes
def carry_out(judgement_id: int) -> None:
    """Let a judgement take effect; what has become impossible meanwhile lapses."""
    judgement = locked_judgement(judgement_id)
    if judgement.ended_at is not None:
        return
    try:
        _take_effect(judgement)
    except Refused:
        _end(judgement, Ending.LAPSED, by_id=None)
    else:
        judgement.ended_at, judgement.ending = clock.now(), Ending.DONE


def _take_effect(judgement: Judgement) -> None:
    by = judgement.by
    if judgement.idea is not None:
        words = Words(Reason(judgement.reason), judgement.sentence, judgement.note)
        decide(judgement.idea, Verdict(judgement.ruling.value), words, by=by)
    elif judgement.report is not None and judgement.ruling is Ruling.KEEP:
        keep_reported(thing_of(judgement.report), by=by)
    elif judgement.report is not None:
        thing, reason = thing_of(judgement.report), RemovalReason(judgement.reason)
        with_name = judgement.ruling is Ruling.REMOVE_NAME
        remove_reported(thing, reason, by=by, with_name=with_name)


def _end(judgement: Judgement, ending: Ending, *, by_id: int | None) -> None:
    """End it without effect; the audit keeps that, as it keeps every effect."""
    judgement.ended_at, judgement.ending = clock.now(), ending
    ruling = judgement.ruling.value
    note(f"judgement.{ending}", judgement.subject, by=by_id, ruling=ruling, made_by=judgement.by_id)


def carry_out_due() -> None:
    """Let everything whose time has come take effect; often, by the schedule."""
    each_alone(due_judgements(clock.now(), limit=MOST_AT_ONCE), carry_out)
