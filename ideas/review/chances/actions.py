"""Inviting creators to try again."""

from collections.abc import Mapping, Sequence

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note as write_audit
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.journey.models import Idea
from ideas.journey.queries import locked_idea
from ideas.refusals import refuse
from ideas.review.chances import rules
from ideas.review.chances.models import SecondChance
from ideas.review.chances.queries import chance_of
from ideas.review.events import ChanceOffered
from ideas.submission.queries import heir_of


@writes
def offer_chances(ideas: Sequence[Idea], words: Mapping[str, str], *, by: Person) -> None:
    """Invite the creators of these ideas; whoever was invited before is not invited again."""
    refuse(rules.refusal_to_say(words, ideas=len(ideas)))
    said = {language: text.strip() for language, text in words.items() if text.strip()}
    for each in sorted(ideas, key=lambda idea: idea.id):
        _offer(locked_idea(each.id), said, by)


def _offer(idea: Idea, words: dict[str, str], by: Person) -> None:
    if chance_of(idea.id) is not None:
        return
    is_hidden, is_taken_up = idea.hidden_at is not None, heir_of(idea.id) is not None
    refuse(rules.refusal_to_offer(idea.stage, is_hidden=is_hidden, is_taken_up=is_taken_up))
    chance = SecondChance(idea_id=idea.id, words=words, offered_by_id=by.id, offered_at=clock.now())
    session().add(chance)
    session().flush()
    write_audit("chance.offer", f"idea:{idea.id}", by=by.id)
    record(ChanceOffered(idea.id))
