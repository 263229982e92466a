"""Fans say what they would pay, the creator sees the curve, and it goes with a vote taken back."""

import pytest

from ideas.journey.models import Idea
from tests.factories import a_live_idea, a_person
from tests.journeys.conftest import Enter
from tests.journeys.walker import Walker

SHOWN = "Who would buy at which price"


def vote_and_answer(fan: Walker, idea: Idea, **answers: str) -> None:
    """Vote, and answer on the page one comes to."""
    fan.go(f"/ideas/{idea.slug}").press("Vote for this idea")
    assert "Would you buy it?" in fan.text
    fan.press("Done", **answers)
    assert "Thank you. Your answers are kept." in fan.text


@pytest.mark.usefixtures("session", "clock")
@pytest.mark.long
def test_what_fans_would_pay_is_shown_from_ten_on_and_goes_with_a_vote(enter: Enter) -> None:
    ada = a_person("Ada")
    idea = a_live_idea("A whale of glass", by=ada, ladder=((50, 30), (90, 60)))
    creator, numbers = enter(ada), f"/workshop/ideas/{idea.slug}"
    fans = [enter(f"Fan {number}") for number in range(10)]
    for fan in fans[:9]:
        vote_and_answer(fan, idea, price="3500", quantity="1", for_whom="gift")
    assert "1 more answer is needed" in creator.go(numbers).text
    assert SHOWN not in creator.text
    vote_and_answer(fans[9], idea, price="0", tell_me="y")
    creator.go(numbers)
    assert SHOWN in creator.text
    assert "€35 90%" in creator.text
    assert "Fan 3" not in creator.text
    fans[0].go(f"/ideas/{idea.slug}").press("Yes, take it back")
    assert "You took your vote back." in fans[0].text
    assert SHOWN not in creator.go(numbers).text
    assert "1 more answer is needed" in creator.text
    assert "None of them" in fans[0].go("/workshop/votes?fate=open").text
    assert idea.title in fans[1].go("/workshop/votes?fate=open").text
