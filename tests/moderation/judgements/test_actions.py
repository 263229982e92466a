"""Judging, taking back, and what happens when the time has come."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.audit.models import AuditEntry
from ideas.comments.actions import take_down, write_comment
from ideas.comments.models import RemovalReason
from ideas.db import db
from ideas.events.models import RecordedEvent
from ideas.journey.actions import advance
from ideas.journey.models import Idea
from ideas.journey.queries import moves_of
from ideas.journey.stages import Stage
from ideas.moderation.actions import Words, publish
from ideas.moderation.judgements import actions, queries
from ideas.moderation.judgements.models import Judgement
from ideas.moderation.judgements.rules import Ending
from ideas.moderation.queries import next_in_queue, oldest_in_queue, queue_length
from ideas.moderation.reports.actions import forget_reports_of, report
from ideas.moderation.reports.models import Report
from ideas.moderation.reports.queries import number_reported, reported_after
from ideas.moderation.reports.rules import Outcome, ReportReason
from ideas.moderation.reports.things import Thing
from ideas.moderation.rules import Reason, Verdict
from ideas.moderation.settings import Moderation
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.settings.actions import turn
from tests.conftest import Clock
from tests.factories import a_person, an_idea

GOOD = Words(Reason.FITS_GUIDELINES)
NO = Words(Reason.ADVERTISING, {"en": "It is an advertisement.", "fr": ""}, "Third one.")


@pytest.fixture
def max_(session: Session, clock: Clock) -> Person:
    """A moderator."""
    return a_person("Max", Role.MODERATOR)


@pytest.fixture
def idea(max_: Person) -> Idea:
    """An idea that waits in the queue."""
    return an_idea(stage=Stage.SUBMITTED, by=a_person("Ada"))


@pytest.fixture
def thing(max_: Person) -> Thing:
    """A comment that somebody reported."""
    idea = an_idea(stage=Stage.LIVE)
    said = write_comment(idea, "Buy watches", by=a_person("Eve"))
    report(Thing(idea, comment=said), ReportReason.SPAM, "", by=a_person("Vera"))
    db.session.commit()
    return Thing(idea, comment=said)


def refused(code: str) -> pytest.RaisesExc[Refused]:
    """The action meets this refusal."""
    return pytest.raises(Refused, match=f"^{code}$")


def due(clock: Clock) -> None:
    """Let the time come."""
    db.session.commit()
    clock.go(seconds=30)
    actions.carry_out_due()
    db.session.expire_all()


def events() -> list[str]:
    """What was recorded for others to hear."""
    return list(db.session.scalars(sa.select(RecordedEvent.name).order_by(RecordedEvent.id)))


def audited() -> list[str]:
    """Every audited action about judging, oldest first."""
    found = sa.select(AuditEntry.action).order_by(AuditEntry.id)
    kinds = ("idea.", "judgement.", "comment.", "report.")
    return [each for each in db.session.scalars(found) if each.startswith(kinds)]


def test_nothing_happens_before_its_time(idea: Idea, max_: Person, clock: Clock) -> None:
    actions.judge_idea(idea, Verdict.DECLINE, NO, by=max_)
    db.session.commit()
    clock.go(seconds=29)
    actions.carry_out_due()
    assert (idea.stage, moves_of(idea.id), events(), audited()) == (Stage.SUBMITTED, [], [], [])
    assert (queue_length(), oldest_in_queue()) == (0, None)
    assert next_in_queue(None, by_id=max_.id) is None
    clock.go(seconds=1)
    actions.carry_out_due()
    db.session.expire_all()
    (move,) = moves_of(idea.id)
    assert (move.to_stage, move.by_id) == (Stage.DECLINED, max_.id)
    assert (move.public_text, move.private_note) == (
        {"en": "It is an advertisement."},
        "Third one.",
    )
    told = ["journey.IdeaMoved", "moderation.MeasureTaken"]
    assert (events(), audited()) == (told, ["idea.decline"])
    actions.carry_out_due()
    assert len(moves_of(idea.id)) == 1


def test_taken_back_it_never_was(idea: Idea, max_: Person, clock: Clock) -> None:
    judgement = actions.judge_idea(idea, Verdict.PUBLISH, GOOD, by=max_)
    db.session.commit()
    actions.undo(judgement, by=max_)
    assert next_in_queue(None, by_id=max_.id) == idea
    due(clock)
    assert (idea.stage, events(), audited()) == (Stage.SUBMITTED, [], ["judgement.undone"])
    with refused("judgement.over"):
        actions.undo(judgement, by=max_)
    actions.judge_idea(idea, Verdict.PUBLISH, GOOD, by=max_)
    due(clock)
    assert idea.is_public


def test_what_stands_is_counted(idea: Idea, max_: Person, clock: Clock) -> None:
    since = clock.moment
    actions.undo(actions.judge_idea(idea, Verdict.PUBLISH, GOOD, by=max_), by=max_)
    assert queries.numbers_judged(since) == {}
    actions.judge_idea(idea, Verdict.PUBLISH, GOOD, by=max_)
    assert queries.numbers_judged(since) == {max_.id: 1}
    due(clock)
    assert queries.numbers_judged(since) == {max_.id: 1}
    assert queries.numbers_judged(clock.moment) == {}


def test_too_late_is_said(idea: Idea, max_: Person, clock: Clock) -> None:
    judgement = actions.judge_idea(idea, Verdict.PUBLISH, GOOD, by=max_)
    due(clock)
    with refused("judgement.over"):
        actions.undo(judgement, by=max_)
    assert idea.stage is Stage.LIVE


def test_nobody_takes_back_what_another_decided(idea: Idea, max_: Person) -> None:
    judgement = actions.judge_idea(idea, Verdict.PUBLISH, GOOD, by=max_)
    db.session.commit()
    maya = a_person("Maya", Role.MODERATOR)
    with refused("judgement.of_another"):
        actions.undo(judgement, by=maya)
    for verdict, words in ((Verdict.PUBLISH, GOOD), (Verdict.DECLINE, NO)):
        with refused("judgement.made"):
            actions.judge_idea(idea, verdict, words, by=maya)
    assert queries.judgements_by(maya.id) == []
    assert [each.id for each in queries.judgements_by(max_.id)] == [judgement.id]


def test_what_cannot_be_decided_is_said_at_once(idea: Idea, max_: Person) -> None:
    own = an_idea("Own", stage=Stage.SUBMITTED, by=max_)
    with refused("moderation.own_idea"):
        actions.judge_idea(own, Verdict.PUBLISH, GOOD, by=max_)
    with refused("moderation.no_sentence"):
        actions.judge_idea(idea, Verdict.DECLINE, Words(Reason.ADVERTISING), by=max_)
    publish(idea, by=max_)
    with refused("moderation.decided_already"):
        actions.judge_idea(idea, Verdict.DECLINE, NO, by=max_)
    assert db.session.query(Judgement).count() == 0


def test_what_has_become_impossible_lapses(idea: Idea, max_: Person, clock: Clock) -> None:
    judgement = actions.judge_idea(idea, Verdict.PUBLISH, GOOD, by=max_)
    other = an_idea("Another", stage=Stage.SUBMITTED)
    actions.judge_idea(other, Verdict.PUBLISH, GOOD, by=max_)
    advance(idea, Stage.WITHDRAWN, by=idea.creator)
    due(clock)
    assert (idea.stage, judgement.ending) == (Stage.WITHDRAWN, Ending.LAPSED)
    assert other.stage is Stage.LIVE
    assert "judgement.lapsed" in audited()


def test_a_brand_may_want_no_delay(idea: Idea, max_: Person) -> None:
    turn(Moderation, "undo_seconds", 0, by=None)
    judgement = actions.judge_idea(idea, Verdict.PUBLISH, GOOD, by=max_)
    assert (idea.stage, judgement.ending) == (Stage.LIVE, Ending.DONE)


@pytest.mark.parametrize("removal", [None, RemovalReason.SPAM])
def test_reports_wait_as_well(
    thing: Thing, max_: Person, clock: Clock, removal: RemovalReason | None
) -> None:
    judgement = actions.judge_reported(thing, removal, by=max_)
    db.session.commit()
    assert (number_reported(), reported_after(None, limit=9)) == (0, [])
    assert thing.comment
    assert thing.comment.removed_at is None
    actions.undo(judgement, by=max_)
    assert number_reported() == 1
    actions.judge_reported(thing, removal, by=max_)
    due(clock)
    assert (thing.comment.removed_at is not None) == (removal is not None)
    (row,) = db.session.query(Report)
    assert (row.decided_by_id, row.outcome) == (max_.id, "removed" if removal else "kept")
    assert audited()[0] == "judgement.undone"


def test_reports_are_not_judged_by_the_wrong_or_twice(thing: Thing, max_: Person) -> None:
    assert thing.comment
    with refused("report.judge"):
        actions.judge_reported(thing, None, by=thing.comment.author)
    with refused("report.archive"):
        about_idea = Thing(thing.idea)
        report(about_idea, ReportReason.RIGHTS, "", by=a_person("Vito"))
        actions.judge_reported(about_idea, RemovalReason.SPAM, by=max_)
    actions.judge_reported(thing, None, by=max_)
    db.session.commit()
    with refused("judgement.made"):
        actions.judge_reported(thing, RemovalReason.SPAM, by=a_person("Maya", Role.MODERATOR))


def test_what_was_taken_down_meanwhile_lapses(thing: Thing, max_: Person, clock: Clock) -> None:
    judgement = actions.judge_reported(thing, None, by=max_)
    assert thing.comment
    take_down(thing.comment, RemovalReason.SPAM, by=a_person("Maya", Role.MODERATOR))
    (row,) = db.session.query(Report)
    row.decided_at, row.outcome = clock.moment, Outcome.REMOVED
    due(clock)
    assert judgement.ending is Ending.LAPSED


def test_a_judgement_stands_when_who_reported_it_leaves(
    thing: Thing, max_: Person, clock: Clock
) -> None:
    judgement = actions.judge_reported(thing, None, by=max_)
    (row,) = db.session.query(Report)
    assert row.person_id is not None
    forget_reports_of(row.person_id)
    due(clock)
    assert (judgement.ending, row.outcome) == (Ending.DONE, Outcome.KEPT)
