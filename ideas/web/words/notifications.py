"""Words for notices. A notice's key is its kind and, where it has one, its variant."""

from ideas.web.languages import lazy_gettext as _l

REFUSALS = {
    "follow.not_public": _l("Only ideas that everybody can see can be followed."),
}

OWN = {
    "submitted": _l("“%(title)s” is with the moderators."),
    "needs_work": _l("“%(title)s” came back to you: it needs work."),
    "declined": _l("“%(title)s” was declined."),
    "live": _l("“%(title)s” is open for votes."),
    "certifying": _l("“%(title)s” reached its goal. Its votes are being checked."),
    "sent_back": _l("“%(title)s” collects votes again: not all of them stood the check."),
    "qualified": _l("“%(title)s” has qualified for the brand's review."),
    "in_review": _l("“%(title)s” is in review."),
    "stays": _l("“%(title)s” stays in review for the next round."),
    "parked": _l("“%(title)s” is parked: the brand may come back to it."),
    "selected": _l("“%(title)s” is selected. It shall be made."),
    "not_selected": _l("“%(title)s” was not selected."),
    "in_development": _l("“%(title)s” is being made."),
    "on_sale": _l("“%(title)s” is on sale."),
    "retired": _l("“%(title)s” is no longer on sale."),
    "expired": _l("Time ran out for “%(title)s”."),
    "archived": _l("“%(title)s” was archived."),
    "merged": _l("“%(title)s” was merged with another idea."),
    "restored": _l("“%(title)s” is back."),
    "withdrawn": _l("“%(title)s” was withdrawn."),
    "cancelled": _l("“%(title)s” will not be made after all."),
}
BACKED = (
    *("qualified", "in_review", "stays", "parked", "selected", "not_selected", "in_development"),
    *("on_sale", "cancelled", "expired", "archived", "merged", "restored", "withdrawn"),
)

LABELS = {
    **{f"notice.own_moved.{variant}": sentence for variant, sentence in OWN.items()},
    **{f"notice.backed_moved.{variant}": OWN[variant] for variant in BACKED},
    "notice.backed_moved.to_buy": _l(
        "You can buy “%(title)s” now, as %(product)s. You asked to be told."
    ),
    "notice.backed_moved.again": _l(
        "“%(title)s” is open for votes. It takes up “%(earlier)s”, which you voted for. Your vote "
        "was not carried over: look at what has changed, and vote if you like it."
    ),
    "notice.own_tier.tier": _l("“%(title)s” reached %(votes)s votes."),
    "notice.own_tier.goal": _l("“%(title)s” reached its goal of %(votes)s votes."),
    "notice.backed_tier.tier": _l("“%(title)s” reached %(votes)s votes."),
    "notice.backed_tier.goal": _l("“%(title)s” reached its goal of %(votes)s votes."),
    "notice.own_deadline.30": _l("“%(title)s” has 30 days left to reach its next milestone."),
    "notice.own_deadline.7": _l("“%(title)s” has 7 days left to reach its next milestone."),
    "notice.own_deadline.1": _l("“%(title)s” has one day left to reach its next milestone."),
    "notice.own_deadline.put_off": _l("The campaign of “%(title)s” was put off."),
    "notice.own_deadline.cancelled": _l(
        "The campaign of “%(title)s” was cancelled. You can still submit it as an open idea."
    ),
    "notice.backed_moved.none_left": _l(
        "The campaign “%(title)s” was cancelled. In its vote you chose “none of these”."
    ),
    "notice.own_deadline.terms": _l(
        "The terms of “%(title)s” changed: its goal is %(votes)s votes now. What it reached stays, "
        "and its page shows the new deadline."
    ),
    "notice.own_deadline.late": _l(
        "The answer to “%(title)s” was promised by %(day)s. It is late, and the brand works on it."
    ),
    "notice.own_deadline.delayed": _l(
        "The answer to “%(title)s” comes later. It is expected by %(day)s."
    ),
    "notice.backed_moved.delayed": _l(
        "The answer to “%(title)s” comes later. It is expected by %(day)s."
    ),
    "notice.own_picked": _l("“%(title)s” is a staff pick."),
    "notice.own_answer.chance": _l("The brand invites you to take up “%(title)s” again."),
    "notice.own_answer": _l("The brand answered “%(title)s”."),
    "notice.backed_answer": _l("The brand answered “%(title)s”."),
    "notice.backed_update": _l("News about “%(title)s”: %(news)s"),
    "notice.own_comment": _l("%(name)s commented on “%(title)s”."),
    "notice.reply": _l("%(name)s replied to you under “%(title)s”."),
    "notice.mention": _l("%(name)s mentioned you under “%(title)s”."),
    "notices.own_comment": _l("%(number)s new comments on “%(title)s”"),
    "notices.reply": _l("%(number)s new replies to you under “%(title)s”"),
    "notices.mention": _l("You were mentioned %(number)s times under “%(title)s”"),
    "notices.backed_update": _l("%(number)s pieces of news about “%(title)s”"),
    "notice.queue_late": _l("Ideas wait longer than promised. In the queue: %(number)s."),
    "notice.round_near.closing_7": _l("“%(round)s” takes ideas for 7 more days at most."),
    "notice.round_near.closing_1": _l("“%(round)s” closes within a day."),
    "notice.round_near.due_14": _l("The answers of “%(round)s” are due within 14 days."),
    "notice.round_near.due_3": _l("The answers of “%(round)s” are due within 3 days."),
    "notice.round_near.late": _l("The answers of “%(round)s” are late."),
    "notice.jobs_failed": _l("Work was given up. Jobs: %(jobs)s, messages: %(messages)s."),
    "notice.mention.official": _l("The brand mentioned you in its answer to “%(title)s”."),
    "notice.report_decided.removed": _l(
        "What you reported under “%(title)s” was taken down. Thank you for telling us."
    ),
    "notice.report_decided.complaint_upheld": _l(
        "What you reported about “%(title)s” is looked at again."
    ),
    "notice.report_decided.complaint_dismissed": _l(
        "Somebody else looked at what you reported about “%(title)s”: it stays."
    ),
    "notice.report_decided.kept": _l(
        "We looked at what you reported under “%(title)s”. It keeps to the guidelines, so it stays."
    ),
    "notice.report_decided.profile_removed": _l(
        "Something on the profile you reported was taken down. Thank you for telling us."
    ),
    "notice.report_decided.profile_kept": _l(
        "We looked at the profile you reported. It keeps to the guidelines, so it stays."
    ),
    "notice.report_decided.profile_complaint_upheld": _l(
        "The profile you reported is looked at again."
    ),
    "notice.report_decided.profile_complaint_dismissed": _l(
        "Somebody else looked at the profile you reported: it stays."
    ),
    "notice.words_taken_down.comment": _l("A comment of yours under “%(title)s” was taken down."),
    "notice.words_taken_down.update": _l("News of yours about “%(title)s” was taken down."),
    "notice.measure_taken.feedback": _l(
        "What you wrote in private to the team of “%(title)s” was taken away."
    ),
    "notice.measure_taken.picture": _l("A picture of “%(title)s” was taken down."),
    "notice.measure_taken.profile": _l(
        "What you say of yourself on your page was taken down. You have %(number)s days to appeal."
    ),
    "notice.measure_taken.reporting": _l(
        "Most of what you reported lately keeps to the guidelines. "
        "For %(number)s days you can report two things a day."
    ),
    "notice.measure_taken.level": _l(
        "A decision cost you some of the room you had. "
        "You have it back after %(number)s days without another."
    ),
    "notice.measure_appeal.upheld": _l("Your appeal about “%(title)s” was right."),
    "notice.measure_appeal.dismissed": _l(
        "Somebody else looked at “%(title)s” after your appeal. The decision stays."
    ),
    "notice.vote_decided.hold": _l("Your vote for “%(title)s” is being checked."),
    "notice.vote_decided.release": _l("Your vote for “%(title)s” was checked and counts."),
    "notice.vote_decided.void": _l("Your vote for “%(title)s” is excluded from the count."),
    "notice.vote_decided.jury": _l(
        "You are on the jury now, so your vote for “%(title)s” no longer counts."
    ),
    "notice.vote_decided.undo": _l("A decision about your vote for “%(title)s” was taken back."),
    "notice.appeal_decided.upheld": _l("Your appeal was right: your vote for “%(title)s” counts."),
    "notice.appeal_decided.dismissed": _l(
        "Somebody else looked at your vote for “%(title)s” again. The decision stays."
    ),
    "notice.own_votes.hold": _l("Votes for “%(title)s” are being checked: %(votes)s."),
    "notice.own_votes.release": _l("Votes for “%(title)s” were checked and count: %(votes)s."),
    "notice.own_votes.void": _l(
        "Votes for “%(title)s” are excluded from the count: %(votes)s. "
        "This is not held against the idea."
    ),
    "notice.own_votes.undo": _l(
        "A decision about votes for “%(title)s” was taken back. Votes: %(votes)s."
    ),
    "notice.role.not_given": _l(
        "%(admin)s did not agree that %(name)s gets the role “%(role)s”. Nothing changes."
    ),
    "notice.role.not_taken": _l(
        "%(admin)s did not agree that %(name)s loses the role “%(role)s”. Nothing changes."
    ),
    "notice.role.not_got": _l(
        "The role “%(role)s” was proposed for you. "
        "A second admin did not agree, so nothing changes."
    ),
    "notice.team_invited": _l("You are asked to join the team of “%(title)s”."),
    "notice.team_answered.accepted": _l("%(name)s joined the team of “%(title)s”."),
    "notice.team_answered.declined": _l("%(name)s will not join the team of “%(title)s”."),
    "notice.team_answered.address": _l(
        "Somebody you wrote to will not join the team of “%(title)s”."
    ),
    "notice.agreement.offered": _l("An agreement for “%(title)s” waits for you."),
    "notice.agreement.active": _l("The agreement for “%(title)s” is accepted by everybody."),
    "notice.agreement.ended": _l("The agreement for “%(title)s” was withdrawn or has ended."),
    "notice.agreement.guardian_refused": _l(
        "Your parent or guardian does not agree to what was offered for “%(title)s”."
    ),
    "notice.dispute.guardian_refused": _l(
        "The parent or guardian of %(name)s does not agree to what was offered for “%(title)s”."
    ),
    "notice.agreement.change_offered": _l(
        "A change of the agreement for “%(title)s” waits for you."
    ),
    "notice.agreement.change_agreed": _l(
        "The change of the agreement for “%(title)s” is accepted by everybody."
    ),
    "notice.agreement.change_ended": _l(
        "The change of the agreement for “%(title)s” was given up. What was agreed before holds."
    ),
    "notice.dispute.audit_asked": _l("%(name)s asks for an audit of “%(title)s”."),
    "notice.agreement.audit_granted": _l("The books of “%(title)s” are there for your audit."),
    "notice.agreement.audit_refused": _l("Your audit of “%(title)s” was turned down, with why."),
    "notice.dispute.change_refused": _l(
        "%(name)s refused the change of the agreement for “%(title)s”."
    ),
    "notice.statement.upheld": _l(
        "Your dispute about “%(title)s” was upheld: what was wrong is made good."
    ),
    "notice.statement.rejected": _l("Your dispute about “%(title)s” has its answer."),
    "notice.dispute": _l("%(name)s disputes a statement of “%(title)s”."),
    "notice.statement": _l("Your royalty statement for “%(title)s” is ready."),
    "notice.payment": _l("A payment for “%(title)s” was sent to you."),
    "notice.payment.returned": _l(
        "A payment for “%(title)s” came back. It will be paid again; please look at your account."
    ),
    "notice.payment.account_waiting": _l(
        "Another bank account was typed for your payments. If it was not you, withdraw it at once "
        "and change your password."
    ),
    "notice.payment.account_approved": _l("Your bank account was checked by finance."),
    "notice.payment.account_refused": _l("Your bank account was turned down by finance."),
    "notice.payment.account_withdrawn": _l("A bank account for your payments was withdrawn."),
    "notice.payment.account_to_approve": _l("A payee typed a bank account that waits for you."),
    "notice.payment.form_ends_soon": _l("Your tax form ends on %(day)s. Please send another."),
    "notice.payment.form_ended": _l("Your tax form ended on %(day)s. Please send another."),
    "notice.payment.form_of_payee": _l("The tax form of %(name)s ends on %(day)s."),
    "topic.my_ideas": _l("My ideas"),
    "topic.conversation": _l("Conversation"),
    "topic.team": _l("Teams"),
    "topic.outcomes": _l("What becomes of ideas"),
    "topic.progress": _l("Milestones and news"),
    "topic.duties": _l("Work of the staff"),
    "topic.money": _l("Agreements and royalties"),
    "topic.decisions": _l("Decisions about my words and votes"),
    "topic_help.my_ideas": _l("Decisions, milestones, deadlines and answers."),
    "topic_help.conversation": _l("Comments on my ideas, replies to me and mentions of me."),
    "topic_help.team": _l("Invitations, and who joins."),
    "topic_help.outcomes": _l(
        "Ideas I voted for or follow: reviews, decisions, official answers, and when one can buy."
    ),
    "topic_help.progress": _l(
        "Ideas I voted for or follow: milestones on the way, and what the team tells."
    ),
    "topic_help.duties": _l("Late queues, rounds that close, jobs that fail."),
    "topic_help.money": _l("What to sign, statements and payments."),
    "topic_help.decisions": _l(
        "When words of mine are taken down or my vote is checked, and what came of my reports."
    ),
    "topic_help.security": _l("Your address, your password, your second factor, your account."),
    "topic_why.my_ideas": _l("You get this because the idea is yours."),
    "topic_why.conversation": _l("You get this because of what you wrote or made."),
    "topic_why.team": _l("You get this because of a team you lead or are asked to join."),
    "topic_why.outcomes": _l("You get this because you voted for this idea or follow it."),
    "topic_why.progress": _l("You get this because you voted for this idea or follow it."),
    "topic_why.duties": _l("You get this because you work for the brand."),
    "topic_why.money": _l(
        "You get this because you have a share in what is made. It is always sent."
    ),
    "topic_why.decisions": _l(
        "You get this because you wrote it or voted for it. It is always sent."
    ),
    "way.at_once": _l("E-mail at once"),
    "way.daily": _l("Daily digest by e-mail"),
    "way.weekly": _l("Weekly digest by e-mail"),
    "way.site": _l("On the site only"),
    "way.off": _l("Off"),
}
