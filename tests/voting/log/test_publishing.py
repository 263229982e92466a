"""Publishing: every change once, in an order that says nothing, whole or not at all."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ideas.accounts.personal import erase
from ideas.clock import now
from ideas.db import take_write_lock
from ideas.voting.actions import (
    cast_vote,
    count_pending_votes,
    take_back_vote,
    take_back_vote_of_member,
)
from ideas.voting.imports.actions import import_votes
from ideas.voting.log import actions, listeners, queries, tree
from ideas.voting.log.listeners import publish_forgotten, publish_votes
from ideas.voting.log.models import VoteCheckpoint, VoteKey, VoteLeaf, VoteTile
from ideas.voting.log.queries import Hashes, entries, newest_checkpoint, waiting_since
from ideas.voting.log.rules import coded, commitment, nonce_of
from ideas.voting.models import VoteEvent, VoteReason, VoteState
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, votes_for

LADDER = ((5_000, 30), (9_000, 60))


def published() -> list[dict[str, Any]]:
    """The leaves, read."""
    newest = newest_checkpoint()
    return [json.loads(entry) for entry in entries(0, newest.size if newest else 0)]


def test_every_change_has_a_leaf_that_names_nobody(session: Session, clock: Clock) -> None:
    idea, vera = a_live_idea(ladder=LADDER), a_person("Vera")
    cast_vote(idea, by=vera)
    session.commit()
    clock.go(hours=1)
    take_back_vote(idea, by=vera)
    session.commit()
    clock.go(days=2)
    cast_vote(idea, by=vera)
    session.commit()
    assert publish_votes() == 3
    first, second, third = published()
    key = session.get_one(VoteKey, vera.id).key
    commit = coded(commitment(idea.id, vera.id, nonce_of(key, idea.id)))
    assert first == {
        "seq": 0,
        "minute": "2026-03-02T12:00Z",
        "idea": idea.id,
        "action": "counted",
        "ref": None,
        "reason": "cast",
        "commit": commit,
    }
    assert (second["action"], second["ref"], second["commit"]) == ("withdrawn", 0, commit)
    assert (third["action"], third["ref"], third["minute"]) == ("counted", 1, "2026-03-04T13:00Z")


def test_publishing_again_changes_nothing(session: Session) -> None:
    idea = a_live_idea(ladder=LADDER, votes=3)
    assert publish_votes() == 3
    newest = newest_checkpoint()
    assert publish_votes() == 0
    assert newest_checkpoint() is newest
    votes_for(idea, 2)
    assert publish_votes() == 2
    publish_forgotten()
    assert [leaf["seq"] for leaf in published()] == [0, 1, 2, 3, 4]


def test_much_is_published_in_several_turns(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listeners, "MOST_PORTIONS", 2)
    idea = a_live_idea(ladder=LADDER)
    import_votes([(idea.id, a_person().id) for _ in range(30)])
    session.commit()
    small = queries._CHANGES.limit(10)
    monkeypatch.setattr(queries, "_CHANGES", small)
    assert [publish_votes(), publish_votes(), publish_votes()] == [20, 10, 0]
    assert [leaf["seq"] for leaf in published()] == list(range(30))


def test_the_tree_is_that_of_the_entries(session: Session) -> None:
    idea = a_live_idea(ladder=LADDER)
    people = [a_person().id for _ in range(300)]
    for start in (0, 100, 299):
        import_votes([(idea.id, person) for person in people[start : start + 199]])
        session.commit()
        publish_votes()
    newest = newest_checkpoint()
    assert newest is not None
    assert newest.size == 300
    hashes = [tree.leaf_hash(entry.encode()) for entry in entries(0, 300)]
    root = Hashes(300).between(0, 300)
    assert root == tree.root_of(tree.grown(0, [], hashes)[0])
    assert newest.note.splitlines()[1:3] == ["300", coded(root)]
    assert session.scalars(sa.select(VoteTile.number)).all() == [0]


def test_votes_at_once_are_not_in_the_order_they_came(session: Session, clock: Clock) -> None:
    ideas = [a_live_idea(f"Idea {number}", ladder=LADDER) for number in range(4)]
    people = [a_person().id for _ in range(40)]
    import_votes([(idea.id, person) for person in people for idea in ideas])
    session.commit()
    publish_votes()
    events = sa.select(VoteLeaf.event_id).order_by(VoteLeaf.seq)
    placed = session.scalars(events).all()
    assert sorted(placed) != list(placed)
    voters = dict(session.execute(sa.select(VoteEvent.id, VoteEvent.person_id)).all())
    in_order = [voters[event] for event in placed]
    neighbours = sum(a == b for a, b in pairwise(in_order))
    assert neighbours < 20  # 120 in the order they came, 3 by chance


def test_whoever_joins_a_team_is_not_seen_to_have_voted(session: Session) -> None:
    idea, vera = a_live_idea(ladder=LADDER), a_person("Vera")
    cast_vote(idea, by=vera)
    take_back_vote_of_member(idea.id, vera.id)
    session.commit()
    publish_votes()
    assert [leaf["reason"] for leaf in published()] == ["cast", "taken_back"]


def test_a_change_that_was_passed_by_is_published_late(session: Session, clock: Clock) -> None:
    """On PostgreSQL whoever took the lower number may commit after the higher one was published."""
    idea = a_live_idea(ladder=LADDER, votes=1)
    write_event(session, 30, idea.id)
    assert publish_votes() == 2
    write_event(session, 20, idea.id)
    assert publish_votes() == 1
    clock.go(hours=1)
    write_event(session, 40, idea.id)
    publish_votes()
    clock.go(hours=1)
    write_event(session, 10, idea.id)
    assert publish_votes() == 0
    publish_forgotten()
    placed = session.scalars(sa.select(VoteLeaf.event_id).order_by(VoteLeaf.seq)).all()
    assert placed[2:] == [20, 40, 10]


def write_event(session: Session, number: int, idea_id: int) -> None:
    """A vote's event under a number of one's own."""
    voter = a_person()
    take_write_lock()
    told: dict[str, Any] = {
        "from_state": None,
        "to_state": VoteState.COUNTED,
        "reason": VoteReason.CAST,
    }
    told |= {"idea_id": idea_id, "person_id": voter.id, "actor_id": voter.id, "at": now()}
    session.execute(sa.insert(VoteEvent), [{"id": number, **told}])
    session.commit()


def test_erasing_a_person_leaves_the_log_and_nobody_can_tell(session: Session) -> None:
    idea, vera, uma = a_live_idea(ladder=LADDER), a_person("Vera"), a_person("Uma")
    cast_vote(idea, by=vera)
    session.commit()
    publish_votes()
    before = published()
    cast_vote(idea, by=uma)
    for person in (vera, uma):
        erase(person)
    session.commit()
    assert session.scalars(sa.select(VoteKey)).all() == []
    assert publish_votes() == 1
    assert published()[:1] == before
    assert session.scalars(sa.select(VoteKey)).all() == []


def test_confirmed_votes_have_two_leaves(session: Session) -> None:
    idea, una = a_live_idea(ladder=LADDER), a_person("Una", confirmed=False)
    cast_vote(idea, by=una)
    session.commit()
    publish_votes()
    una.email_confirmed_at = una.created_at
    session.commit()
    count_pending_votes(una)
    session.commit()
    publish_votes()
    assert [(leaf["action"], leaf["ref"]) for leaf in published()] == [
        ("pending", None),
        ("counted", 0),
    ]


@pytest.mark.parametrize("table", ["vote_leaves", "vote_tiles", "vote_checkpoints"])
def test_what_is_published_cannot_be_changed(session: Session, table: str) -> None:
    idea = a_live_idea(ladder=LADDER)
    import_votes([(idea.id, a_person().id) for _ in range(256)])
    session.commit()
    publish_votes()
    column = {"vote_leaves": "entry", "vote_tiles": "hash", "vote_checkpoints": "note"}[table]
    for attack in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match="append-only"):
            session.execute(sa.text(attack))
        session.rollback()


def test_a_crash_at_any_statement_publishes_nothing(
    session: Session, sent_statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    a_live_idea(ladder=LADDER, votes=3)
    with sent_statements() as sent:
        actions.publish_new()
    session.rollback()
    for number in range(1, len(sent) + 1):
        _crash_after(session, number)
        assert newest_checkpoint() is None
        assert session.scalar(sa.select(sa.func.count()).select_from(VoteLeaf)) == 0
        session.rollback()
    assert publish_votes() == 3


def _crash_after(session: Session, statements: int) -> None:
    left = [statements]

    def crash(*_: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt

    engine = session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", crash)
    try:
        actions.publish_new()
    except KeyboardInterrupt:
        pass
    finally:
        sa.event.remove(engine, "before_cursor_execute", crash)
        session.rollback()


def test_what_waits_is_known(session: Session, clock: Clock) -> None:
    idea = a_live_idea(ladder=LADDER)
    assert waiting_since() is None
    cast_vote(idea, by=a_person())
    session.commit()
    clock.go(seconds=30)
    cast_vote(idea, by=a_person())
    session.commit()
    waited = waiting_since()
    assert waited is not None
    assert (clock.moment - waited).total_seconds() == 30
    publish_votes()
    assert waiting_since() is None
    assert session.scalar(sa.select(sa.func.count()).select_from(VoteCheckpoint)) == 1
