"""Who may do what, on one page. Rules say whether it can happen now; this says who may ask.

A predicate reads plain attributes of the actor (``id``, ``is_authenticated``, ``is_verified``,
``needs_second_factor``, ``roles``) and of the thing (``creator_id``, ``team_ids``,
``is_handed_in``, ``author_id``, ``person_id``, ``juror_ids``: None where there is no jury).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Role(StrEnum):
    """What a member of the brand's staff is trusted with. Roles add up."""

    MODERATOR = "moderator"
    REVIEWER = "reviewer"
    FINANCE = "finance"
    ADMIN = "admin"
    JUROR = "juror"


class Permission(StrEnum):
    """Everything a person may be allowed to do, as ``resource.action``."""

    IDEA_DRAFT = "idea.draft"  # start an idea of one's own
    IDEA_EDIT = "idea.edit"  # change, submit, withdraw an idea one leads
    IDEA_PREVIEW = "idea.preview"  # see an idea that is not public
    IDEA_VOTE = "idea.vote"  # cast and take back a vote; it counts once the address is confirmed
    VOTE_JUDGE = "vote.judge"  # hold, release and void votes, decide about appeals
    IDEA_FOLLOW = "idea.follow"  # be told what happens to an idea
    IDEA_MODERATE = "idea.moderate"  # publish, return, decline, archive, restore
    RIGHTS_KEEP = "rights.keep"  # keep the list of properties, check whose rights an idea touches
    IDEA_PICK = "idea.pick"  # mark a staff pick
    IDEA_SHARE = "idea.share"  # the share kit of one's own idea, and where its votes come from
    TEAM_JOIN = "team.join"  # answer an invitation to a team
    COMMENT_WRITE = "comment.write"  # speak under an idea
    COMMENT_EDIT = "comment.edit"  # correct or take back one's own words
    COMMENT_LIKE = "comment.like"  # like somebody's words
    COMMENT_REMOVE = "comment.remove"  # take down somebody's words, with a reason
    COMMENT_ANSWER = "comment.answer"  # speak for the brand
    FEEDBACK_GIVE = "feedback.give"  # mark an idea for its team, in private
    REPORT_DECIDE = "report.decide"  # take down what was reported, or leave it
    REASON_WORD = "reason.word"  # write the sentence a decision begins with
    APPEAL_DECIDE = "appeal.decide"  # decide about an appeal against somebody else's measure
    UPDATE_WRITE = "update.write"  # publish news about one's own idea
    ROUND_MANAGE = "round.manage"  # open, cut off and publish review rounds
    CASE_SCORE = "case.score"  # fill in a scorecard
    DECISION_PROPOSE = "decision.propose"  # propose an answer to an idea
    DECISION_CONFIRM = "decision.confirm"  # confirm somebody else's proposal
    AGREEMENT_PREPARE = "agreement.prepare"  # write and offer an agreement
    AGREEMENT_ACCEPT = "agreement.accept"  # accept one's own share
    PRODUCT_MANAGE = "product.manage"  # develop, launch, retire
    SALES_IMPORT = "sales.import"  # bring in sales and exchange rates
    PERIOD_CLOSE = "period.close"  # close a period and make statements
    STATEMENT_READ = "statement.read"  # read a statement
    DISPUTE_OPEN = "dispute.open"  # say that one's own statement is wrong
    DISPUTE_ANSWER = "dispute.answer"  # answer a payee's dispute
    PAYEE_TELL = "payee.tell"  # say who one is and where one wants to be paid
    PAYEE_KEEP = "payee.keep"  # approve payees' accounts, enter withholding and tax forms
    PAYMENT_PROPOSE = "payment.propose"  # prepare a payment
    PAYMENT_CONFIRM = "payment.confirm"  # mark somebody else's payment as sent
    CAMPAIGN_PLAN = "campaign.plan"  # plan and announce a campaign, name its jury
    SHORTLIST_CHOOSE = "shortlist.choose"  # choose, on its jury, which entries people vote on
    TERMS_PUBLISH = "terms.publish"  # publish a new version of a campaign's terms
    DIALS_TURN = "dials.turn"  # change settings while the site runs
    ROLES_GRANT = "roles.grant"  # give and take roles, suspend people
    AUDIT_READ = "audit.read"  # read what staff did
    INSIGHTS_SEE = "insights.see"  # see how the whole is doing, in numbers
    EXPORT_ASK = "export.ask"  # take ideas, votes per day and decisions away as a file
    JOBS_SEE = "jobs.see"  # see and retry background work
    OUTBOX_READ = "outbox.read"  # read mail kept on this machine
    DESK_SEE = "desk.see"  # enter the staff's side
    SELF_MANAGE = "self.manage"  # one's own account, notices and sessions


Test = Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Who:
    """A predicate over actor and thing, combined with ``& | ~``."""

    test: Test

    def __call__(self, actor: Any, thing: Any = None) -> bool:
        return self.test(actor, thing)

    def __and__(self, other: "Who") -> "Who":
        return Who(lambda actor, thing: self(actor, thing) and other(actor, thing))

    def __or__(self, other: "Who") -> "Who":
        return Who(lambda actor, thing: self(actor, thing) or other(actor, thing))

    def __invert__(self) -> "Who":
        return Who(lambda actor, thing: not self(actor, thing))


def _jury(thing: Any) -> Any:
    return getattr(thing, "juror_ids", None)


def has(role: Role) -> Who:
    """Somebody who holds this role."""
    return Who(lambda actor, thing: role in actor.roles)


signed_in = Who(lambda actor, thing: bool(actor.is_authenticated))
whole = Who(lambda actor, thing: not getattr(actor, "needs_second_factor", False))
verified = whole & Who(lambda actor, thing: bool(actor.is_authenticated and actor.is_verified))
staff = Who(lambda actor, thing: bool(actor.roles))
leads = verified & Who(lambda actor, thing: thing is None or thing.creator_id == actor.id)
on_team = verified & Who(lambda actor, thing: thing is None or actor.id in thing.team_ids)
wrote = verified & Who(lambda actor, thing: thing is None or thing.author_id == actor.id)
themself = verified & Who(lambda actor, thing: thing is None or thing.person_id == actor.id)
handed_in = Who(lambda actor, thing: thing is None or thing.is_handed_in)
moderator, reviewer = has(Role.MODERATOR), has(Role.REVIEWER)
finance, admin = has(Role.FINANCE), has(Role.ADMIN)
on_jury = Who(lambda actor, thing: thing is None or actor.id in (_jury(thing) or ()))
no_jury = Who(lambda actor, thing: thing is None or _jury(thing) is None)
judges = (reviewer & no_jury) | (has(Role.JUROR) & on_jury)

POLICY: dict[Permission, Who] = {
    Permission.IDEA_DRAFT: verified,
    Permission.IDEA_EDIT: leads,
    Permission.IDEA_PREVIEW: on_team | handed_in & (moderator | reviewer | admin),
    Permission.IDEA_VOTE: signed_in & ~staff,
    Permission.VOTE_JUDGE: moderator,
    Permission.IDEA_FOLLOW: verified,
    Permission.IDEA_MODERATE: moderator,
    Permission.RIGHTS_KEEP: moderator | reviewer,
    Permission.IDEA_PICK: moderator,
    Permission.IDEA_SHARE: on_team,
    Permission.TEAM_JOIN: themself,
    Permission.COMMENT_WRITE: verified,
    Permission.COMMENT_EDIT: wrote,
    Permission.COMMENT_LIKE: verified & ~staff,
    Permission.COMMENT_REMOVE: moderator,
    Permission.COMMENT_ANSWER: moderator | reviewer,
    Permission.FEEDBACK_GIVE: verified & ~staff,
    Permission.REPORT_DECIDE: moderator,
    Permission.REASON_WORD: moderator | admin,
    Permission.APPEAL_DECIDE: moderator | admin,
    Permission.UPDATE_WRITE: on_team,
    Permission.ROUND_MANAGE: reviewer,
    Permission.CASE_SCORE: judges,
    Permission.DECISION_PROPOSE: judges,
    Permission.DECISION_CONFIRM: judges,
    Permission.AGREEMENT_PREPARE: finance,
    Permission.AGREEMENT_ACCEPT: themself,
    Permission.PRODUCT_MANAGE: reviewer | finance,
    Permission.SALES_IMPORT: finance,
    Permission.PERIOD_CLOSE: finance,
    Permission.STATEMENT_READ: themself | finance,
    Permission.DISPUTE_OPEN: themself,
    Permission.DISPUTE_ANSWER: finance,
    Permission.PAYEE_TELL: themself,
    Permission.PAYEE_KEEP: finance,
    Permission.PAYMENT_PROPOSE: finance,
    Permission.PAYMENT_CONFIRM: finance,
    Permission.CAMPAIGN_PLAN: admin,
    Permission.SHORTLIST_CHOOSE: has(Role.JUROR) & on_jury,
    Permission.TERMS_PUBLISH: admin,
    Permission.DIALS_TURN: admin,
    Permission.ROLES_GRANT: admin,
    Permission.AUDIT_READ: admin,
    Permission.INSIGHTS_SEE: moderator | reviewer | admin,
    Permission.EXPORT_ASK: moderator | reviewer | admin,
    Permission.JOBS_SEE: admin,
    Permission.OUTBOX_READ: admin,
    Permission.DESK_SEE: staff,
    Permission.SELF_MANAGE: signed_in,
}


def allows(permission: Permission, actor: Any, thing: Any = None) -> bool:
    """May this actor do this (to this thing)?"""
    return POLICY[permission](actor, thing)
