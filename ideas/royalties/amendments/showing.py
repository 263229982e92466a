"""An amendment beside what it takes the place of, in the reader's language."""

from typing import Any

from ideas.agreements.cards.examples import examples_of
from ideas.agreements.cards.models import RateCard
from ideas.agreements.guardians.queries import guardians_of, refusals_of
from ideas.agreements.models import Agreement
from ideas.campaigns.changes import lines_between
from ideas.royalties.amendments.queries import acceptances_to, agreed_before, end_of
from ideas.text import in_language
from ideas.web.languages import language


def shown(agreement: Agreement, card: RateCard) -> dict[str, Any]:
    """What a page about an amendment says."""
    before = agreed_before(agreement, card)
    old = in_language(before.text or agreement.text, language())
    new = in_language(card.text, language())
    return {
        "agreement": agreement,
        "card": card,
        "before": before,
        "examples": examples_of(card.rule, agreement.currency),
        "lines": list(lines_between(old.text, new.text)) if old.text != new.text else [],
        "text_language": new.language,
        "acceptances": acceptances_to(card.id),
        "guardians": guardians_of(card.id),
        "refused": refusals_of(card.id),
        "end": end_of(card.id),
    }
