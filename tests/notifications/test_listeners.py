"""Who is told of what, and nobody twice."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.agreements.events import AgreementAccepted, AgreementEnded, AgreementOffered
from ideas.comments.actions import answer_officially, publish_update, write_comment
from ideas.comments.events import CommentTakenDown
from ideas.db import take_write_lock
from ideas.events.actions import record
from ideas.events.models import RecordedEvent
from ideas.jobs.worker import drain
from ideas.journey.actions import advance
from ideas.journey.events import IdeaMoved, TeamAnswered, TeamInvited
from ideas.journey.models import Idea, TeamMember
from ideas.journey.stages import Stage
from ideas.moderation.events import StaffPicked
from ideas.notifications import crowds, listeners, rules
from ideas.notifications.actions import PORTION, choose, follow, tell
from ideas.notifications.models import Notice
from ideas.notifications.queries import backers_of
from ideas.notifications.rules import NoticeKind, Told, Topic, Way
from ideas.notifications.teams import listeners as teams
from ideas.notifications.wording import notice_sentence
from ideas.policy import Role
from ideas.production.events import ProductLaunched
from ideas.production.models import Product
from ideas.review.events import DecisionPublished
from ideas.royalties.events import PaymentSent, StatementReady
from ideas.submission.team.actions import answer_invitation, invite, propose_shares
from ideas.voting.actions import cast_vote
from ideas.voting.integrity.appeals.rules import AppealOutcome
from ideas.voting.integrity.rules import Verb
from ideas.voting.models import Vote, VoteState
from ideas.voting.survey.actions import wait_to_buy
from ideas.web.speak import label_of
from ideas.wiring import LISTENERS
from tests.conftest import NOON, Clock
from tests.factories import a_live_idea, a_person, an_idea, votes_for

pytestmark = pytest.mark.usefixtures("clock")


def spread(session: Session) -> None:
    """Let the listeners hear every event so far, as the worker would; twice, as it may."""
    kinds = {each.name(): each for each in LISTENERS}
    session.commit()
    for event in session.scalars(sa.select(RecordedEvent).order_by(RecordedEvent.id)).all():
        if event.name in kinds:
            kind = kinds[event.name]
            for listener in (*LISTENERS[kind], *LISTENERS[kind]):
                listener(kind(**event.values))
    session.commit()


def told(session: Session, person: Person) -> list[str]:
    rows = sa.select(Notice).where(Notice.person_id == person.id).order_by(Notice.id)
    return [f"{row.kind}.{row.variant}".rstrip(".") for row in session.scalars(rows)]


@pytest.fixture
def ada(session: Session) -> Person:
    return a_person("Ada")


@pytest.fixture
def idea(ada: Person) -> Idea:
    return a_live_idea(by=ada)


def test_the_team_hears_of_every_move(session: Session, ada: Person) -> None:
    ben, eve = a_person("Ben"), a_person("Eve")
    idea = an_idea(stage=Stage.SUBMITTED, by=ada, team=(ben,))
    max_ = a_person("Max", Role.MODERATOR)
    advance(idea, Stage.NEEDS_WORK, by=max_, reason="unclear", public_text={"en": "Draw it."})
    spread(session)
    assert told(session, ada) == told(session, ben) == ["own_moved.needs_work"]
    assert told(session, eve) == told(session, max_) == []
    (notice,) = session.scalars(sa.select(Notice).where(Notice.person_id == ada.id))
    assert (notice.words, notice.idea_id) == ({"sentence": {"en": "Draw it."}}, idea.id)
    assert notice.waits_for is Way.AT_ONCE


def test_voters_and_followers_hear_what_becomes_of_it(
    session: Session, ada: Person, clock: Clock
) -> None:
    idea = a_live_idea(by=ada, ladder=((1, 30),), certification_hours=0)
    fred, both = a_person("Fred"), a_person("Both")
    follow(idea, by=fred)
    follow(idea, by=fred)
    follow(idea, by=both)
    cast_vote(idea, by=both)
    spread(session)
    expected = ["backed_tier.goal", "backed_moved.qualified"]
    assert sorted(told(session, fred)) == sorted(told(session, both)) == sorted(expected)
    assert told(session, ada) == ["own_moved.live", "own_moved.certifying", "own_moved.qualified"]


def test_who_took_the_vote_back_or_never_confirmed_in_time_is_no_voter(
    session: Session, idea: Idea
) -> None:
    people = votes_for(idea, 2)
    for person, state in zip(people, (VoteState.LAPSED, VoteState.HELD), strict=True):
        own = sa.update(Vote).where(Vote.person_id == person.id)
        session.execute(own.values(state=state))
    session.commit()
    assert session.scalars(backers_of(idea.id)).all() == [people[1].id]


def test_a_milestone_is_told_to_team_and_voters(session: Session, ada: Person, idea: Idea) -> None:
    voters = votes_for(idea, 3)
    spread(session)
    assert told(session, ada) == ["own_moved.live", "own_tier.tier"]
    assert [told(session, voter) for voter in voters] == [["backed_tier.tier"]] * 3
    notice = session.scalars(sa.select(Notice).where(Notice.kind == "backed_tier")).first()
    assert notice is not None
    assert (notice.words, notice.waits_for) == ({"votes": 3}, Way.WEEKLY)


def on_sale(session: Session, idea: Idea, name: str, *, is_first: bool) -> None:
    """Put another product of the idea on the shelf."""
    take_write_lock()
    if is_first:
        for stage in (Stage.IN_REVIEW, Stage.SELECTED, Stage.IN_DEVELOPMENT, Stage.ON_SALE):
            advance(idea, stage, by=None)
    product = Product(
        idea_id=idea.id,
        sku=name.upper(),
        name=name,
        price=4_999,
        currency="EUR",
        on_sale_on=NOON.date(),
        launched_by_id=idea.creator_id,
        launched_at=NOON,
    )
    session.add(product)
    session.flush()
    record(ProductLaunched(idea.id, product.id, is_first))
    spread(session)


def test_who_waits_for_it_hears_once_when_it_is_on_sale(session: Session, ada: Person) -> None:
    idea = a_live_idea(by=ada, ladder=((3, 30),))
    waiting, silent, gone = votes_for(idea, 3)
    for voter in (waiting, gone):
        wait_to_buy(idea, by=voter, tell_me=True)
    wait_to_buy(idea, by=gone, tell_me=False)
    advance(idea, Stage.QUALIFIED, by=None)
    on_sale(session, idea, "Lamp", is_first=True)
    assert told(session, waiting)[-2:] == ["backed_moved.in_development", "backed_moved.to_buy"]
    for voter in (silent, gone):
        assert told(session, voter)[-2:] == [
            *("backed_moved.in_development", "backed_moved.on_sale"),
        ]
    on_sale(session, idea, "Lamp in blue", is_first=False)
    notice = session.scalars(sa.select(Notice).where(Notice.variant == "to_buy")).one()
    assert (notice.words, notice.waits_for) == ({"product": "Lamp"}, Way.AT_ONCE)


def test_an_import_tells_nobody(session: Session, ada: Person) -> None:
    idea = an_idea(stage=Stage.SUBMITTED, by=ada)
    advance(idea, Stage.LIVE, by=None, reason="imported")
    spread(session)
    assert told(session, ada) == []


def test_who_cannot_sign_in_is_not_told(session: Session, clock: Clock) -> None:
    imported = a_person("Imported", email=None, confirmed=False)
    erased = a_person("Erased", erased_at=clock.moment)
    suspended = a_person("Suspended", suspended_at=clock.moment)
    unconfirmed = a_person("Unconfirmed", confirmed=False)
    people = [imported.id, erased.id, suspended.id, unconfirmed.id]
    tell(Told(NoticeKind.OWN_PICKED, "x"), sa.select(Person.id).where(Person.id.in_(people)))
    session.commit()
    rows = session.execute(sa.select(Notice.person_id, Notice.waits_for))
    assert sorted(map(tuple, rows)) == [(suspended.id, None), (unconfirmed.id, None)]


@pytest.mark.parametrize(
    ("kind", "chosen", "rows"),
    [
        (NoticeKind.OWN_PICKED, Way.SITE, [None]),
        (NoticeKind.OWN_PICKED, Way.DAILY, [Way.DAILY]),
        (NoticeKind.OWN_PICKED, Way.OFF, [Way.AT_ONCE]),
        (NoticeKind.REPLY, Way.OFF, []),
        (NoticeKind.REPLY, Way.WEEKLY, [Way.WEEKLY]),
        (NoticeKind.PAYMENT, Way.SITE, [Way.AT_ONCE]),
        (NoticeKind.WORDS_TAKEN_DOWN, Way.OFF, [Way.AT_ONCE]),
    ],
)
def test_it_is_told_the_chosen_way_or_the_required_one(
    session: Session, ada: Person, kind: NoticeKind, chosen: Way, rows: list[Way | None]
) -> None:
    choose({rules.TOPIC_OF[kind]: chosen}, by=ada)
    tell(Told(kind, "x"), sa.select(Person.id).where(Person.id == ada.id))
    session.commit()
    assert session.scalars(sa.select(Notice.waits_for)).all() == rows


def test_a_comment_and_its_reply(session: Session, ada: Person, idea: Idea) -> None:
    carl, dora = a_person("Carl"), a_person("Dora")
    first = write_comment(idea, "Would it float?", by=carl)
    session.commit()
    write_comment(idea, "I think so.", by=dora, parent=first)
    session.commit()
    write_comment(idea, "It does.", by=ada, parent=first)
    spread(session)
    assert told(session, ada) == ["own_moved.live", "own_comment", "own_comment"]
    assert told(session, carl) == ["reply", "reply"]
    assert told(session, dora) == []


def test_a_reply_to_the_creator_is_told_once(session: Session, ada: Person, idea: Idea) -> None:
    asked = write_comment(idea, "What do you think?", by=ada)
    session.commit()
    write_comment(idea, "Lovely.", by=a_person("Carl"), parent=asked)
    spread(session)
    assert told(session, ada) == ["own_moved.live", "reply"]


def test_the_brand_and_the_team_speak_to_voters(session: Session, ada: Person, idea: Idea) -> None:
    (voter,) = votes_for(idea, 1)
    answer_officially(idea, "We are looking at it.", by=a_person("Max", Role.MODERATOR))
    session.commit()
    publish_update(idea, "A new drawing", "Look.", by=ada)
    spread(session)
    assert told(session, voter) == ["backed_answer", "backed_update"]
    assert told(session, ada) == ["own_moved.live", "own_answer"]


def test_deadlines_are_told_30_7_and_1_days_before(
    session: Session, ada: Person, clock: Clock
) -> None:
    a_live_idea(by=ada, ladder=((9, 60),))
    heard: list[list[str]] = []
    for hours in (29 * 24, 25, 22 * 24, 24, 5 * 24, 12, 24):
        clock.go(hours=hours)
        listeners.tell_of_deadlines()
        listeners.tell_of_deadlines()
        session.commit()
        heard.append(told(session, ada))
    assert heard[0] == []
    assert heard[1] == heard[2] == ["own_deadline.30"]
    assert heard[3] == heard[4] == ["own_deadline.30", "own_deadline.7"]
    assert heard[-1] == ["own_deadline.30", "own_deadline.7", "own_deadline.1"]


def test_who_is_asked_again_is_told_again(session: Session, ada: Person, clock: Clock) -> None:
    ben = a_person("Ben")
    draft = an_idea(by=ada)
    asked = TeamInvited(draft.id, ben.id)
    teams.tell_of_invitation(asked)
    assert told(session, ben) == []
    member = invite(draft, ben, 100, by=ada)
    teams.tell_of_invitation(asked)
    teams.tell_of_invitation(asked)
    clock.go(minutes=1)
    propose_shares(draft, {ben.id: 200}, by=ada)
    teams.tell_of_invitation(asked)
    answer_invitation(member, accept=True, by=ben)
    teams.tell_of_invitation(asked)
    session.commit()
    assert told(session, ben) == ["team_invited"] * 2


def test_what_else_is_told(session: Session, ada: Person, idea: Idea, clock: Clock) -> None:
    ben = a_person("Ben")
    asked = {"idea_id": idea.id, "person_id": ben.id, "share_bp": 0}
    session.add(TeamMember(**asked, invited_at=clock.moment))
    session.commit()
    listeners.tell_of_pick(StaffPicked(idea.id))
    teams.tell_of_team_answer(TeamAnswered(idea.id, ben.id, accepted=True))
    listeners.tell_of_agreement(AgreementOffered(1, idea.id, (ada.id, ben.id)))
    listeners.tell_of_acceptance(AgreementAccepted(1, idea.id, ben.id, is_active=False))
    listeners.tell_of_acceptance(AgreementAccepted(1, idea.id, ada.id, is_active=True))
    listeners.tell_of_agreement(AgreementEnded(1, idea.id, (ada.id, ben.id)))
    listeners.tell_of_statement(StatementReady(1, ben.id, idea.id))
    listeners.tell_of_payment(PaymentSent(1, ben.id, idea.id))
    listeners.tell_of_taking_down(CommentTakenDown(1, idea.id, ben.id, "spam"))
    listeners.tell_of_stay(DecisionPublished(1, idea.id, "selected"))
    session.commit()
    assert told(session, ada) == [
        *("own_picked", "team_answered.accepted"),
        *("agreement.offered", "agreement.active", "agreement.ended"),
    ]
    assert told(session, ben) == [
        *("agreement.offered", "agreement.ended"),
        *("statement", "payment", "words_taken_down.comment"),
    ]


@pytest.mark.slow
def test_ten_thousand_voters_are_told_by_one_statement_a_portion(
    session: Session, idea: Idea, sent_statements: Any
) -> None:
    take_write_lock()
    moment = sa.func.current_timestamp()
    rows = [
        {"handle": f"many-{number}", "name": "Many", "email": f"many{number}@example.org"}
        for number in range(10_000)
    ]
    session.execute(sa.insert(Person).values(created_at=moment, email_confirmed_at=moment), rows)
    columns = ["idea_id", "person_id", "state", "counted_at", "changed_at"]
    literal = (sa.literal(idea.id), Person.id, sa.literal("counted"), moment, moment)
    voters = sa.select(*literal).where(Person.name == "Many")
    session.execute(sa.insert(Vote).from_select(columns, voters))
    session.commit()
    move = advance(idea, Stage.EXPIRED, by=None)
    session.commit()
    with sent_statements() as sent:
        listeners.tell_of_move(IdeaMoved(idea.id, "live", "expired", move.id))
    session.commit()
    assert len(sent) < 8 + 10_000 / PORTION
    backed = sa.select(sa.func.count()).where(Notice.kind == NoticeKind.BACKED_MOVED)
    assert session.scalar(backed.select_from(Notice)) == 10_000


VARIANTS = {
    NoticeKind.OWN_MOVED: {
        *(stage.value for stage in Stage if stage is not Stage.DRAFT),
        *(rules.SENT_BACK, rules.RESTORED, rules.STAYS),
    },
    NoticeKind.BACKED_MOVED: {
        *(stage.value for stage in rules.BACKERS_HEAR),
        *(rules.RESTORED, rules.STAYS),
    },
    NoticeKind.OWN_TIER: {rules.TIER, rules.GOAL},
    NoticeKind.BACKED_TIER: {rules.TIER, rules.GOAL},
    NoticeKind.OWN_DEADLINE: {
        *(rules.TERMS, rules.PUT_OFF, rules.CANCELLED),
        *(str(days) for days in rules.DEADLINE_DAYS),
    },
    NoticeKind.WORDS_TAKEN_DOWN: {"comment", "update"},
    NoticeKind.MENTION: {"", "official"},
    NoticeKind.REPORT_DECIDED: {
        *("removed", "kept", "profile_removed", "profile_kept"),
        *(f"profile_complaint_{outcome.value}" for outcome in AppealOutcome),
        *(f"complaint_{outcome.value}" for outcome in AppealOutcome),
    },
    NoticeKind.VOTE_DECIDED: {rules.JURY, *(verb.value for verb in Verb)},
    NoticeKind.OWN_VOTES: {verb.value for verb in Verb},
    NoticeKind.APPEAL_DECIDED: {outcome.value for outcome in AppealOutcome},
    NoticeKind.MEASURE_TAKEN: {"feedback", "level", "picture", "profile", "reporting"},
    NoticeKind.MEASURE_APPEAL: {outcome.value for outcome in AppealOutcome},
    NoticeKind.TEAM_ANSWERED: {"accepted", "declined"},
    NoticeKind.AGREEMENT: {"offered", "active", "ended"},
    NoticeKind.PAYMENT: {"", "returned", "form_of_payee"},
    NoticeKind.ROLE: {"not_given", "not_taken", "not_got"},
    NoticeKind.ROUND_NEAR: {"closing_7", "closing_1", "due_14", "due_3", "late"},
}


@pytest.fixture
def request_context(app: Flask) -> Iterator[AbstractContextManager[Any]]:
    with app.test_request_context() as context:
        yield context


@pytest.mark.parametrize(
    ("kind", "variant"),
    [(kind, variant) for kind in NoticeKind for variant in sorted(VARIANTS.get(kind, {""}))],
)
def test_everything_told_has_a_sentence(
    kind: NoticeKind, variant: str, request_context: object
) -> None:
    words = {"title": "Lamp", "name": "Carl", "news": "Glass", "votes": 1_000}
    words |= {"number": 7, "round": "Lamp", "jobs": 7, "messages": 0, "day": "2026-05-01"}
    words |= {"role": "finance", "admin": "Anna"}
    sentence = notice_sentence(kind, variant, words)
    assert not sentence.startswith(kind)
    named = ("profile",) if variant.startswith("profile_") else ("Lamp", "Carl", "7", "Finance")
    assert any(word in sentence for word in named)


def test_every_topic_has_its_words(request_context: object) -> None:
    for sort in ("topic", "topic_help", "topic_why"):
        assert all(label_of(sort, topic) != topic.value for topic in Topic)
    assert set(rules.TOPIC_OF) == set(NoticeKind)
    assert set(rules.USUAL) == set(Topic)
    assert all(rules.USUAL[topic] in rules.ways_for(topic) for topic in Topic)
    assert all(label_of("way", way) != way.value for way in Way)
    words = {"title": "Lamp"}
    assert all("Lamp" in notice_sentence(kind, "", words, 3) for kind in rules.GROUPED)


@pytest.mark.parametrize("read", [3, 50_000])
def test_a_kill_between_two_portions_loses_nobody_and_tells_nobody_twice(
    app: Flask, session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch, read: int
) -> None:
    """What is told stays told; the job begins anew, and tells only those who do not know yet."""
    monkeypatch.setattr(crowds, "PORTION", 2)
    monkeypatch.setattr(crowds, "MOST_READ", read)
    idea = a_live_idea(ladder=((7, 30), (40, 30)))
    voters = votes_for(idea, 7)
    told_so_far: list[Told] = []

    def killed(told: Told, recipients: Any) -> None:
        if len(told_so_far) == 2:
            raise RuntimeError("killed")
        tell(told, recipients)
        told_so_far.append(told)

    def who_knows() -> list[int]:
        session.commit()
        rows = sa.select(Notice.person_id).where(Notice.key == f"tier:{idea.id}:1")
        return sorted(session.scalars(rows.where(Notice.kind == NoticeKind.BACKED_TIER)))

    with monkeypatch.context() as patched:
        patched.setattr(crowds, "tell", killed)
        drain(app)
    assert 0 < len(who_knows()) < 7
    clock.go(minutes=1)
    drain(app)
    assert who_knows() == sorted(voter.id for voter in voters)
