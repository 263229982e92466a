"""A proposal is tried on open ideas, on the last year and on the coming rounds."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from ideas.campaigns.ladder import Tier, ladder_from
from ideas.db import db
from ideas.tuning import queries
from ideas.tuning.forecast.rules import Pace, Range
from ideas.tuning.kept import MOST_TRIED, Frame, frame_of
from ideas.tuning.past import months_before
from ideas.tuning.prepared.actions import prepare_sample
from ideas.tuning.prepared.rules import packed, unpacked
from ideas.tuning.proposals import Coming, Proposal, Seen
from ideas.tuning.queries import Sample, sample_of
from ideas.tuning.rules import Curve, End, Standing
from ideas.tuning.shown import Group, Series, bars_of, nice
from ideas.tuning.trial import Tried, try_out
from ideas.voting.daily.listeners import roll_up_votes
from tests.conftest import NOON, Clock
from tests.databases import statements
from tests.factories import a_live_idea, the_campaign, votes_for

TODAY = NOON.date().toordinal()
LADDER = ladder_from([(10, 30), (100, 60)])
SOON = Coming("Soon", NOON + timedelta(days=20))
LATER = Coming("Later", NOON + timedelta(days=80), waiting=2)


def climbing(votes: int, a_day: float, *, days_left: float = 60, **more: Any) -> Seen:
    """An open idea on the ladder, ten days old."""
    opened = TODAY - 10
    curve = Curve(opened, TODAY, [opened, TODAY], [max(0, votes - 1), votes])
    standing = Standing(LADDER, int(votes >= 10), votes, NOON + timedelta(days=days_left))
    return Seen(
        more.get("idea_id", 1), more.get("stands_for", 1.0), curve, standing, Pace(a_day, 10)
    )


def ended(opened_ago: int, ended_ago: int, *reached: tuple[int, int]) -> Seen:
    """An idea that is over; what had come so many days after it was opened."""
    opened = TODAY - opened_ago
    days, sums = [opened + day for day, _ in reached], [votes for _, votes in reached]
    return Seen(9, 1.0, Curve(opened, TODAY - ended_ago, days, sums))


def tried(*seen: Seen, ladder: tuple[Tier, ...] = LADDER, **more: Any) -> Tried:
    proposal = Proposal(ladder, more.get("hours", 72), 20, for_open=more.get("for_open", True))
    return try_out(proposal, seen, [SOON, LATER], NOON)


def test_a_fast_idea_is_expected_and_a_slow_one_is_not() -> None:
    fast, slow = climbing(90, 20, idea_id=1), climbing(12, 0.01, idea_id=2)
    found = tried(fast, slow)
    assert found.climbing == 2
    soon, later = found.rounds
    assert soon.middle > 0.8
    assert later.low >= 2
    assert later.middle < 2.2
    assert [each.seen.idea_id for each in found.likely] == [1]
    (likely,) = found.likely
    assert (likely.next_votes, likely.on is not None) == (100, True)
    assert likely.next_chance >= likely.chance > 0.8


def test_a_deadline_before_the_round_counts() -> None:
    with_time, without = climbing(60, 5, days_left=60), climbing(60, 5, days_left=1)
    some, fewer = (sum(each.middle for each in tried(idea).rounds) for idea in (with_time, without))
    assert some > fewer + 0.2


def test_what_qualifies_at_once_comes_into_the_next_round_it_can() -> None:
    low = ladder_from([(10, 30), (50, 60)])
    found = tried(climbing(60, 0), ladder=low)
    assert (found.qualifying.number, found.rounds[0].low) == (1, 1)
    late = tried(climbing(60, 0), ladder=low, hours=24 * 25)
    assert (late.rounds[0], late.rounds[1].low) == (Range(0, 0, 0), 3)
    assert tried(climbing(60, 0), ladder=low, for_open=False).qualifying.number == 0


def test_an_idea_stands_for_others() -> None:
    found = tried(climbing(3, 0, stands_for=40.0), ladder=ladder_from([(3, 30), (9, 30)]))
    assert (found.climbing, found.reaching.number, found.shares[0]) == (40, 40, 1.0)


def test_ideas_come_that_are_not_here_yet() -> None:
    quick = [ended(200, 100, (5, 10), (10, 100)) for _ in range(36)]
    later = tried(*quick).rounds[1]
    assert later.low < later.middle < later.high
    assert later.middle == pytest.approx(2 + 36 * (60 / 365), abs=0.5)


def test_the_year_is_counted_by_month_and_by_end() -> None:
    good = ended(60, 30, (5, 10), (20, 120))
    slow = ended(100, 40, (5, 9))
    cut = ended(50, 30, (5, 10))
    found = tried(good, slow, cut)
    assert found.ends == {End.QUALIFIED: 1, End.EXPIRED: 1, End.UNKNOWN: 1}
    assert sum(found.months) == 1
    first = date.fromordinal(TODAY - 40).replace(day=1)
    assert found.months[months_before(NOON.date()).index(first)] == 1
    assert found.shares == [2 / 3, 0.5]


def test_months_end_with_this_one() -> None:
    months = months_before(date(2026, 3, 31))
    assert (months[0], months[-1], len(months)) == (date(2025, 4, 1), date(2026, 3, 1), 12)


def test_many_ideas_are_sampled(
    session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for votes in (3, 2, 2, 1, 0, 0):
        a_live_idea(votes=votes, ladder=((50, 60),))
    roll_up_votes()
    campaign = the_campaign()
    whole = sample_of(campaign.id, clock.moment)
    assert (whole.is_whole, whole.of, len(whole.seen)) == (True, 6, 6)
    monkeypatch.setattr(queries, "LARGE", 1)
    monkeypatch.setattr(queries, "OTHERS", 2)
    part = sample_of(campaign.id, clock.moment)
    assert not part.is_whole
    assert sum(each.stands_for for each in part.seen) == pytest.approx(6)
    assert max(each.standing.votes for each in part.seen if each.standing) == 3


def test_what_the_worker_read_is_kept_until_it_reads_again(session: Session, clock: Clock) -> None:
    idea, campaign = a_live_idea(votes=2, ladder=((50, 60),)), the_campaign()
    roll_up_votes()
    assert frame_of(campaign.id, clock.moment) is not frame_of(campaign.id, clock.moment)
    prepare_sample()
    first = frame_of(campaign.id, clock.moment)
    assert first.sample == sample_of(campaign.id, clock.moment)
    votes_for(idea, 1)
    roll_up_votes()
    assert frame_of(campaign.id, clock.go(minutes=9)) is first
    prepare_sample()
    second = frame_of(campaign.id, clock.moment)
    assert second.at == clock.moment
    assert [each.standing.votes for each in second.sample.seen if each.standing] == [3]
    assert frame_of(campaign.id, clock.go(minutes=59)) is second
    assert frame_of(campaign.id, clock.go(minutes=1)).at == clock.moment


def test_an_answer_reads_no_idea_that_the_worker_read(session: Session, clock: Clock) -> None:
    a_live_idea(votes=2, ladder=((50, 60),))
    campaign_id = the_campaign().id
    roll_up_votes()
    prepare_sample()
    session.commit()
    with statements(db.engine) as first:
        frame = frame_of(campaign_id, clock.moment)
    with statements(db.engine) as typed_on:
        assert frame_of(campaign_id, clock.moment) is frame
    assert (len(first), len(typed_on)) == (2, 1)
    assert not [each for each in first if "vote_curves" in each]


def test_ideas_are_unpacked_as_they_were_packed() -> None:
    idle = replace(climbing(0, 0.0), curve=Curve(TODAY, TODAY, [], []))
    ideas = [climbing(90, 1 / 3, stands_for=12.34), ended(60, 30, (5, 10), (20, 120)), idle]
    assert unpacked(json.loads(json.dumps(packed(ideas)))) == ideas


def test_a_proposal_is_tried_once_on_what_was_read() -> None:
    frame = Frame("m", NOON, Sample([climbing(60, 5)], 1))
    proposal = Proposal(LADDER, 72, 20)
    first = frame.try_out(proposal, [SOON])
    assert frame.try_out(proposal, [SOON]) is first
    assert frame.try_out(proposal, [SOON, LATER]).rounds != first.rounds
    for hours in range(MOST_TRIED):
        frame.try_out(replace(proposal, hours=hours), [SOON])
    assert len(frame.tried) <= MOST_TRIED
    assert frame.try_out(proposal, [SOON]) == first


@pytest.mark.parametrize(("most", "top"), [(0.5, 1), (1, 2), (7, 8), (19, 30), (95, 200)])
def test_a_scale_ends_at_a_round_number(most: float, top: int) -> None:
    assert nice(most) == top


def test_bars_stand_side_by_side() -> None:
    drawn = bars_of(
        [Group("1"), Group("2")],
        [Series("A", [5, 10], [(2, 8), (9, 10)]), Series("B", [1])],
        mark=4,
    )
    assert [each.series for each in drawn.bars] == [0, 0, 1]
    assert drawn.bars[1].tall > drawn.bars[0].tall > drawn.bars[2].tall > 0
    assert drawn.bars[0].x < drawn.bars[2].x < drawn.bars[1].x
    low, high = drawn.bars[0].low, drawn.bars[0].high
    assert low is not None
    assert high is not None
    assert high < drawn.bars[0].y < low
    assert drawn.bars[2].low is None
