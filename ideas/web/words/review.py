"""Words for rounds and decisions."""

from ideas.web.languages import lazy_gettext as _l

REFUSALS = {
    "round.cutoff_past": _l("The cut-off must lie ahead."),
    "round.overlaps": _l(
        "The round “%(name)s” has its cut-off within a day of this one, so they would overlap."
    ),
    "round.due_too_early": _l("The answers must be due after the cut-off."),
    "round.not_cut_off": _l("This round is still open. Its ideas are reviewed after the cut-off."),
    "round.published": _l("The answers of this round are public and stay as they are."),
    "round.undecided": _l("%(number)s ideas of this round still need a confirmed answer."),
    "review.own_idea": _l("You belong to this idea's team, so somebody else must review it."),
    "review.left": _l("This idea is not under review any more."),
    "scorecard.incomplete": _l("Give points on every criterion."),
    "scorecard.scale": _l("Points go from %(least)s to %(most)s."),
    "decision.proposed_already": _l("An answer is proposed already. Confirm it or take it back."),
    "decision.reason_fits_not": _l("This reason does not fit this answer."),
    "decision.no_sentence": _l("Write the sentence that people will read."),
    "decision.long_sentence": _l("Keep the public sentence within %(most)s characters."),
    "decision.taken_back": _l("This proposal was taken back."),
    "decision.confirmed_already": _l("This answer is confirmed already."),
    "decision.second_person": _l(
        "You proposed this answer, so a second person must confirm it: %(names)s can."
    ),
    "decision.alone": _l(
        "You proposed this answer, so a second person must confirm it. "
        "Ask an admin to give the reviewer role to a colleague."
    ),
}

LABELS = {
    "reason.cut_off": _l("The round took it in."),
    "reason.brought_back": _l("It was taken into review again."),
    "reason.park_ended": _l("The time it was parked for has ended."),
    "criterion.brand_fit": _l("Fits the brand"),
    "criterion.demand": _l("Demand"),
    "criterion.feasibility": _l("Can be made"),
    "criterion.originality": _l("Original"),
    "criterion.safety": _l("Safe"),
    "criterion.rights": _l("Rights are clear"),
    "outcome.selected": _l("Selected"),
    "outcome.not_selected": _l("Not selected"),
    "outcome.parked": _l("Parked"),
    "outcome.stays": _l("Stays for the next round"),
    "decision_reason.chosen": _l("We want to make it"),
    "decision_reason.rights": _l("The rights could not be had"),
    "decision_reason.overlap": _l("Too close to something we make or plan"),
    "decision_reason.cost": _l("It would cost too much to make"),
    "decision_reason.safety": _l("We could not make it safe enough"),
    "decision_reason.demand": _l("Too few people would buy it"),
    "decision_reason.brand_fit": _l("It does not fit the brand"),
    "decision_reason.capacity": _l("We cannot make more this time"),
}
