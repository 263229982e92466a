"""Words for rounds and decisions."""

from ideas.web.languages import lazy_gettext as _l

REFUSALS = {
    "round.cutoff_past": _l("The cut-off must lie ahead."),
    "round.overlaps": _l(
        "The round “%(name)s” has its cut-off within a day of this one, so they would overlap."
    ),
    "round.due_too_early": _l("The answers must be due after the cut-off."),
    "round.expected_past": _l("The new day must lie ahead."),
    "round.no_sentence": _l("Write the sentence that people will read."),
    "round.not_cut_off": _l("This round is still open. Its ideas are reviewed after the cut-off."),
    "round.taken_in": _l("This round has taken its ideas in, so its capacity stays."),
    "round.published": _l("The answers of this round are public and stay as they are."),
    "round.undecided": _l("Ideas without a confirmed answer: %(number)s. %(titles)s"),
    "review.own_idea": _l("You belong to this idea's team, so somebody else must review it."),
    "review.left": _l("This idea is not under review any more."),
    "review.conflict": _l(
        "You declared a conflict of interest about this idea, so others review it."
    ),
    "conflict.no_reason": _l("Say in a few words why you must not judge this idea."),
    "conflict.long_reason": _l("Keep the reason within %(most)s characters."),
    "criteria.fixed": _l("Somebody has scored an idea of this round, so its criteria stay."),
    "criteria.number": _l("Ask at least one thing, and at most %(most)s."),
    "criteria.weight": _l("Weights go from %(least)s to %(most)s."),
    "criteria.nameless": _l("Give your own criterion a name in at least one language."),
    "estimate.no_price": _l("A copy needs a price."),
    "estimate.out_of_order": _l("Low is at most likely, and likely at most high."),
    "estimate.too_large": _l("These numbers are too large."),
    "attachment.too_big": _l("Keep the file within %(limit)s MB."),
    "attachment.wrong_type": _l(
        "This is no PDF, picture (JPEG, PNG, WebP) or workbook (.xlsx) without macros."
    ),
    "attachment.too_many": _l("At most %(most)s files lie beside an idea. Erase one first."),
    "note.score_first": _l("Score this idea first: what others say about it waits until then."),
    "note.empty": _l("Write something first."),
    "scorecard.quorum": _l(
        "More reviewers must score this idea before an answer is proposed: %(number)s to go."
    ),
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
    "chance.not_for_this": _l("Only ideas that were not selected are given a second chance."),
    "chance.taken_up": _l("One of these ideas has been taken up again already."),
    "chance.no_idea": _l("Choose at least one idea."),
    "chance.no_words": _l("Write to the creators why it is worth another try."),
    "park.look_again": _l("Look again on a day ahead, at the latest on %(until)s."),
    "decision.not_confirmed": _l("This answer is not confirmed yet: simply take it back."),
    "decision.reopening_asked": _l("Somebody has asked for that already. A second person agrees."),
    "decision.reopening_not_asked": _l("Nobody has asked to take this answer back."),
    "decision.alone": _l(
        "You proposed this answer, so a second person must confirm it. "
        "Ask an admin to give the reviewer role to a colleague."
    ),
}

LABELS = {
    "round_way.hand": _l("Rounds are announced by hand."),
    "round_way.fixed": _l("Rounds come on the same days each year and are announced ahead."),
    "round_way.rolling": _l("The next round is announced when the last was cut off."),
    "reason.cut_off": _l("The round took it in."),
    "reason.brought_back": _l("It was taken into review again."),
    "reason.park_ended": _l("The time it was parked for has ended."),
    "criterion.brand_fit": _l("Fits the brand"),
    "criterion.demand": _l("Demand"),
    "criterion.feasibility": _l("Can be made"),
    "criterion.originality": _l("Original"),
    "criterion.safety": _l("Safe"),
    "criterion.rights": _l("Rights are clear"),
    "rubric.brand_fit.1": _l("It would harm the brand"),
    "rubric.brand_fit.2": _l("It would look out of place"),
    "rubric.brand_fit.3": _l("It could be ours"),
    "rubric.brand_fit.4": _l("It is clearly ours"),
    "rubric.brand_fit.5": _l("Only we should make it"),
    "rubric.demand.1": _l("Hardly anybody would buy it"),
    "rubric.demand.2": _l("A few fans would buy it"),
    "rubric.demand.3": _l("Enough would buy it to pay for it"),
    "rubric.demand.4": _l("Many would buy it"),
    "rubric.demand.5": _l("It would sell out again and again"),
    "rubric.feasibility.1": _l("Nobody knows how to make it"),
    "rubric.feasibility.2": _l("It needs what we do not have"),
    "rubric.feasibility.3": _l("We can make it with effort"),
    "rubric.feasibility.4": _l("We can make it as we make others"),
    "rubric.feasibility.5": _l("We could begin tomorrow"),
    "rubric.originality.1": _l("We or others sell it already"),
    "rubric.originality.2": _l("It is close to what there is"),
    "rubric.originality.3": _l("It has one new thought"),
    "rubric.originality.4": _l("It is new in the shops"),
    "rubric.originality.5": _l("Nobody has thought of it before"),
    "rubric.safety.1": _l("It could hurt somebody"),
    "rubric.safety.2": _l("It fails a rule as it is"),
    "rubric.safety.3": _l("It passes after changes"),
    "rubric.safety.4": _l("It passes with usual care"),
    "rubric.safety.5": _l("Nothing about it can go wrong"),
    "rubric.rights.1": _l("It belongs to somebody else"),
    "rubric.rights.2": _l("Somebody would object"),
    "rubric.rights.3": _l("We would need a licence that can be had"),
    "rubric.rights.4": _l("Small questions are left"),
    "rubric.rights.5": _l("It is free of others’ rights"),
    "rubric.own.1": _l("Not at all"),
    "rubric.own.2": _l("A little"),
    "rubric.own.3": _l("Partly"),
    "rubric.own.4": _l("Mostly"),
    "rubric.own.5": _l("Entirely"),
    "tie.merged": _l("merged into it"),
    "tie.before": _l("it was handed in before as this"),
    "tie.after": _l("handed in again"),
    "tie.alike": _l("on the same subject"),
    "case_sort.entered": _l("As they came in"),
    "case_sort.score": _l("By score"),
    "case_sort.votes": _l("By votes"),
    "case_sort.demand": _l("By demand"),
    "case_sort.title": _l("By title"),
    "outcome.selected": _l("Selected"),
    "outcome.not_selected": _l("Not selected"),
    "outcome.parked": _l("Parked"),
    "outcome.stays": _l("Stays for the next round"),
    "decision_sentence.chosen": _l("We want to make this idea, and begin to work on it."),
    "decision_sentence.rights": _l(
        "We looked into the rights this idea needs, and we cannot have them."
    ),
    "decision_sentence.overlap": _l(
        "This idea comes too close to something we already make or plan."
    ),
    "decision_sentence.cost": _l(
        "We reckoned what it would cost to make. It would be too dear for those who want it."
    ),
    "decision_sentence.safety": _l("We found no way to make this idea safe enough."),
    "decision_sentence.demand": _l(
        "Many like this idea, but by what they told us too few would buy it."
    ),
    "decision_sentence.brand_fit": _l("We like this idea, but it does not fit what we stand for."),
    "decision_sentence.capacity": _l("We cannot make more ideas this time than we have chosen."),
    "reason.looked_again": _l("Its day to be looked at again has come."),
    "decision_reason.chosen": _l("We want to make it"),
    "decision_reason.rights": _l("The rights could not be had"),
    "decision_reason.overlap": _l("Too close to something we make or plan"),
    "decision_reason.cost": _l("It would cost too much to make"),
    "decision_reason.safety": _l("We could not make it safe enough"),
    "decision_reason.demand": _l("Too few people would buy it"),
    "decision_reason.brand_fit": _l("It does not fit the brand"),
    "decision_reason.capacity": _l("We cannot make more this time"),
}
