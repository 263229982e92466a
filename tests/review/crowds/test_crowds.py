"""Who voted for an idea under review."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.review.crowds import rules
from ideas.review.crowds.actions import count_crowds
from ideas.review.crowds.queries import crowds_of, stale_ballots
from ideas.voting.actions import cast_vote
from ideas.voting.ballots.actions import certify_due
from ideas.voting.survey.actions import answer_survey
from ideas.voting.survey.rules import Said
from tests.conftest import Clock
from tests.factories import a_live_idea, votes_for
from tests.review.rounds_made import cut_off, open_for


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([("FR", 30), ("NO", 12), ("DE", 6), ("", 5)], (("FR", 30), ("NO", 12), ("*", 11))),
        ([("FR", 30), ("NO", 12), ("DE", 3)], (("FR", 30), ("*", 15))),
        ([("FR", 9)], ()),
        ([("FR", 10)], (("FR", 10),)),
        ([], ()),
    ],
)
def test_small_countries_are_shown_together_or_not_at_all(
    counts: list[tuple[str, int]], shown: tuple[tuple[str, int], ...]
) -> None:
    assert rules.countries_shown(counts) == shown


def test_votes_are_shown_by_day_or_by_week() -> None:
    first = date(2030, 1, 1)
    begin = first.toordinal()
    daily = rules.arrivals_of([begin, begin + 2], [4, 5])
    assert daily is not None
    assert [number for _, number in daily.votes] == [4, 0, 1]
    assert daily.most == (first, 4)
    weekly = rules.arrivals_of([begin, begin + 8, begin + 140], [4, 6, 13])
    assert weekly is not None
    assert (weekly.days, len(weekly.votes), sum(n for _, n in weekly.votes)) == (7, 21, 13)
    assert weekly.votes[1] == (first + timedelta(days=7), 2)
    assert rules.arrivals_of([], []) is None


def test_copies_are_those_of_people_who_said_a_price() -> None:
    assert rules.copies_of([(5_000, 2, 6), (5_000, None, 3), (0, 4, 1), (None, 4, 9)]) == 15
    assert rules.copies_of([(5_000, 2, 9)]) is None


def test_a_crowd_is_counted_once_its_ballot_is_closed_and_again_when_it_changes(
    session: Session, clock: Clock, rita: Person
) -> None:
    before = a_live_idea("Before", ladder=((90, 30),))
    idea = a_live_idea("Lamp", ladder=((12, 30),))
    voters = votes_for(before, 5)
    clock.go(minutes=1)
    for voter in voters:
        cast_vote(idea, by=voter)
        answer_survey(idea, Said(5_000, 2), by=voter)
    for voter in votes_for(idea, 7):
        answer_survey(idea, Said(5_000, 1), by=voter)
    session.commit()
    clock.go(days=4)
    certify_due()
    open_for(clock, rita)
    assert stale_ballots() == []
    cut_off(clock)
    count_crowds()
    crowd = crowds_of([idea.id])[idea.id]
    assert (crowd.newcomers, crowd.regulars, crowd.copies) == (7, 5, 17)
    assert sum(number for _, number in crowd.countries) == 12
    assert stale_ballots() == []
