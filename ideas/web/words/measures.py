"""Words for measures and appeals: what was done, its scope, its ground, and the refusals."""

from ideas.web.languages import lazy_gettext as _l
from ideas.web.words import comments, moderation

REFUSALS = {
    "complaint.nothing": _l("This report was not turned down, so there is nothing to complain of."),
    "complaint.too_late": _l("The time to complain is over."),
    "complaint.no_words": _l("Write why it should not stand."),
    "complaint.made_already": _l("You have complained already. Somebody will look at it."),
    "complaint.own": _l("This is your own complaint, so somebody else decides."),
    "complaint.decided": _l("Somebody has decided about this complaint in the meantime."),
    "complaint.another_person": _l("You decided about the report, so somebody else looks again."),
    "objection.over": _l("There is nothing here to appeal against any more."),
    "objection.made_already": _l("You have appealed already. Somebody will look at it."),
    "objection.too_late": _l("The time to appeal is over."),
    "objection.no_words": _l("Write why the decision is wrong."),
    "objection.long_words": _l("Keep it within %(most)s characters."),
    "objection.own": _l("This is your own appeal, so somebody else decides."),
    "objection.decided": _l("Somebody has decided about this appeal in the meantime."),
    "objection.another_person": _l(
        "You took part in the first decision, so somebody else decides."
    ),
    "objection.no_answer": _l("Write the words that whoever appealed will read."),
    "objection.long_answer": _l("Keep the answer within %(most)s characters."),
}


def _grounds() -> dict[str, object]:
    """Every ground by its label as a reason of moderation, or for taking words down."""
    told = {**comments.LABELS, **moderation.LABELS}
    kinds = ("removal_reason.", "reason.")
    return {
        f"ground.{key.removeprefix(kind)}": label
        for kind in kinds
        for key, label in told.items()
        if key.startswith(kind)
    }


LABELS = {
    "complaint_outcome.upheld": _l("You were right to ask: it is looked at again."),
    "complaint_outcome.dismissed": _l("Looked at again by somebody else: it stays."),
    **_grounds(),
    "ground.misuse": _l("Reported again and again what keeps to the guidelines"),
    "ground.repeated": _l("Broke the guidelines again and again"),
    "ground.several_accounts": _l("Several accounts, or votes that are not their own"),
    "ground.separated": _l("They are two ideas after all"),
    "ground.lifted": _l("The suspension is over."),
    "ground.complaint_upheld": _l("A complaint was right."),
    "ground.appeal_upheld": _l("An appeal was right."),
    "reason.appeal_upheld": _l("An appeal was right."),
    "measure.returned": _l("Sent back for more work"),
    "measure.declined": _l("Declined"),
    "measure.archived": _l("Archived"),
    "measure.hidden": _l("Archived and hidden"),
    "measure.merged": _l("Merged with another idea"),
    "measure.taken_down": _l("Taken down"),
    "measure.slowed": _l("Slowed down"),
    "measure.suspended": _l("Suspended"),
    "measure.restored": _l("Given back"),
    "thing.idea": _l("Idea"),
    "thing.comment": _l("Comment"),
    "thing.update": _l("Update"),
    "thing.feedback": _l("Private words"),
    "thing.picture": _l("Picture"),
    "thing.profile": _l("Profile"),
    "thing.reporting": _l("Reporting"),
    "thing.account": _l("Account"),
    "scope.returned": _l(
        "The idea is not published until it has been worked over and handed in again. "
        "Your account and everything else of yours stay as they are."
    ),
    "scope.declined": _l(
        "The idea is not published. Your account and everything else of yours stay as they are."
    ),
    "scope.archived": _l(
        "The idea takes no more votes and comments; everybody can still see it. "
        "Your account and everything else of yours stay as they are."
    ),
    "scope.hidden": _l(
        "The idea takes no more votes and comments, and only its team can see it. "
        "Your account and everything else of yours stay as they are."
    ),
    "scope.merged": _l(
        "The idea takes no more votes and comments, its voters count for the other idea, and its "
        "page leads there. Your account and everything else of yours stay as they are."
    ),
    "scope.taken_down": _l(
        "This alone, everywhere and for good. "
        "Your account and everything else of yours stay as they are."
    ),
    "scope.slowed": _l(
        "For 30 days you can report two things a day. "
        "Your account and everything else of yours stay as they are."
    ),
    "scope.suspended": _l(
        "You cannot sign in, so you cannot vote, write or hand anything in, until it is lifted. "
        "What you published before stays as it is."
    ),
    "scope.restored": _l("What was taken is as it was before."),
    "source.check": _l("A moderator saw it."),
    "source.report": _l("Somebody reported it, and a moderator looked."),
    "source.appeal": _l("Somebody appealed, and another person looked."),
    "source.program": _l("A program noticed it."),
    "basis.law": _l("The law"),
    "basis.guidelines": _l("Our guidelines"),
    "basis.request": _l("Its creator’s own wish"),
    "objection_outcome.upheld": _l("The appeal was right"),
    "objection_outcome.dismissed": _l("The decision stays"),
}
