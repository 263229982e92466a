"""Asking, answering and handing in at the same moment, on either database."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ideas.accounts import personal
from ideas.accounts.models import Person
from ideas.db import db
from ideas.journey.models import Idea, TeamMember
from ideas.journey.stages import Stage
from ideas.refusals import Refused
from ideas.submission.actions import submit
from ideas.submission.team import actions
from ideas.submission.team.models import Invitation
from ideas.submission.team.queries import invitations_to_join, proposed_team_of
from tests.factories import a_person, the_campaign
from tests.submission.making import a_finished_draft

pytestmark = pytest.mark.usefixtures("session")
BEN = "ben@example.org"
Deed = Callable[[Idea, Person], object]


@pytest.fixture
def ben(session: Session) -> Person:
    return a_person("Ben", email=BEN)


@pytest.fixture
def draft(session: Session) -> Idea:
    the_campaign()
    return a_finished_draft(a_person("Ada"))


def ask(idea: Idea, _: Person) -> None:
    """Ada asks Ben's address."""
    actions.invite_address(idea, BEN, 4_000, by=idea.creator)


def say_yes(idea: Idea, ben: Person) -> None:
    """Ben joins."""
    actions.answer_offer(idea, accept=True, by=ben, seen_bp=4_000)


def say_no(idea: Idea, ben: Person) -> None:
    """Ben does not."""
    actions.answer_offer(idea, accept=False, by=ben)


def take_back(idea: Idea, _: Person) -> None:
    """Ada no longer asks."""
    for each in db.session.query(Invitation).all():
        actions.take_back(idea, each.mark, by=idea.creator)


def give_less(idea: Idea, _: Person) -> None:
    """Ada offers every address less."""
    marks = {each.mark: 100 for each in invitations_to_join(idea.id)}
    actions.propose_shares(idea, {}, marks, by=idea.creator)


def leave(_: Idea, ben: Person) -> None:
    """Ben's account is erased."""
    personal.erase(ben)


def hand_in(idea: Idea, _: Person) -> None:
    """Ada hands in what she has."""
    submit(idea, by=idea.creator)


def at_once(app: Flask, draft: Idea, ben: Person, *deeds: Deed) -> list[str]:
    """What each was told who did one of these at the same moment: a refusal's code, or nothing."""
    ids, begin, told = (draft.id, ben.id), threading.Barrier(len(deeds)), list[str]()
    db.session.commit()

    def do(deed: Deed) -> None:
        with app.app_context():
            idea, person = db.session.get_one(Idea, ids[0]), db.session.get_one(Person, ids[1])
            begin.wait()
            try:
                deed(idea, person)
                db.session.commit()
                told.append("")
            except Refused as refused:
                db.session.rollback()
                told.append(refused.refusal.code)

    threads = [threading.Thread(target=do, args=(deed,)) for deed in deeds]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    db.session.rollback()
    return sorted(told)


def count(session: Session) -> tuple[int, int]:
    """How many invitations and how many members there are."""
    return session.query(Invitation).count(), session.query(TeamMember).count()


def test_an_address_asked_at_once_is_asked_once(
    app: Flask, session: Session, draft: Idea, ben: Person
) -> None:
    assert at_once(app, draft, ben, *[ask] * 4) == ["", *["team.address_asked"] * 3]
    assert count(session) == (1, 0)


def test_many_yeses_at_once_are_one(app: Flask, session: Session, draft: Idea, ben: Person) -> None:
    ask(draft, ben)
    assert at_once(app, draft, ben, *[say_yes] * 4) == [""] * 4
    assert count(session) == (0, 1)
    assert [part.share_bp for part in proposed_team_of(draft)] == [6_000, 4_000]


def test_a_yes_and_a_no_at_once_leave_one_of_them(
    app: Flask, session: Session, draft: Idea, ben: Person
) -> None:
    ask(draft, ben)
    assert at_once(app, draft, ben, say_yes, say_no) in (["", ""], ["", "team.taken_back"])
    assert count(session)[0] == 0
    assert {part.share_bp for part in proposed_team_of(draft)} == {10_000}


def test_what_is_taken_back_meanwhile_makes_no_member_or_a_whole_one(
    app: Flask, session: Session, draft: Idea, ben: Person
) -> None:
    ask(draft, ben)
    told = at_once(app, draft, ben, say_yes, take_back)
    assert (told, count(session)) in ((["", ""], (0, 1)), (["", "team.taken_back"], (0, 0)))


def test_nobody_is_asked_to_join_what_is_handed_in_meanwhile(
    app: Flask, session: Session, draft: Idea, ben: Person
) -> None:
    told = at_once(app, draft, ben, hand_in, ask)
    session.refresh(draft)
    is_asked = count(session)[0] == 1
    assert (draft.stage is Stage.DRAFT) is is_asked
    assert told == (["", "draft.shares"] if is_asked else ["", "draft.fixed"])


@pytest.mark.parametrize("deed", [give_less, take_back])
def test_an_invitation_may_go_with_its_owner_meanwhile(
    app: Flask, session: Session, draft: Idea, ben: Person, deed: Deed
) -> None:
    ask(draft, ben)
    assert at_once(app, draft, ben, leave, deed) == ["", ""]
    assert count(session) == (0, 0)
