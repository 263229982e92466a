"""From selected to the shelf."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.agreements.actions import end
from ideas.agreements.models import Agreement, AgreementState
from ideas.agreements.queries import active_agreement
from ideas.events.models import RecordedEvent
from ideas.journey.models import Idea
from ideas.journey.queries import last_move
from ideas.journey.stages import Stage
from ideas.money import Money
from ideas.policy import Role
from ideas.production import actions
from ideas.production.actions import Launch
from ideas.production.queries import ideas_being_made, products_of
from ideas.refusals import Refused
from tests.conftest import Clock
from tests.factories import a_person, an_idea
from tests.money import an_active_agreement, an_agreement


def lamp(sku: str = "LAMP-1", day: date = date(2026, 3, 2)) -> Launch:
    return Launch(sku=sku, name="Lamp", price=Money(4_999, "EUR"), on_sale_on=day)


@pytest.fixture
def fay(session: Session, clock: Clock) -> Person:
    return a_person("Fay", Role.FINANCE)


@pytest.fixture
def idea(fay: Person) -> Idea:
    """A selected idea with an agreement in force."""
    return an_active_agreement(fay, [(a_person("Ada"), 10_000, 0)]).idea


def test_from_selected_to_the_shelf_and_off_it(session: Session, fay: Person, idea: Idea) -> None:
    assert ideas_being_made()[Stage.SELECTED] == [idea]
    actions.start_development(idea, by=fay)
    first = actions.launch(idea, lamp(), by=fay)
    assert idea.stage == "on_sale"
    second = actions.launch(idea, lamp("LAMP-2"), by=fay)
    assert list(products_of(idea.id)) == [first, second]
    events = session.scalars(
        sa.select(RecordedEvent)
        .where(RecordedEvent.name == "production.ProductLaunched")
        .order_by(RecordedEvent.id)
    )
    assert [event.values["is_first"] for event in events] == [True, False]
    actions.retire(idea, by=fay)
    assert idea.stage == "retired"


def test_nothing_is_made_before_everybody_accepted(session: Session, fay: Person) -> None:
    agreement = an_agreement(fay, [(a_person("Ada"), 10_000, 0)])
    with pytest.raises(Refused, match=r"product\.no_agreement"):
        actions.start_development(agreement.idea, by=fay)


def test_starting_twice_is_refused(session: Session, fay: Person, idea: Idea) -> None:
    actions.start_development(idea, by=fay)
    with pytest.raises(Refused, match=r"idea\.wrong_stage"):
        actions.start_development(idea, by=fay)


@pytest.mark.parametrize("stage", [Stage.LIVE, Stage.SELECTED, Stage.RETIRED, Stage.CANCELLED])
def test_only_what_is_developed_comes_on_sale(session: Session, fay: Person, stage: Stage) -> None:
    with pytest.raises(Refused, match=r"idea\.wrong_stage"):
        actions.launch(an_idea(stage=stage), lamp(), by=fay)


def test_a_sku_names_one_product(session: Session, fay: Person, idea: Idea) -> None:
    actions.start_development(idea, by=fay)
    actions.launch(idea, lamp(), by=fay)
    with pytest.raises(Refused, match=r"product\.sku_taken"):
        actions.launch(idea, lamp(), by=fay)


def test_a_day_to_come_is_refused(session: Session, fay: Person, idea: Idea) -> None:
    actions.start_development(idea, by=fay)
    with pytest.raises(Refused, match=r"product\.not_yet"):
        actions.launch(idea, lamp(day=date(2026, 3, 3)), by=fay)
    assert idea.stage is Stage.IN_DEVELOPMENT


def test_cancelling_says_why_and_ends_the_agreement(
    session: Session, fay: Person, idea: Idea
) -> None:
    actions.start_development(idea, by=fay)
    with pytest.raises(Refused, match=r"product\.no_reason"):
        actions.cancel(idea, by=fay, public_text={"en": " "})
    actions.cancel(idea, by=fay, public_text={"en": "The motor is not safe."})
    move = last_move(idea.id)
    assert move is not None
    assert move.public_text == {"en": "The motor is not safe."}
    assert session.scalar(sa.select(Agreement.state)) is AgreementState.ENDED


def test_what_is_on_sale_cannot_be_cancelled(session: Session, fay: Person, idea: Idea) -> None:
    actions.start_development(idea, by=fay)
    actions.launch(idea, lamp(), by=fay)
    with pytest.raises(Refused, match=r"idea\.wrong_stage"):
        actions.cancel(idea, by=fay, public_text={"en": "Too late"})


def test_nothing_is_put_on_sale_once_its_agreement_ended(
    session: Session, fay: Person, idea: Idea
) -> None:
    actions.start_development(idea, by=fay)
    agreement = active_agreement(idea.id)
    assert agreement is not None
    end(agreement, by=fay, reason="Called off")
    with pytest.raises(Refused, match=r"product\.no_agreement"):
        actions.launch(idea, lamp(), by=fay)


def test_a_creator_may_give_their_own_idea_up_but_not_just_its_agreement(
    session: Session, fay: Person
) -> None:
    agreement = an_active_agreement(a_person("Flo", Role.FINANCE), [(fay, 10_000, 0)])
    with pytest.raises(Refused, match=r"agreement\.own_idea"):
        end(agreement, by=fay, reason="Mine")
    actions.cancel(agreement.idea, by=fay, public_text={"en": "We give it up."})
    assert agreement.state is AgreementState.ENDED
