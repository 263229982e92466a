"""The whole journey of one idea, walked by its people without JavaScript."""

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa

from ideas.accounts.models import Person
from ideas.clock import today
from ideas.db import db
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.mail.models import Message
from ideas.policy import Role
from ideas.review.rules import DEFAULT_WEIGHTS
from tests.conftest import Clock
from tests.journeys.conftest import Enter, Later
from tests.journeys.walker import Walker
from tests.storage.files import a_picture

COLUMNS = "source,external_id,revision,period,sku,territory,channel,units,returned_units,"
SALES = f"""{COLUMNS}gross,returns,deductions,currency
shop,EU-1,1,2026-H2,LAMP-1,EU,web,12400,310,620000.00,15500.00,34100.00,EUR
shop,US-1,1,2026-H2,LAMP-1,US,web,3050,0,152500.00,0.00,0.00,USD
"""
PASSWORD = "seven lamps on the old pier"


def the_idea() -> Idea:
    db.session.rollback()
    return db.session.scalars(sa.select(Idea)).one()


def stage() -> Stage:
    return the_idea().stage


def last_mail(address: str) -> Message:
    db.session.rollback()
    sent = sa.select(Message).where(Message.address == address).order_by(Message.id.desc())
    return db.session.scalars(sent.limit(1)).one()


def sign_up(visitor: Walker, name: str, address: str) -> None:
    """Fill in the form at hand, and confirm the address by the mail's link."""
    visitor.press(
        "Sign up",
        name=name,
        email=address,
        password=PASSWORD,
        country="NO",
        age="18",
        agree="y",
    )
    token = last_mail(address).values["token"]
    visitor.go(f"/account/confirmation/{token}").press("Yes, confirm")


def draft_a_lamp(ada: Walker, ben: Walker) -> str:
    """Draft an idea in four steps with Ben on the team; answers its address."""
    ada.go("/drafts/new").press("Continue", rights="own")
    slug = ada.path.split("/")[2]
    ada.press(
        "Save and continue",
        title="Lighthouse that really turns",
        summary="A lamp, two mirrors and one slow motor.",
        body="I grew up *under* a lighthouse, and I want children to build one that works.",
        tags="lighthouse, sea",
        language="en",
    )
    ada.press("Add the picture", file=(io.BytesIO(a_picture()), "lamp.jpg"))
    ada.press("Save", alt="A white tower with a red lamp")
    ada.go(f"/drafts/{slug}/team").press("Ask", who="ben@example.org", share="40")
    ben.go(f"/drafts/{slug}/invitation").press("Yes, join")
    ada.go(f"/drafts/{slug}/team")
    return slug


def submit_it(ada: Walker, slug: str) -> None:
    """Save the shares, look at the preview, submit."""
    people = {each.name: each.id for each in db.session.scalars(sa.select(Person))}
    shares = {"Ada Lindqvist": "60", "Ben Okafor": "40"}
    filled = {f"share-{people[name]}": share for name, share in shares.items()}
    ada.go(f"/drafts/{slug}/team").press("Save the shares", **filled)
    assert "Lighthouse that really turns" in ada.go(f"/drafts/{slug}/preview").text
    ada.go(f"/drafts/{slug}/team").press("Submit the idea")


def vote_it_up(enter: Enter, idea: str) -> None:
    """A visitor votes on their way in; four fans follow; one takes the vote back and returns."""
    vera = enter().go(idea).click("Vote for this idea")
    sign_up(vera, "Vera Voter", "vera@example.org")
    assert "You have voted" in vera.go(idea).text
    for name in ("Jun", "Rosa", "Eli"):
        enter(name).go(idea).press("Vote for this idea")
    assert "4 votes" in vera.go(idea).text
    vera.press("Yes, take it back")
    assert "3 votes" in vera.text
    for name in ("Mia", "Noor"):
        enter(name).go(idea).press("Vote for this idea")


def review_it(rita: Walker, ravi: Walker, later: Later, clock: Clock) -> str:
    """A round takes the idea in; two reviewers score, decide and publish; answers its address."""
    cutoff = clock.moment + timedelta(days=10)
    rita.go("/desk/rounds").press(
        "Announce the round",
        name="Summer round",
        cutoff_on=cutoff.date().isoformat(),
        cutoff_time="12:00",
        zone="Europe/Paris",
        decision_due_on=(cutoff + timedelta(days=120)).date().isoformat(),
        capacity="20",
    )
    address = rita.path
    later(days=11)
    assert stage() is Stage.IN_REVIEW
    points = dict.fromkeys(DEFAULT_WEIGHTS, "4")
    for reviewer in (rita.come_back(), ravi.come_back()):
        reviewer.go(address).click("Lighthouse that really turns")
        reviewer.press("Keep my scores", note="A joy.", **points)
    rita.go(address).click("Lighthouse that really turns").press(
        "Propose this answer",
        outcome="selected",
        reason="chosen",
        sentence_en="We love the lamp.",
        sentence_fr="Nous aimons la lampe.",
    )
    ravi.go(address).click("Lighthouse that really turns").press("Confirm")
    rita.go(address).press("Publish all answers")
    later(seconds=30)
    return address.replace("/desk", "")


def agree_on_it(fay: Walker, ada: Walker, ben: Walker, slug: str) -> None:
    """Finance offers an agreement of 60 and 40 percent; both creators accept it."""
    fay.go("/desk/agreements").press("Prepare")
    fay.press(
        "Save the draft",
        currency="EUR",
        rate="1",
        reserve="10",
        reserve_periods="2",
        deductions_cap="6",
        minimum="50",
        copies="10",
        text_en="You earn a part.",
        text_fr="Vous recevez une part.",
        **{"shares-0-advance": "1000"},
    )
    fay.press("Offer the agreement")
    for creator, name in ((ada, "Ada Lindqvist"), (ben, "Ben Okafor")):
        creator.go("/workshop/agreements").click("Lighthouse that really turns")
        creator.press("Accept", name=name, agree="y")


def sell_it(fay: Walker, flo: Walker, slug: str, later: Later) -> None:
    """Development, the shelf, a file of sales, a rate, the close; the advance is paid first."""
    desk = f"/desk/ideas/{slug}/production"
    fay.go(desk).press("Start development")
    fay.go(desk).press(
        "Put on sale",
        sku="LAMP-1",
        name="The Lighthouse",
        price="49.90",
        currency="EUR",
        on_sale_on=today().isoformat(),
        url="https://shop.example.org/lamp",
    )
    fay.go("/desk/royalties/payments").press("Prepare")
    flo.go("/desk/royalties/payments").press("Mark as sent", reference="ADV-1")
    fay.go("/desk/royalties").press(
        "Open the period", code="2026-H2", starts_on="2026-03-01", ends_on="2026-12-31"
    )
    later(days=300)
    fay.come_back()
    flo.come_back()
    sales = (io.BytesIO(SALES.encode()), "sales.csv")
    fay.go("/desk/royalties/sales").press("Import", file=sales)
    fay.go("/desk/royalties").click("2026-H2").press(
        "Keep the rate",
        currency="USD",
        rate="0.92",
        into="EUR",
        source="Central bank",
        quoted_on="2026-12-31",
    )
    flo.go("/desk/royalties").click("2026-H2").press("Close the period")


@pytest.mark.usefixtures("short_ladder")
def test_a_lamp_goes_from_a_sketch_to_a_payment(enter: Enter, later: Later, clock: Clock) -> None:
    ada, ben = enter(), enter()
    sign_up(ada.go("/sign-up"), "Ada Lindqvist", "ada@example.org")
    sign_up(ben.go("/sign-up"), "Ben Okafor", "ben@example.org")
    submit_it(ada, draft_a_lamp(ada, ben))
    assert stage() is Stage.SUBMITTED

    max_ = enter("Max", Role.MODERATOR)
    max_.go("/desk/moderation").click("Lighthouse that really turns").press("Publish")
    assert stage() is Stage.LIVE
    slug = the_idea().slug
    later(seconds=10)
    assert "Lighthouse that really turns" in ada.go("/notices").text

    vote_it_up(enter, f"/ideas/{slug}")
    assert stage() is Stage.CERTIFYING
    later(hours=73)
    assert stage() is Stage.QUALIFIED

    rita, ravi = enter("Rita", Role.REVIEWER), enter("Ravi", Role.REVIEWER)
    results = review_it(rita, ravi, later, clock)
    assert stage() is Stage.SELECTED
    assert "We love the lamp." in enter().go(results).text

    fay, flo = enter("Fay", Role.FINANCE), enter("Flo", Role.FINANCE)
    agree_on_it(fay, ada, ben, slug)
    sell_it(fay, flo, slug, later)
    assert stage() is Stage.ON_SALE
    for creator, address in ((ada, "ada@example.org"), (ben, "ben@example.org")):
        creator.go("/workshop/statements").press("Sign in", email=address, password=PASSWORD)
    ada.go("/workshop/statements").click("Lighthouse that really turns")
    assert "2,837.78" in ada.text
    assert "2,558.52" in ben.go("/workshop/statements").click("Lighthouse that really turns").text
    eve = enter("Eve")
    assert eve.go(ada.path).status == 404

    fay.go("/desk/royalties/payments").press("Prepare")
    fay.go("/desk/royalties/payments").press("Mark as sent")
    assert fay.status == 409
    flo.go("/desk/royalties/payments").press("Mark as sent", reference="PAY-1")
    assert "PAY-1" in flo.text
    later(seconds=10)
    assert "sent" in ada.go("/notices").text.lower()
    journey = enter().go(f"/ideas/{slug}?tab=journey").text
    for words in ("Opened for votes", "Qualified for review", "Selected", "On sale"):
        assert words in journey
