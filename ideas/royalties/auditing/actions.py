"""Asking for an audit, answering, and taking the books away."""

from datetime import timedelta

from ideas import clock
from ideas.accounts.models import Person
from ideas.agreements.models import Share
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.refusals import refuse
from ideas.royalties.auditing import rules
from ideas.royalties.auditing.books import books_of
from ideas.royalties.auditing.models import AuditRequest
from ideas.royalties.auditing.queries import (
    has_statements,
    last_granted,
    locked_request,
    requests_of,
)
from ideas.royalties.auditing.rules import Reply
from ideas.royalties.events import AuditAnswered, AuditAsked
from ideas.royalties.ledger.queries import lock_ledger
from ideas.royalties.settings import Royalties
from ideas.settings.queries import dials


@writes
def ask_for_audit(share: Share, auditor: str, words: str, *, by: Person) -> AuditRequest:
    """Ask to have one's figures checked; while one waits, twice is once."""
    lock_ledger()
    waiting = next((each for each in requests_of(share.id) if each.is_open), None)
    if waiting is not None:
        return waiting
    moment = clock.now()
    refuse(
        rules.refusal_to_ask(
            auditor,
            words,
            has_statements=has_statements(share.id),
            last_granted=last_granted(share.id),
            today=moment.date(),
        )
    )
    asked = AuditRequest(
        share_id=share.id,
        person_id=by.id,
        auditor=auditor.strip(),
        words=words.strip(),
        asked_at=moment,
        due_on=moment.date() + timedelta(days=dials(Royalties).audit_days),
    )
    session().add(asked)
    session().flush()
    note("audit_request.ask", f"agreement:{share.agreement_id}", by=by.id, share=share.id)
    record(AuditAsked(asked.id, by.id, share.agreement.idea_id))
    return asked


@writes
def answer_request(request: AuditRequest, reply: Reply, answer: str, *, by: Person) -> AuditRequest:
    """Give the books out, or say why not; once."""
    request = locked_request(request.id)
    agreement = request.share.agreement
    payees = {each.person_id for each in agreement.shares}
    refuse(rules.refusal_to_answer(by=by.id, payees=payees, is_open=request.is_open))
    refuse(rules.refusal_of_reply(reply, answer))
    moment, answerer = clock.now(), by.id
    request.reply, request.answer = reply, answer.strip()
    request.answered_by_id, request.answered_at = answerer, moment
    session().flush()
    subject = f"agreement:{agreement.id}"
    note("audit_request.answer", subject, by=by.id, share=request.share_id, reply=reply.value)
    record(AuditAnswered(request.id, request.person_id, agreement.idea_id, reply.value))
    return request


@writes
def fetch_books(request: AuditRequest, *, by: Person) -> bytes | None:
    """The books that were granted, and an entry that they were taken; the same bytes each time."""
    if request.reply is not Reply.GRANTED:
        return None
    subject = f"agreement:{request.share.agreement_id}"
    note("audit_request.fetch", subject, by=by.id, share=request.share_id)
    return books_of(request)
