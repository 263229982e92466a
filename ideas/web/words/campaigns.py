"""Words for terms."""

from ideas.web.languages import lazy_gettext as _l

REFUSALS = {
    "ladder.length": _l("A ladder has 1 to 12 milestones."),
    "ladder.votes": _l("Each milestone needs at least one vote."),
    "ladder.days": _l("Each milestone needs between 1 and 3,650 days."),
    "ladder.rising": _l("Each milestone must ask for more votes than the one before."),
    "prices.length": _l("Ask about at most 10 prices."),
    "prices.positive": _l("Each price must be more than nothing."),
    "prices.rising": _l("Each price must be higher than the one before."),
    "terms.no_reason": _l("Say why the terms change; people will read it."),
    "terms.changed_meanwhile": _l(
        "Somebody published version %(version)s in the meantime. Look at it and begin again."
    ),
}

LABELS = {
    "term.ladder": _l("Ladder"),
    "term.certification_hours": _l("Hours to check the votes"),
    "term.decision_days": _l("Days until the answer"),
    "term.park_months": _l("Months an idea can be parked"),
    "term.live_ideas_per_creator": _l("Open ideas per creator"),
    "term.resubmit_hours": _l("Hours before handing in again"),
    "term.vote_again_hours": _l("Hours before voting again"),
    "term.rights_check_tier": _l("Rights are checked at milestone"),
    "term.royalty_bp": _l("Royalty in percent of net sales"),
    "term.copies": _l("Copies for the creators"),
    "term.currency": _l("Currency"),
    "term.prices": _l("Prices voters are asked about"),
    "term.guidelines": _l("Guidelines"),
    "term.licence": _l("Licence text"),
    "preset.micro": _l("Micro"),
    "preset.small": _l("Small"),
    "preset.medium": _l("Medium"),
    "preset.large": _l("Large"),
}
