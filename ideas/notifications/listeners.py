"""Who is told when something happened. Telling twice changes nothing."""

from collections.abc import Callable
from functools import partial
from typing import Any

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import RoleGrant
from ideas.agreements.events import AgreementAccepted, AgreementEnded, AgreementOffered
from ideas.comments.events import (
    Commented,
    CommentTakenDown,
    Mentioned,
    OfficialAnswered,
    UpdatePublished,
    UpdateTakenDown,
)
from ideas.comments.mentions.queries import to_tell_of
from ideas.comments.models import Comment, Update
from ideas.db import session
from ideas.journey.events import IdeaMoved
from ideas.journey.models import Move
from ideas.journey.stages import Stage
from ideas.moderation.events import ReportsDecided, StaffPicked
from ideas.notifications import rules
from ideas.notifications.actions import tell, write_waiting_mail
from ideas.notifications.crowds import tell_many
from ideas.notifications.digests.actions import write_due_digests
from ideas.notifications.queries import backers_of, ending_ideas, people, team_of
from ideas.notifications.rules import NoticeKind, Told
from ideas.notifications.stopping import stop_address, stop_digest_address
from ideas.policy import Role
from ideas.production.events import ProductLaunched
from ideas.production.models import Product
from ideas.review.events import DecisionPublished
from ideas.review.models import Decision, Outcome
from ideas.royalties.disputes.models import Dispute
from ideas.royalties.events import (
    DisputeAnswered,
    DisputeOpened,
    PaymentSent,
    StatementReady,
)
from ideas.tuning.events import TermsApplied
from ideas.voting.events import TierReached
from ideas.voting.queries import ballot_of
from ideas.voting.survey.queries import waiting_for

MOST_PORTIONS = 10


def tell_of_move(event: IdeaMoved) -> None:
    """The team hears of every move, voters and followers of what matters to them."""
    move = session().get_one(Move, event.move_id)
    if move.reason == rules.IMPORTED:
        return
    variant = rules.variant_of_move(Stage(event.from_stage), Stage(event.to_stage))
    words = {"sentence": move.public_text}
    _tell_both(event.idea_id, f"move:{move.id}", variant, words)


def _tell_both(idea_id: int, key: str, variant: str, words: dict[str, Any]) -> None:
    own = Told(NoticeKind.OWN_MOVED, key, variant, idea_id, words=words)
    tell(own, team_of(idea_id))
    if rules.backers_hear_of(variant):
        backed = Told(NoticeKind.BACKED_MOVED, key, variant, idea_id, words=words)
        people = backers_of(idea_id)
        if variant == Stage.ON_SALE:  # who waits for it hears what it is called, once
            people = people.where(people.selected_columns.person_id.not_in(waiting_for(idea_id)))
        tell_many(backed, people)


def tell_of_product(event: ProductLaunched) -> None:
    """Those who asked to be told hear when they can buy it: of an idea's first product."""
    if event.is_first:
        product = session().get_one(Product, event.product_id)
        told = Told(
            NoticeKind.BACKED_MOVED,
            f"to_buy:{event.idea_id}",
            rules.TO_BUY,
            event.idea_id,
            words={"product": product.name},
        )
        tell_many(told, waiting_for(event.idea_id))


def tell_of_stay(event: DecisionPublished) -> None:
    """An idea that stays for the next round has its answer without a move."""
    if event.outcome == Outcome.STAYS:
        decision = session().get_one(Decision, event.decision_id)
        words = {"sentence": decision.sentence}
        _tell_both(event.idea_id, f"decision:{decision.id}", rules.STAYS, words)


def tell_of_tier(event: TierReached) -> None:
    """Voters and followers hear of every milestone; of the goal the team hears by the move."""
    ballot = ballot_of(event.idea_id)
    if ballot is None:
        return
    tier = ballot.tiers[event.tier - 1]
    is_goal = event.tier == len(ballot.tiers)
    variant = rules.GOAL if is_goal else rules.TIER
    key, words = f"tier:{event.idea_id}:{event.tier}", {"votes": tier.votes}
    if not is_goal:
        own = Told(NoticeKind.OWN_TIER, key, variant, event.idea_id, words=words)
        tell(own, team_of(event.idea_id))
    backed = Told(NoticeKind.BACKED_TIER, key, variant, event.idea_id, words=words)
    tell_many(backed, backers_of(event.idea_id))


def tell_of_terms(event: TermsApplied) -> None:
    """The team hears that its idea has another ladder, and what it needs from now on."""
    ballot = ballot_of(event.idea_id)
    if ballot is not None:
        key, words = f"terms:{event.application_id}:{event.idea_id}", {"votes": ballot.goal}
        told = Told(NoticeKind.OWN_DEADLINE, key, rules.TERMS, event.idea_id, words=words)
        tell(told, team_of(event.idea_id))


def tell_of_pick(event: StaffPicked) -> None:
    """The team hears that the brand recommends its idea."""
    told = Told(NoticeKind.OWN_PICKED, f"pick:{event.idea_id}", idea_id=event.idea_id)
    tell(told, team_of(event.idea_id))


def tell_of_comment(event: Commented) -> None:
    """The team hears of a comment; who is replied to hears of the reply."""
    comment = session().get(Comment, event.comment_id)
    if comment is None or comment.removed_at is not None:
        return
    key, author = f"comment:{comment.id}", event.author_id
    own = Told(NoticeKind.OWN_COMMENT, key, idea_id=event.idea_id, actor_id=author)
    reply = Told(NoticeKind.REPLY, key, idea_id=event.idea_id, actor_id=author)
    if comment.parent_id is not None:
        tell(reply, sa.select(Comment.author_id).where(Comment.id == comment.parent_id))
    tell(own, team_of(event.idea_id))


def tell_of_mention(event: Mentioned) -> None:
    """Whoever is called in a comment hears of it, once, and of few calls by one person a day."""
    comment = session().get(Comment, event.comment_id)
    if comment is None or comment.removed_at is not None:
        return
    actor = None if comment.is_official else event.author_id
    variant = "official" if comment.is_official else ""
    key = f"comment:{comment.id}"
    told = Told(NoticeKind.MENTION, key, variant, event.idea_id, actor_id=actor)
    tell(told, to_tell_of(comment))


def tell_of_answer(event: OfficialAnswered) -> None:
    """Everybody the idea concerns hears what the brand says."""
    key, idea_id = f"comment:{event.comment_id}", event.idea_id
    tell(Told(NoticeKind.OWN_ANSWER, key, idea_id=idea_id), team_of(idea_id))
    tell_many(Told(NoticeKind.BACKED_ANSWER, key, idea_id=idea_id), backers_of(idea_id))


def tell_of_update(event: UpdatePublished) -> None:
    """Voters and followers hear the team's news."""
    update = session().get(Update, event.update_id)
    if update is None or update.removed_at is not None:
        return
    told = Told(
        NoticeKind.BACKED_UPDATE,
        f"update:{update.id}",
        idea_id=event.idea_id,
        words={"news": update.title},
    )
    tell_many(told, backers_of(event.idea_id))


def tell_of_taking_down(event: CommentTakenDown | UpdateTakenDown) -> None:
    """The writer hears that their words are gone, and why."""
    if isinstance(event, CommentTakenDown):
        variant, key = "comment", f"comment_removal:{event.comment_id}"
    else:
        variant, key = "update", f"update_removal:{event.update_id}"
    words = {"reason": ["removal_reason", event.reason]}
    told = Told(NoticeKind.WORDS_TAKEN_DOWN, key, variant, event.idea_id, words=words)
    tell(told, people([event.author_id]))


def tell_of_report(event: ReportsDecided) -> None:
    """Those who reported something hear what became of it."""
    key, idea_id = f"report:{event.report_id}", event.idea_id
    variant = event.outcome if idea_id else f"profile_{event.outcome}"
    told = Told(NoticeKind.REPORT_DECIDED, key, variant, idea_id)
    tell(told, people(event.person_ids))


def tell_of_agreement(event: AgreementOffered | AgreementEnded) -> None:
    """Those with a share hear when there is something to sign, and when it is over."""
    variant = "offered" if isinstance(event, AgreementOffered) else "ended"
    key = f"agreement:{event.agreement_id}:{variant}"
    told = Told(NoticeKind.AGREEMENT, key, variant, event.idea_id)
    tell(told, people(event.person_ids))


def tell_of_acceptance(event: AgreementAccepted) -> None:
    """The team hears when nobody's acceptance is missing any more."""
    if event.is_active:
        key = f"agreement:{event.agreement_id}:active"
        told = Told(NoticeKind.AGREEMENT, key, "active", event.idea_id)
        tell(told, team_of(event.idea_id))


def tell_of_statement(event: StatementReady) -> None:
    """A payee hears that there is a statement to read."""
    key, words = f"statement:{event.statement_id}", {"statement": str(event.statement_id)}
    told = Told(NoticeKind.STATEMENT, key, idea_id=event.idea_id, words=words)
    tell(told, people([event.person_id]))


def tell_of_dispute(event: DisputeOpened) -> None:
    """Those in finance hear that a statement is disputed, but for a payee among them."""
    told = Told(
        NoticeKind.DISPUTE,
        f"dispute:{event.dispute_id}",
        idea_id=event.idea_id,
        actor_id=event.person_id,
    )
    tell(told, sa.select(RoleGrant.person_id).where(RoleGrant.role == Role.FINANCE))


def tell_of_verdict(event: DisputeAnswered) -> None:
    """A payee hears what became of a dispute."""
    key = f"dispute:{event.dispute_id}:answer"
    words = {"statement": str(session().get_one(Dispute, event.dispute_id).statement_id)}
    told = Told(NoticeKind.STATEMENT, key, event.outcome, event.idea_id, words=words)
    tell(told, people([event.person_id]))


def tell_of_payment(event: PaymentSent) -> None:
    """A payee hears that money is on its way."""
    told = Told(NoticeKind.PAYMENT, f"payment:{event.payment_id}", idea_id=event.idea_id)
    tell(told, people([event.person_id]))


def tell_of_deadlines() -> None:
    """The team hears 30, 7 and 1 days before its deadline."""
    moment = clock.now()
    for days in rules.DEADLINE_DAYS:
        for idea_id, closes_at in ending_ideas(days, moment, rules.NEAR_FOR):
            key = f"deadline:{idea_id}:{int(closes_at.timestamp())}:{days}"
            told = Told(NoticeKind.OWN_DEADLINE, key, str(days), idea_id)
            tell(told, team_of(idea_id))


def write_mail() -> None:
    """Write the e-mails that wait, in portions that hold nobody up."""
    _in_portions(partial(write_waiting_mail, stop_address))


def write_digests() -> None:
    """Write the digests that are due, in portions that hold nobody up."""
    _in_portions(partial(write_due_digests, stop_digest_address))


def _in_portions(write: Callable[[], int]) -> None:
    for _ in range(MOST_PORTIONS):
        if not write():
            return
        session().commit()
