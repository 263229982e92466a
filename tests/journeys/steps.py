"""The steps of the lamp's journey, for whoever can open pages, follow links and press buttons."""

import io
from typing import Any, Protocol, Self

import sqlalchemy as sa

from ideas.accounts.models import Person
from ideas.clock import now, today
from ideas.db import db
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.mail.models import Message
from ideas.review.scoring.rules import DEFAULT_WEIGHTS
from tests.journeys.lamp import (
    AGREEMENT,
    ANSWER,
    CREATORS,
    PASSWORD,
    PERIOD,
    PRODUCT,
    RATE,
    SALES,
    TITLE,
    round_closing,
)
from tests.journeys.times import Later


class Traveller(Protocol):
    """Somebody at a browser. ``status`` and ``text`` are those of the page at hand."""

    @property
    def path(self) -> str: ...
    @property
    def status(self) -> int: ...
    @property
    def text(self) -> str: ...
    def go(self, path: str) -> Self: ...
    def come_back(self) -> Self: ...
    def click(self, words: str) -> Self: ...
    def press(self, words: str, **filled: Any) -> Self: ...


def the_idea() -> Idea:
    """The only idea there is."""
    db.session.rollback()
    return db.session.scalars(sa.select(Idea)).one()


def stage() -> Stage:
    """Where it stands."""
    return the_idea().stage


def last_mail(address: str) -> Message:
    """What was sent there last."""
    db.session.rollback()
    sent = sa.select(Message).where(Message.address == address).order_by(Message.id.desc())
    return db.session.scalars(sent.limit(1)).one()


def sign_up(visitor: Traveller, name: str, address: str) -> None:
    """Fill in the form at hand, and confirm the address by the mail's link."""
    visitor.press(
        "Sign up", name=name, email=address, password=PASSWORD, country="NO", age="18", agree="y"
    )
    token = last_mail(address).values["token"]
    visitor.go(f"/account/confirmation/{token}").press("Yes, confirm")


def submit_it(ada: Traveller, slug: str) -> None:
    """Save the shares, look at the preview, submit."""
    ben = db.session.scalars(sa.select(Person.id).where(Person.email == "ben@example.org")).one()
    ada.go(f"/drafts/{slug}/team").press("Save the shares", **{f"share_{ben}": "40"})
    assert TITLE in ada.go(f"/drafts/{slug}/preview").text
    ada.go(f"/drafts/{slug}/team").press("Submit the idea")


def take_it_in(rita: Traveller, later: Later) -> str:
    """Announce a round and let its cut-off pass; answers its address."""
    rita.go("/desk/rounds").press("Announce the round", **round_closing(now()))
    address = rita.path
    later(days=11)
    assert stage() is Stage.IN_REVIEW
    return address


def score_it(reviewer: Traveller, address: str) -> None:
    """Give four points on each criterion."""
    points = dict.fromkeys(DEFAULT_WEIGHTS, "4")
    reviewer.go(address).click(TITLE).press("Keep my scores", note="A joy.", **points)


def answer_it(rita: Traveller, ravi: Traveller, address: str, later: Later) -> str:
    """One proposes to select it, the other confirms; answers the public page of the round."""
    rita.go(address).click(TITLE).press("Propose this answer", **ANSWER)
    ravi.go(address).click(TITLE).press("Confirm")
    rita.go(address).press("Publish all answers")
    later(seconds=30)
    return address.replace("/desk", "")


def agree_on_it(fay: Traveller, ada: Traveller, ben: Traveller) -> None:
    """Finance offers an agreement of 60 and 40 percent; both creators accept it."""
    fay.go("/desk/agreements").press("Prepare")
    fay.press("Save the draft", **AGREEMENT)
    fay.press("Offer the agreement")
    for creator, name in zip((ada, ben), CREATORS, strict=True):
        creator.go("/workshop/agreements").click(TITLE).press("Accept", name=name, agree="y")


def say_where_to_pay(fay: Traveller, ada: Traveller, ben: Traveller, later: Later) -> None:
    """Both creators type an account, finance approves it, and two days pass."""
    for creator, name in zip((ada, ben), CREATORS, strict=True):
        account = {"holder": name, "other": f"Bank of Kigali, 000-4711-2233, {name}"}
        creator.go("/workshop/payee").press("Keep the account", present=PASSWORD, **account)
        fay.go("/desk/royalties/payees").click(name).press("Approve the account")
    later(hours=49)


def put_it_on_sale(fay: Traveller, flo: Traveller, slug: str) -> None:
    """Development, the shelf, and the advance that two people pay."""
    desk = f"/desk/ideas/{slug}/production"
    fay.go(desk).press("Start development")
    fay.go(desk).press("Put on sale", on_sale_on=today().isoformat(), **PRODUCT)
    _pay_all(fay, flo, "ADV-1")


def _pay_all(fay: Traveller, flo: Traveller, reference: str) -> None:
    """One prepares what is due and may not approve it; another does, and gives it to the bank."""
    fay.go("/desk/royalties/payments").press("Prepare what is ticked")
    batch = fay.path
    assert "somebody else of finance approves it" in fay.text
    flo.go(batch).press("Approve the batch")
    flo.press("Make the files for the bank")
    flo.press("Mark all that wait as sent", reference=reference)


def sell_it(fay: Traveller, flo: Traveller, later: Later) -> None:
    """A period passes; its sales and a rate come in, and it is closed."""
    fay.go("/desk/royalties").press("Open the period", **PERIOD)
    later(days=300)
    fay.come_back()
    flo.come_back()
    import_them(fay, flo, later)
    fay.go("/desk/royalties").click(PERIOD["code"]).press("Keep the rate", **RATE)
    fay.press("Take no more sales")
    fay.press("Propose these figures")
    flo.go("/desk/royalties").click(PERIOD["code"]).press("Close the period")


def import_them(fay: Traveller, flo: Traveller, later: Later) -> None:
    """One sends the sales and looks at them; they are many, so another posts them."""
    file = (io.BytesIO(SALES), "sales.csv")
    fay.go("/desk/royalties/sales").press("Send", source="shop", file=file)
    fay.press("Check the file")
    later(seconds=1)
    fay.go("/desk/royalties/sales").click("sales.csv").press("Propose the whole file")
    flo.go("/desk/royalties/sales").click("sales.csv").press("Approve and post")
    later(seconds=1)


def read_the_statements(ada: Traveller, ben: Traveller) -> None:
    """Both sign in again and find what each is paid."""
    for creator, address in zip((ada, ben), CREATORS.values(), strict=True):
        creator.go("/workshop/statements").press("Sign in", email=address, password=PASSWORD)
    assert "2,837.78" in ada.go("/workshop/statements").click(TITLE).text
    assert "2,558.52" in ben.go("/workshop/statements").click(TITLE).text


def pay_it(fay: Traveller, flo: Traveller) -> None:
    """What the period came to is paid."""
    _pay_all(fay, flo, "PAY-1")
    assert "PAY-1" in flo.text
