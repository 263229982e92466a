"""Writing the brand's own words for a reason."""

from collections.abc import Mapping

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.moderation.rules import Reason
from ideas.moderation.wordings.models import Wording
from ideas.moderation.wordings.queries import wording_of
from ideas.moderation.wordings.rules import refusal_to_word
from ideas.refusals import refuse


@writes
def word(reason: Reason, sentence: Mapping[str, str], *, by: Person) -> None:
    """Let decisions for this reason begin with this sentence; the same again changes nothing."""
    refuse(refusal_to_word(sentence))
    said = {language: text.strip() for language, text in sentence.items() if text.strip()}
    if said == dict(wording_of(reason)):
        return
    session().add(Wording(reason=reason, sentence=said, by_id=by.id, made_at=clock.now()))
    session().flush()
    note("reason.word", f"reason:{reason}", by=by.id)
