"""Writing the brand's own words for a reason."""

from collections.abc import Mapping

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note as write_audit
from ideas.db import session, writes
from ideas.moderation.wordings.rules import refusal_to_word
from ideas.refusals import refuse
from ideas.review.models import DecisionReason
from ideas.review.wordings.models import DecisionWording
from ideas.review.wordings.queries import wording_of


@writes
def word(reason: DecisionReason, sentence: Mapping[str, str], *, by: Person) -> None:
    """Let answers for this reason begin with this sentence; the same again changes nothing."""
    refuse(refusal_to_word(sentence))
    said = {language: text.strip() for language, text in sentence.items() if text.strip()}
    if said == dict(wording_of(reason)):
        return
    wording = DecisionWording(reason=reason, sentence=said, by_id=by.id, made_at=clock.now())
    session().add(wording)
    session().flush()
    write_audit("decision.word", f"reason:{reason}", by=by.id)
