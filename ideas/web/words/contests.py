"""Words for campaigns with an end: their calendar, their jury, their vote."""

from ideas.web.languages import lazy_gettext as _l

REFUSALS = {
    "campaign.announced": _l("This campaign is announced, so what it promised stands."),
    "campaign.names_need_jury": _l("Names need a jury, so that nobody can push a joke through."),
    "campaign.order": _l("Each moment must be later than the one before it."),
    "campaign.too_late": _l("The time for entries would be over already. Choose later moments."),
    "campaign.jury_small": _l("A jury needs at least %(least)s people."),
    "campaign.no_rules": _l("Write the rules before you publish them."),
    "campaign.juror_named": _l("This person is on the jury already."),
    "campaign.juror_enters": _l("This person has an entry in this campaign."),
    "campaign.jury_enters_not": _l("You are on the jury of this campaign, so you cannot enter it."),
    "campaign.jury_stands": _l("The shortlist stands, so the jury stays as it is."),
    "campaign.not_open": _l("This campaign does not take entries yet."),
    "campaign.entries_closed": _l(
        "This campaign takes no more entries. Choose “Open ideas” in the first step, and it can "
        "be submitted there."
    ),
    "campaign.only_planned": _l("This campaign is not announced, so change its plan instead."),
    "campaign.over": _l("This campaign is over."),
    "campaign.counted": _l("The vote is counted, and what it says stands. The jury answers now."),
    "campaign.no_reason": _l("Say why in a sentence; everybody reads it."),
    "campaign.long_reason": _l("Keep the sentence within %(most)s characters."),
    "campaign.nothing_moved": _l("Every moment is as it was. Put at least one of them off."),
    "campaign.begun": _l("What has begun stays as it was promised."),
    "campaign.earlier": _l("A moment can be put off, but not be brought forward."),
    "campaign.not_proposed": _l("Nobody has proposed to cancel this campaign."),
    "campaign.second_admin": _l("You proposed this, so somebody else confirms it: %(names)s."),
    "campaign.lone_admin": _l(
        "A campaign is cancelled only when two admins agree, and you are the only one. Invite a "
        "second one on “People and roles”."
    ),
    "campaign.vote_stands": _l(
        "The vote of this campaign is made up already. Decline this entry, and say that it came "
        "too late."
    ),
    "shortlist.own_idea": _l("This is your own entry. Others of the jury decide about it."),
    "shortlist.published": _l("The shortlist is published and stands."),
    "shortlist.not_now": _l("The jury chooses once the moderators have read every entry."),
    "shortlist.left": _l("This entry is no longer in the campaign."),
    "shortlist.reason_fits_not": _l("Choose a reason that fits the decision."),
    "shortlist.no_sentence": _l("Say why in a sentence; its creator and everybody else read it."),
    "shortlist.long_sentence": _l("Keep the sentence within %(most)s characters."),
    "shortlist.queued": _l(
        "%(number)s entries still wait for a moderator. Publish once each has its answer."
    ),
    "shortlist.undecided": _l("%(number)s entries are still undecided."),
    "shortlist.short": _l("A vote needs at least %(least)s entries on its shortlist."),
    "shortlist.second_person": _l(
        "You decided about every entry alone. Somebody else of the jury publishes the shortlist."
    ),
}

LABELS = {
    "campaign_kind.contest": _l("Contest"),
    "campaign_kind.call": _l("Call"),
    "campaign_kind.naming": _l("Naming"),
    "phase.soon": _l("Soon"),
    "phase.entries": _l("Entries"),
    "phase.moderation": _l("Moderation"),
    "phase.shortlist": _l("Shortlist"),
    "phase.vote": _l("Vote"),
    "phase.jury": _l("Final"),
    "phase.results": _l("Results"),
    "phase.cancelled": _l("Cancelled"),
    "rules_reason.put_off": _l("The calendar was changed."),
    "rules_reason.first": _l("The first rules."),
    "rules_reason.late_jury": _l("The jury took longer than planned, so the vote opened later."),
    "shortlist_reason.chosen": _l("On the shortlist"),
    "shortlist_reason.off_brief": _l("Does not answer the brief"),
    "shortlist_reason.taken": _l("Is used or owned by somebody else"),
    "shortlist_reason.hurtful": _l("Makes fun of somebody"),
    "shortlist_reason.alike": _l("Another entry says the same"),
    "shortlist_reason.weaker": _l("Others convinced the jury more"),
    "reason.shortlist_off_brief": _l("The jury left it out: it does not answer the brief."),
    "reason.shortlist_taken": _l("The jury left it out: it is used or owned by somebody else."),
    "reason.shortlist_hurtful": _l("The jury left it out: it makes fun of somebody."),
    "reason.shortlist_alike": _l("The jury left it out: another entry says the same."),
    "reason.shortlist_weaker": _l("The jury left it out: others convinced it more."),
    "reason.among_the_first": _l("It was among the first in the vote."),
    "reason.not_among_the_first": _l("Others got more votes."),
    "reason.none_of_these_won": _l("In the vote, “none of these” won."),
    "reason.campaign_cancelled": _l("The campaign was cancelled."),
    "audit.jury": _l("Jury"),
    "audit.shortlist": _l("Shortlist"),
    "job.contests.follow_pauses": _l("Put off the votes that a pause held up"),
    "job.contests.count_due": _l("Count closed votes that have ended"),
    "job.contests.finish_due": _l("Call juries to their finals"),
    "audited.campaign.plan": _l("Campaign planned"),
    "audited.campaign.announce": _l("Campaign announced"),
    "audited.campaign.put_off": _l("Campaign put off"),
    "audited.campaign.propose_cancelling": _l("Proposed to cancel a campaign"),
    "audited.campaign.take_back_cancelling": _l("Proposal to cancel a campaign taken back"),
    "audited.campaign.cancel": _l("Campaign cancelled"),
    "audited.campaign.delete": _l("Plan of a campaign deleted"),
    "audited.jury.name": _l("Juror named"),
    "audited.jury.release": _l("Juror released"),
    "audited.shortlist.choose": _l("Entry judged for the shortlist"),
    "audited.shortlist.publish": _l("Shortlist published"),
}
