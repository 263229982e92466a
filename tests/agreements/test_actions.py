"""Preparing, offering, accepting and ending an agreement."""

import pytest
import sqlalchemy as sa
import sqlalchemy.exc
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.agreements import actions, signing
from ideas.agreements.models import Agreement, AgreementState, Share
from ideas.agreements.queries import share_in, shares_of, shares_to_accept
from ideas.agreements.rules import Part
from ideas.audit.models import AuditEntry
from ideas.db import take_write_lock
from ideas.events.models import RecordedEvent
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.refusals import Refused
from tests.conftest import Clock
from tests.factories import a_person, an_idea
from tests.money import TEXT, an_agreement, figures


@pytest.fixture
def fay(session: Session, clock: Clock) -> Person:
    return a_person("Fay", Role.FINANCE)


def events(session: Session) -> list[str]:
    return list(session.scalars(sa.select(RecordedEvent.name).order_by(RecordedEvent.id)))


def test_a_draft_starts_from_the_terms_and_the_team(session: Session, fay: Person) -> None:
    ada, ben = a_person("Ada"), a_person("Ben")
    idea = an_idea(stage=Stage.SELECTED, by=ada, team=(ben,))
    take_write_lock()
    idea.team[0].share_bp = 4_000
    session.commit()
    agreement = actions.prepare(idea, by=fay, text=TEXT)
    assert (agreement.card.rates[0].steps[0].rate, agreement.currency, agreement.copies) == (
        100,
        "EUR",
        10,
    )
    assert [(each.person_id, each.share_bp) for each in agreement.shares] == [
        (ada.id, 6_000),
        (ben.id, 4_000),
    ]
    assert agreement.state is AgreementState.DRAFT
    assert session.scalar(sa.select(AuditEntry.action)) == "agreement.prepare"


@pytest.mark.parametrize("stage", [Stage.LIVE, Stage.IN_REVIEW, Stage.CANCELLED])
def test_only_a_selected_idea_gets_one(session: Session, fay: Person, stage: Stage) -> None:
    with pytest.raises(Refused, match=r"agreement\.not_selected"):
        actions.prepare(an_idea(stage=stage), by=fay, text=TEXT)


def test_nobody_writes_the_agreement_of_their_own_idea(session: Session, fay: Person) -> None:
    flo, ada = a_person("Flo", Role.FINANCE), a_person("Ada")
    idea = an_idea(stage=Stage.SELECTED, by=ada, team=(flo,))
    with pytest.raises(Refused, match=r"agreement\.own_idea"):
        actions.prepare(idea, by=flo, text=TEXT)
    agreement = actions.prepare(idea, by=fay, text=TEXT)
    with pytest.raises(Refused, match=r"agreement\.own_idea"):
        actions.edit(agreement, figures(), [Part(flo.id, 10_000, 0)], by=flo)
    with pytest.raises(Refused, match=r"agreement\.own_idea"):
        actions.offer(agreement, by=flo)


def test_preparing_twice_is_refused(session: Session, fay: Person) -> None:
    idea = an_idea(stage=Stage.SELECTED)
    actions.prepare(idea, by=fay, text=TEXT)
    with pytest.raises(Refused, match=r"agreement\.under_way"):
        actions.prepare(idea, by=fay, text=TEXT)


def test_each_accepts_and_the_last_makes_it_active(session: Session, fay: Person) -> None:
    ada, ben = a_person("Ada"), a_person("Ben")
    agreement = an_agreement(fay, [(ada, 6_000, 100_000), (ben, 4_000, 0)])
    assert shares_to_accept(ada.id) == 1
    first = signing.accept(agreement.shares[0], by=ada, name=" Ada L. ")
    assert (first.name, first.text_hash) == ("Ada L.", agreement.text_hash)
    assert agreement.state == "offered"
    assert shares_to_accept(ada.id) == 0
    signing.accept(agreement.shares[1], by=ben, name="Ben")
    assert agreement.state == "active"
    assert events(session) == [
        "agreements.AgreementOffered",
        "agreements.AgreementAccepted",
        "agreements.AgreementAccepted",
    ]


def test_accepting_twice_is_once(session: Session, fay: Person) -> None:
    ada = a_person("Ada")
    agreement = an_agreement(fay, [(ada, 10_000, 0)])
    first = signing.accept(agreement.shares[0], by=ada, name="Ada")
    again = signing.accept(agreement.shares[0], by=ada, name="Somebody else")
    assert (again.share_id, again.name) == (first.share_id, "Ada")
    assert events(session).count("agreements.AgreementAccepted") == 1


def test_nobody_accepts_for_somebody_else(session: Session, fay: Person) -> None:
    agreement = an_agreement(fay, [(a_person("Ada"), 10_000, 0)])
    eve = a_person("Eve")
    with pytest.raises(Refused, match=r"agreement\.not_yours"):
        signing.accept(agreement.shares[0], by=eve, name="Ada")
    assert share_in(agreement.id, eve.id) is None


def test_a_draft_is_not_shown_to_its_creators(session: Session, fay: Person) -> None:
    ada = a_person("Ada")
    agreement = an_agreement(fay, [(ada, 10_000, 0)], offered=False)
    assert not shares_of(ada.id)
    with pytest.raises(Refused, match=r"agreement\.not_offered"):
        signing.accept(agreement.shares[0], by=ada, name="Ada")


def test_shares_must_be_the_whole_to_offer(session: Session, fay: Person) -> None:
    ada = a_person("Ada")
    agreement = an_agreement(fay, [(ada, 9_999, 0)], offered=False)
    with pytest.raises(Refused, match=r"agreement\.shares_total"):
        actions.offer(agreement, by=fay)


def test_what_was_offered_cannot_be_edited(session: Session, fay: Person) -> None:
    ada = a_person("Ada")
    agreement = an_agreement(fay, [(ada, 10_000, 0)])
    with pytest.raises(Refused, match=r"agreement\.fixed"):
        actions.edit(agreement, figures(), [Part(ada.id, 10_000, 5)], by=fay)


def test_a_withdrawn_offer_makes_room_for_another(session: Session, fay: Person) -> None:
    ada = a_person("Ada")
    agreement = an_agreement(fay, [(ada, 10_000, 0)])
    actions.end(agreement, by=fay, reason="A slip of the pen")
    with pytest.raises(Refused, match=r"agreement\.not_offered"):
        signing.accept(agreement.shares[0], by=ada, name="Ada")
    assert actions.prepare(agreement.idea, by=fay, text=TEXT).id != agreement.id


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE shares SET share_bp = 9000",
        "DELETE FROM shares",
        "INSERT INTO shares (agreement_id, person_id, position, share_bp, advance)"
        " SELECT agreement_id, prepared_by_id, 9, 1, 0 FROM shares"
        " JOIN agreements ON agreements.id = agreement_id",
        "UPDATE agreements SET copies = 1",
        "UPDATE rate_cards SET reserve_bp = 1",
        "UPDATE rate_steps SET rate = 1",
        "DELETE FROM card_rates",
        "INSERT INTO rate_steps (rate_id, start, rate) SELECT id, 9, 9 FROM card_rates",
        "UPDATE agreements SET state = 'draft'",
    ],
)
def test_the_database_keeps_an_offer_fixed(session: Session, fay: Person, change: str) -> None:
    an_agreement(fay, [(a_person("Ada"), 10_000, 0)])
    take_write_lock()
    with pytest.raises(sqlalchemy.exc.DBAPIError, match="fixed"):
        session.execute(sa.text(change))


def test_the_database_refuses_an_offer_of_less_than_the_whole(
    session: Session, fay: Person
) -> None:
    an_agreement(fay, [(a_person("Ada"), 9_999, 0)], offered=False)
    take_write_lock()
    with pytest.raises(sqlalchemy.exc.DBAPIError, match="not the whole"):
        session.execute(sa.text("UPDATE agreements SET state = 'offered', text_hash = 'x'"))


def test_the_database_keeps_one_under_way(session: Session, fay: Person) -> None:
    agreement = an_agreement(fay, [(a_person("Ada"), 10_000, 0)], offered=False)
    take_write_lock()
    columns = {each.key for each in Agreement.__table__.columns} - {"id"}
    again = Agreement(**{name: getattr(agreement, name) for name in columns})
    session.add(again)
    with pytest.raises(sqlalchemy.exc.IntegrityError):
        session.flush()


def test_shares_keep_their_order(session: Session, fay: Person) -> None:
    people = [a_person(name) for name in ("Zoe", "Ada", "Moe")]
    agreement = an_agreement(
        fay, [(each, share, 0) for each, share in zip(people, (1, 9_998, 1), strict=True)]
    )
    stored = session.scalars(sa.select(Share).order_by(Share.position)).all()
    assert [each.person_id for each in stored] == [each.id for each in people]
    assert agreement.share_total == 10_000
