"""Words for drafting, teams and handing in."""

from ideas.web.languages import lazy_gettext as _l

REFUSALS = {
    "picture.not_there": _l("This picture is not there any more, or its idea is your own team’s."),
    "draft.paused": _l(
        "Submissions are paused for now. Your draft is kept, and you can go on with it: "
        "submit it when they are open again."
    ),
    "draft.rights": _l("Answer the rights question."),
    "draft.title": _l("Give it a title of %(least)s to %(most)s characters."),
    "draft.summary": _l("Sum it up in one line of %(least)s to %(most)s characters."),
    "draft.body": _l("Tell its story in %(least)s to %(most)s characters."),
    "draft.fact": _l(
        "Write the detail “%(line)s” with a colon between its name and what it is, like "
        "“Height: 42 cm”."
    ),
    "draft.fact_long": _l(
        "Shorten the detail “%(line)s”: up to %(name)s characters before the colon and %(most)s "
        "after it."
    ),
    "draft.facts": _l("Keep the %(most)s details that matter most; you wrote %(count)s."),
    "draft.changed": _l(
        "Say in %(least)s to %(most)s characters what has changed since the earlier idea."
    ),
    "draft.pictures": _l("Add at least one picture."),
    "draft.alt": _l("Describe every picture in words, for those who cannot see it."),
    "draft.shares": _l(
        "Not everybody you asked has answered, so the shares of those on board are not yet the "
        "whole. Wait for the answers, or take the invitations back."
    ),
    "draft.too_many_live": _l(
        "You may have %(most)s ideas open for votes at a time. Wait until one of them has ended."
    ),
    "draft.queued": _l("Another idea of yours is with the moderators. Wait for their answer."),
    "draft.rests": _l("It can be submitted again in %(hours)s hours. Use the time to improve it."),
    "draft.too_many": _l(
        "You have %(most)s drafts. Finish or delete one before you begin another."
    ),
    "draft.fixed": _l("This can no longer be changed: the idea is at the stage “%(stage)s”."),
    "draft.written_elsewhere": _l(
        "This draft was changed in another window. Compare both below, then decide."
    ),
    "draft.not_deleted": _l(
        "Only a draft can be deleted: the idea is at the stage “%(stage)s”. You may withdraw it."
    ),
    "draft.not_resubmitted": _l(
        "This idea cannot be taken up again: it is at the stage “%(stage)s”."
    ),
    "picture.too_many": _l("An idea has up to %(most)s pictures. Remove one first."),
    "team.leads": _l("You lead this team already."),
    "team.asked": _l("This person has been asked already."),
    "team.address_asked": _l("This address has been asked already."),
    "team.taken_back": _l("This invitation was taken back."),
    "team.full": _l("A team has up to %(most)s people beside you."),
    "team.too_much": _l("The shares of the others come to more than the whole."),
    "team.share_changed": _l(
        "The share you are offered has changed. Read the invitation again before you answer."
    ),
    "team.declined": _l("You have said no before. Ask the creator to invite you again."),
}

LABELS = {
    "finding.blurred": _l(
        "It looks blurred. Hold the camera still, tap on the thing so that it is in focus, and use "
        "more light; or send the original file instead of a copy."
    ),
    "finding.small": _l(
        "It is small: on a large screen it will look soft. Best are 1,200 pixels or more on the "
        "longer side."
    ),
    "finding.dark": _l(
        "It is very dark. Take it by a window or in daylight, without the lamp behind it."
    ),
    "finding.pale": _l(
        "It is very pale, its lines hardly show. Go over them with a darker pen, or take it in "
        "even light."
    ),
    "finding.tall": _l(
        "It is high and narrow: as the cover, a third or more of it is cut off above and below. "
        "Put a wider picture first, or leave room around the thing."
    ),
    "finding.wide": _l(
        "It is very wide: as the cover, a third or more of it is cut off left and right. Put "
        "another picture first, or leave room above and below the thing."
    ),
    "rights.own": _l("Everything in it is mine, or my team’s"),
    "rights.public_domain": _l("Some of it is in the public domain"),
    "rights.third_party": _l("It uses a name, a figure or a design that belongs to somebody else"),
    "rights.not_sure": _l("I am not sure"),
    "reason.withdrawn_by_creator": _l("Withdrawn by its creator"),
    "reason.withdrawn_by_time": _l("Withdrawn because nobody worked on it for 90 days"),
}
