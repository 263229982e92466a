"""Words for moderation: its refusals, its reasons, and the sentence each reason begins with."""

from ideas.web.languages import lazy_gettext as _l

REFUSALS = {
    "moderation.own_idea": _l("You belong to this idea's team, so another moderator decides."),
    "moderation.decided_already": _l(
        "Somebody else has decided in the meantime: the idea is at the stage “%(stage)s”."
    ),
    "moderation.wrong_stage": _l("This cannot be done at the stage “%(stage)s”."),
    "moderation.reason_fits_not": _l("This reason does not belong to this decision."),
    "moderation.no_sentence": _l("Write the sentence that people will read."),
    "moderation.long_sentence": _l("Keep the public sentence within %(most)s characters."),
    "pick.own_idea": _l("You belong to this idea’s team, so somebody else picks it."),
    "report.own": _l("This is your own. You can take it back yourself."),
    "report.judge": _l("This is your own, so another moderator decides."),
    "report.looked_at": _l(
        "A moderator has just looked at this and left it as it is. "
        "If you still think it is wrong, you can report it again tomorrow."
    ),
    "report.decided": _l("Somebody else has decided about this in the meantime."),
    "report.enough": _l(
        "Many people have told us about this already, and a moderator looks at it."
    ),
    "profile.empty": _l("Nothing is said there that could be taken down."),
    "profile.unnamed": _l("Their name was taken down already."),
    "report.archive": _l("Archive the idea itself: that needs a reason and a sentence."),
    "claim.taken": _l("%(name)s is looking at it."),
    "claim.decided": _l("Nothing is to be decided here any more."),
    "judgement.made": _l("Somebody has decided about this a moment ago."),
    "judgement.of_another": _l("Only who decided can take it back."),
    "judgement.over": _l("It has taken effect and cannot be taken back here any more."),
    "pick.wrong_stage": _l("Only open public ideas can be picked; this one is at “%(stage)s”."),
}

LABELS = {
    "report_reason.off_topic": _l("Not about the idea"),
    "report_reason.insult": _l("Attacks somebody"),
    "report_reason.spam": _l("Advertising or repeated"),
    "report_reason.privacy": _l("Tells private things"),
    "report_reason.rights": _l("Uses what belongs to somebody else"),
    "report_reason.unlawful": _l("Not lawful"),
    "report_reason.other": _l("Something else"),
    "outcome.removed": _l("Taken down"),
    "outcome.kept": _l("It stays"),
    "weight.0": _l("mostly wrong"),
    "weight.1": _l("not known yet"),
    "weight.2": _l("mostly right"),
    "verdict.publish": _l("Publish"),
    "verdict.return": _l("Return for more work"),
    "verdict.decline": _l("Decline"),
    "verdict.archive": _l("Archive"),
    "verdict.restore": _l("Restore"),
    "ruling.publish": _l("Publish"),
    "ruling.return": _l("Return for more work"),
    "ruling.decline": _l("Decline"),
    "ruling.keep": _l("Leave it as it is"),
    "ruling.remove": _l("Take it down"),
    "ruling.remove_name": _l("Take it down with the name"),
    "age.green": _l("in time"),
    "age.amber": _l("due soon"),
    "age.red": _l("late"),
    "reason.fits_guidelines": _l("It keeps to the guidelines"),
    "reason.unclear": _l("It is not clear what it is"),
    "reason.pictures": _l("The pictures need work"),
    "reason.rights_unclear": _l("Whose property it uses is not clear"),
    "reason.several_ideas": _l("Several ideas in one"),
    "reason.wording": _l("The wording needs work"),
    "reason.private_things": _l("It shows private things"),
    "reason.rights_of_others": _l("It uses what belongs to others"),
    "reason.not_a_product": _l("It is not a product"),
    "reason.out_of_scope": _l("We do not make this kind of thing"),
    "reason.already_made": _l("It exists already"),
    "reason.duplicate": _l("There is such an idea already"),
    "reason.not_safe": _l("It could not be made safe"),
    "reason.offensive": _l("It attacks or belittles people"),
    "reason.advertising": _l("It is advertising"),
    "reason.unlawful": _l("It is not lawful"),
    "reason.rights_claim": _l("Somebody claims rights in it"),
    "reason.broken_guidelines": _l("It broke the guidelines"),
    "reason.creator_asked": _l("Its creator asked for it"),
    "reason.claim_settled": _l("The claim is settled"),
    "reason.our_mistake": _l("It was our mistake"),
    "sentence.fits_guidelines": "",
    "sentence.unclear": _l(
        "We could not tell what the product would be or do. "
        "Please describe it so that somebody who has never seen it understands."
    ),
    "sentence.pictures": _l(
        "The pictures do not show the idea well enough. "
        "Please add at least one clear picture of the idea itself."
    ),
    "sentence.rights_unclear": _l(
        "Please say whose names, figures or designs the idea uses, or leave them out."
    ),
    "sentence.several_ideas": _l(
        "This describes several products. Please keep to one; you can submit the others later."
    ),
    "sentence.wording": _l(
        "Please go over the text: it has words that do not fit a page for all ages."
    ),
    "sentence.private_things": _l(
        "Please take out addresses, telephone numbers and pictures of people who have not agreed."
    ),
    "sentence.rights_of_others": _l(
        "The idea rests on something that belongs to somebody else, and we cannot get the rights."
    ),
    "sentence.not_a_product": _l(
        "We can only take ideas for products. This is a wish, a question or a service."
    ),
    "sentence.out_of_scope": _l(
        "We do not make this kind of product, so we cannot take it further."
    ),
    "sentence.already_made": _l("This product exists already, from us or from somebody else."),
    "sentence.duplicate": _l(
        "Another idea here says the same. "
        "Your vote and your comments help it more than a second idea."
    ),
    "sentence.not_safe": _l("We could not make this product safe for those who would use it."),
    "sentence.offensive": _l("The idea attacks or belittles people, which our guidelines exclude."),
    "sentence.advertising": _l("The idea advertises something, which our guidelines exclude."),
    "sentence.unlawful": _l("The law does not allow us to show this."),
    "sentence.rights_claim": _l(
        "Somebody claims rights in this idea. It is closed until the claim is settled."
    ),
    "sentence.broken_guidelines": _l("The idea does not keep to the guidelines, so it is closed."),
    "sentence.creator_asked": _l("The creator asked us to close this idea."),
    "sentence.claim_settled": _l("The claim is settled, and the idea is open again."),
    "sentence.our_mistake": _l("We closed this idea by mistake. It is open again."),
}
