"""Suspending somebody with the reasons, and lifting it."""

from collections.abc import Mapping
from typing import Any

from ideas import clock
from ideas.accounts.models import Person
from ideas.accounts.roles import actions as roles
from ideas.accounts.roles.rules import SuspensionGround
from ideas.accounts.suspended import token_for, token_of
from ideas.campaigns.queries import current_terms, standing_campaign
from ideas.db import writes
from ideas.mail.actions import post
from ideas.moderation.appeals.models import MeasureAppeal
from ideas.moderation.measures.actions import Reasons, Subject, take
from ideas.moderation.measures.models import Measure
from ideas.moderation.measures.rules import MeasureKind, ThingKind
from ideas.text import in_language

LIFTED = "lifted"


@writes
def suspend(
    person: Person, ground: SuspensionGround, sentence: Mapping[str, str], *, by: Person
) -> Measure:
    """Keep somebody out until it is lifted; the mail leads to the reasons and to the appeal.

    ``sentence`` says why, per language; they read their own where it is there.
    """
    said = {language: text.strip() for language, text in sentence.items() if text.strip()}
    reason = in_language(said, person.language).text
    moment = roles.suspend(person, reason, by=by)
    terms = current_terms(standing_campaign().id)
    reasons = Reasons(ground.value, sentence=said, terms_id=terms.id)
    measure = take(MeasureKind.SUSPENDED, _about(person), reasons, by_id=by.id, at=moment)
    _write(person, "accounts/suspended", reason=reason, token=token_for(person))
    return measure


@writes
def lift(person: Person, *, by: Person) -> None:
    """End a suspension; one that has ended is no error."""
    if not roles.lift(person, by=by):
        return
    take(MeasureKind.RESTORED, _about(person), Reasons(LIFTED), by_id=by.id, at=clock.now())
    _write(person, "accounts/lifted")


def _about(person: Person) -> Subject:
    return Subject(ThingKind.ACCOUNT, person.id, person.id)


@writes
def write_of_outcome(made: MeasureAppeal) -> None:
    """Tell somebody by mail what came of their appeal, in the words of who decided."""
    measure, person = made.measure, made.person
    outcome = made.outcome.value if made.outcome else ""
    said = in_language(made.answer, person.language).text
    token = token_of(person.id, measure.made_at)
    _write(person, "accounts/suspension_decided", outcome=outcome, answer=said, token=token)


def _write(person: Person, template: str, **values: Any) -> None:
    if person.email is not None:
        post(template, to=person.email, language=person.language, person_id=person.id, **values)
