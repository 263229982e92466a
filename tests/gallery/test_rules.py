"""Reading and writing the address of a list; the odds."""

import pytest

from ideas.gallery.rules import STAGES, Group, Sort, Wanted, first_sort, wanted_from
from ideas.journey.rules import Odds
from ideas.journey.stages import PUBLIC


def test_every_public_stage_is_in_exactly_one_group() -> None:
    counted = [
        stage for group, stages in STAGES.items() if group is not Group.ALL for stage in stages
    ]
    assert sorted(counted) == sorted(PUBLIC)


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ({}, Wanted()),
        ({"sort": "votes", "stage": "ended"}, Wanted(group=Group.ENDED, sort=Sort.VOTES)),
        ({"q": " red  lamp "}, Wanted("red lamp", group=Group.ALL, sort=Sort.BEST)),
        ({"q": "lamp", "sort": "new"}, Wanted("lamp", group=Group.ALL, sort=Sort.NEW)),
        ({"tag": " Home "}, Wanted(tag="home", group=Group.ALL)),
        ({"sort": "best"}, Wanted()),
        ({"sort": "x", "stage": "draft", "after": "zz"}, Wanted(after="zz")),
        ({"q": "x" * 999}, Wanted("x" * 200, group=Group.ALL, sort=Sort.BEST)),
    ],
)
def test_an_address_is_read(address: dict[str, str], wanted: Wanted) -> None:
    assert wanted_from(address) == wanted


@pytest.mark.parametrize(
    ("address", "sort"),
    [
        ({}, Sort.NEW),
        ({"sort": "rising"}, Sort.NEW),
        ({"sort": "votes"}, Sort.VOTES),
        ({"q": "lamp"}, Sort.BEST),
        ({"q": "lamp", "sort": "rising"}, Sort.BEST),
    ],
)
def test_where_rising_ideas_are_hidden_the_newest_come_first(
    address: dict[str, str], sort: Sort
) -> None:
    wanted = wanted_from(address, first_sort(shows_rising=False))
    assert wanted.sort is sort
    assert Sort.RISING not in wanted.sorts
    assert "sort" not in wanted.but(sort=wanted.usual_sort).address()


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(group=Group.ALL),
        Wanted("lamp", group=Group.OPEN, sort=Sort.NEW, after="m"),
        Wanted(tag="home", group=Group.ALL, sort=Sort.CLOSING, before="m"),
    ],
)
def test_an_address_says_again_what_was_read(wanted: Wanted) -> None:
    assert wanted_from(wanted.address()) == wanted


def test_a_changed_list_begins_at_its_first_page() -> None:
    assert Wanted(after="m").but(sort=Sort.NEW) == Wanted(sort=Sort.NEW)
    assert Wanted().address() == {}


def test_odds_are_said_only_when_enough_is_decided() -> None:
    early = Odds(reached=4, expired=15, selected=0, not_selected=0)
    assert early.reach_percent is None
    later = Odds(reached=5, expired=45, selected=1, not_selected=1)
    assert (later.reach_percent, later.select_percent) == (10, None)
    late = Odds(reached=25, expired=0, selected=5, not_selected=20)
    assert late.select_percent == 20
