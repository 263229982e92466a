"""Words for votes, the ladder and what moves an idea along it."""

from ideas.web.languages import lazy_gettext as _l

REFUSALS = {
    "former.no_earlier": _l("This idea takes up no earlier one."),
    "former.not_live": _l("Former voters are invited while the idea is open for votes."),
    "former.earlier_hidden": _l("The earlier idea is not to be seen, so nobody is led to it."),
    "former.nobody": _l("No vote stood for the earlier idea in the end."),
    "vote.paused": _l(
        "Votes are paused for now. All votes cast so far count, and deadlines stand still until "
        "votes are taken again; please come back a little later."
    ),
    "vote.own_idea": _l("This is your own idea. Others vote for it."),
    "vote.staff": _l("The brand's team does not vote."),
    "vote.address_spent": _l(
        "Somebody with your address voted for this idea before they left the site. "
        "That vote still counts, so there cannot be a second one."
    ),
    "vote.suspended": _l("Your account is suspended, so you cannot vote."),
    "vote.too_early": _l(
        "The vote on this entry has not opened. Its campaign’s page says when it does."
    ),
    "vote.too_late": _l("Time ran out for this idea. Votes are no longer taken."),
    "vote.not_open": _l("This idea is not open for votes. It is at the stage “%(stage)s”."),
    "vote.no_idea": _l("The idea you wanted to vote for is not here any more."),
    "vote.cooling": _l("You took your vote back. You can vote again in %(hours)s h."),
    "vote.being_checked": _l("The votes are being checked, so none can be taken back now."),
    "entry.none_stays": _l("“None of these” stays in the vote, so that people can say no to all."),
    "join.moving": _l("The votes of one of these ideas are being joined. Try again in a moment."),
    "join.closed": _l("The votes of the other idea are over, so nothing can be joined to it."),
    "survey.no_vote": _l("These questions are for people who voted for this idea."),
    "survey.closed": _l("Voting is closed, so the answers stay as they are."),
    "survey.other_price": _l("Choose one of the prices."),
    "survey.not_to_be_sold": _l("There is nothing to wait for at this stage."),
    "vote.too_late_to_take_back": _l("Time ran out for this idea. Votes stay as they are."),
}

LABELS = {
    "for_whom.myself": _l("Myself"),
    "for_whom.family": _l("My family"),
    "for_whom.gift": _l("A present"),
    "for_whom.work": _l("Work or school"),
    "channel.link": _l("Copied link"),
    "channel.share": _l("Shared from a device"),
    "channel.qr": _l("QR code"),
    "channel.badge": _l("Badge on another site"),
    "channel.post": _l("Post"),
    "channel.message": _l("Message"),
    "channel.mail": _l("E-mail"),
    "channel.video": _l("Text under a video"),
    "channel.site": _l("This site"),
    "channel.web": _l("Other sites"),
    "channel.direct": _l("Straight here"),
    "step.certifying": _l("Vote check"),
    "step.review": _l("Review by the brand"),
    "step.selected": _l("Selected"),
    "step.on_shelf": _l("On the shelf"),
    "reason.goal_reached": _l("It reached the goal."),
    "reason.certified": _l("Its votes were checked."),
    "reason.votes_fell_short": _l("Not all of its votes stood the check."),
    "reason.time_ran_out": _l("It did not reach its next milestone in time."),
}
