"""The whole journey of one idea, walked by its people without JavaScript."""

import io

import pytest

from ideas.journey.stages import Stage
from ideas.policy import Role
from tests.journeys import lamp
from tests.journeys.conftest import Enter
from tests.journeys.steps import (
    agree_on_it,
    answer_it,
    pay_it,
    put_it_on_sale,
    read_the_statements,
    say_where_to_pay,
    score_it,
    sell_it,
    sign_up,
    stage,
    submit_it,
    take_it_in,
    the_idea,
)
from tests.journeys.times import Later, past_undoing
from tests.journeys.walker import Walker
from tests.storage.files import a_picture


def draft_a_lamp(ada: Walker, ben: Walker) -> str:
    """Draft an idea in four steps with Ben on the team; answers its address."""
    ada.go("/drafts/new").press("Continue", rights="own")
    slug = ada.path.split("/")[2]
    ada.press("Save and continue", **lamp.TEXTS)
    ada.press("Add them", file=(io.BytesIO(a_picture()), "lamp.jpg"))
    ada.press("Save", alt="A white tower with a red lamp")
    ada.go(f"/drafts/{slug}/team").press("Ask", who="ben@example.org", share="40")
    ben.go(f"/drafts/{slug}/invitation").press("Yes, join")
    return slug


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


@pytest.mark.usefixtures("short_ladder")
@pytest.mark.long
def test_a_lamp_goes_from_a_sketch_to_a_payment(enter: Enter, later: Later) -> None:
    ada, ben = enter(), enter()
    for creator, (name, address) in zip((ada, ben), lamp.CREATORS.items(), strict=True):
        sign_up(creator.go("/sign-up"), name, address)
    submit_it(ada, draft_a_lamp(ada, ben))
    assert stage() is Stage.SUBMITTED

    max_ = enter("Max", Role.MODERATOR)
    max_.go("/desk/moderation").click(lamp.TITLE).press("Publish")
    assert stage() is Stage.SUBMITTED  # it can still be taken back
    past_undoing(later)
    assert stage() is Stage.LIVE
    slug = the_idea().slug
    later(seconds=10)
    assert lamp.TITLE in ada.go("/notices").text

    vote_it_up(enter, f"/ideas/{slug}")
    assert stage() is Stage.CERTIFYING
    later(hours=145)  # nobody checks the voters in the first 72 hours
    assert stage() is Stage.QUALIFIED

    rita, ravi = enter("Rita", Role.REVIEWER), enter("Ravi", Role.REVIEWER)
    address = take_it_in(rita, later)
    for reviewer in (rita, ravi):
        score_it(reviewer.come_back(), address)
    results = answer_it(rita, ravi, address, later)
    assert stage() is Stage.SELECTED
    assert "We love the lamp." in enter().go(results).text

    fay, flo = enter("Fay", Role.FINANCE), enter("Flo", Role.FINANCE)
    agree_on_it(fay, ada, ben)
    say_where_to_pay(fay, ada, ben, later)
    for of_finance in (fay, flo):
        of_finance.come_back()
    put_it_on_sale(fay, flo, slug)
    sell_it(fay, flo, later)
    assert stage() is Stage.ON_SALE
    read_the_statements(ada, ben)
    assert enter("Eve").go(ada.path).status == 404

    pay_it(fay, flo)
    later(seconds=10)
    assert "sent" in ada.go("/notices").text.lower()
    journey = enter().go(f"/ideas/{slug}?tab=journey").text
    for words in ("Opened for votes", "Qualified for review", "Selected", "On sale"):
        assert words in journey
