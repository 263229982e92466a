"""What is kept of a vote, what is not, and for how long."""

import base64
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts import personal
from ideas.db import Base, db
from ideas.journey.models import Idea
from ideas.voting.actions import cast_vote, take_back_vote
from ideas.voting.integrity.signals import rules
from ideas.voting.integrity.signals.actions import (
    forget_old_signals,
    rotate_keys,
    rotate_monthly,
    write_signals,
)
from ideas.voting.integrity.signals.gathering import PORTION, gathered_by
from ideas.voting.integrity.signals.models import SignalKey, VoteSignal
from ideas.voting.integrity.signals.rules import Came, noticed_of
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, sign_in, votes_for

SECRET = "a secret of the site"
ADDRESS = "203.0.113.77"
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.fixture(autouse=True)
def nothing_waits(app: Flask) -> None:
    """What other tests voted for is not written down here."""
    gathered_by(app).waiting.clear()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_networks_are_coarse(address: str, network: str) -> None:
    assert rules.network_of(address) == network


@pytest.mark.parametrize(
    ("domain", "thrown"),
    [("mailinator.com", True), ("x.mailinator.com", True), ("example.org", False), ("com", False)],
)
def test_throwaway_domains(domain: str, thrown: bool) -> None:
    assert rules.is_throwaway(domain) is thrown


def test_a_device_is_what_many_share() -> None:
    assert rules.coarse_device(AGENT, "fr-CA,fr;q=0.9") == "Firefox, Linux 128 fr"
    assert rules.coarse_device("", "") == ""


def token_of(at: int) -> str:
    """A form's token as itsdangerous writes it, made at this second."""
    stamp = base64.urlsafe_b64encode(at.to_bytes(4, "big")).decode().rstrip("=")
    return f"IjEi.{stamp}.signature"


@pytest.mark.parametrize(
    ("made", "dwell"), [(970, 30), (1_000, 0), (1_010, None), (1_000 - 50_000, None)]
)
def test_how_long_the_page_stood_open(made: int, dwell: int | None) -> None:
    made, at = made + 1_000_000, 1_001_000.0
    assert rules.dwell_of(token_of(made), at) == dwell
    for odd in ("", "a.b", "a.!.c", "...."):
        assert rules.dwell_of(odd, at) is None


def test_of_long_headers_little_is_looked_at() -> None:
    rules.coarse_device.cache_clear()
    for way in range(3):
        said = {"agent": "A" * 500 + str(way), "language": "fr" + "," * 500 + str(way)}
        rules.noticed_of(1.0, address="", via="", **said)
    assert rules.coarse_device.cache_info().currsize == 1


def noticed(idea: Idea, person_id: int, at: float) -> Came:
    """What came in with a vote."""
    said = {"address": ADDRESS, "agent": AGENT, "language": "fr", "via": "qr"}
    return idea.slug, person_id, noticed_of(at, **said, token=token_of(int(at) - 20))


def kept(session: Session) -> Sequence[VoteSignal]:
    """The signals, by person."""
    session.commit()
    return session.scalars(sa.select(VoteSignal).order_by(VoteSignal.person_id)).all()


def test_what_is_kept_of_a_vote(session: Session, clock: Clock) -> None:
    idea = a_live_idea(ladder=((40, 30),))
    person = a_person("Vera", email="vera@yopmail.com")
    clock.go(minutes=10)
    cast_vote(idea, by=person)
    assert write_signals([noticed(idea, person.id, clock.moment.timestamp())], SECRET) == 1
    (row,) = kept(session)
    assert (row.age, row.latency, row.dwell, row.referrer) == (600, 0, 20, "qr")
    assert row.is_disposable
    assert all(len(mark) == rules.MARK_LENGTH for mark in (row.network, row.domain, row.device))


def test_pressing_again_changes_nothing_and_casting_again_does(
    session: Session, clock: Clock
) -> None:
    idea = a_live_idea(ladder=((40, 30),))
    (person,) = votes_for(idea, 1)
    write_signals([noticed(idea, person.id, clock.moment.timestamp())], SECRET)
    first = kept(session)[0].seen_at
    clock.go(hours=1)
    assert write_signals([noticed(idea, person.id, clock.moment.timestamp())], SECRET) == 0
    assert kept(session)[0].seen_at == first
    take_back_vote(idea, by=person)
    clock.go(hours=30)
    cast_vote(idea, by=person)
    write_signals([noticed(idea, person.id, clock.moment.timestamp())], SECRET)
    assert kept(session)[0].seen_at == clock.moment


def test_who_did_not_vote_leaves_no_signal(session: Session, clock: Clock) -> None:
    idea, nobody = a_live_idea(ladder=((40, 30),)), a_person("Nobody")
    _, person_id, seen = noticed(idea, nobody.id, clock.moment.timestamp())
    odd = [(slug, person_id, seen) for slug in (idea.slug, "no-such-idea")]
    assert write_signals(odd, SECRET) == 0
    assert kept(session) == []


def test_many_signals_take_as_many_statements_as_one(
    session: Session, clock: Clock, sent_statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    idea, numbers = a_live_idea(ladder=((400, 30),)), []
    rotate_keys()
    for votes in (1, PORTION):
        at = clock.moment.timestamp()
        taken = [noticed(idea, each.id, at) for each in votes_for(idea, votes)]
        with sent_statements() as sent:
            assert write_signals(taken, SECRET) == votes
        session.commit()
        numbers.append(len(sent))
        assert not any("VALUES" in each for each in sent), "rows are one value"
    assert numbers[0] == numbers[1]
    assert len(kept(session)) == 1 + PORTION


def test_a_new_key_parts_what_was_from_what_comes(session: Session, clock: Clock) -> None:
    idea = a_live_idea(ladder=((40, 30),))
    first, second = votes_for(idea, 2)
    at = clock.moment.timestamp()
    write_signals([noticed(idea, first.id, at)], SECRET)
    rotate_keys()
    write_signals([noticed(idea, second.id, at)], SECRET)
    old, new = kept(session)
    assert old.network != new.network
    assert session.scalar(sa.select(sa.func.count()).select_from(SignalKey)) == 1


def test_the_key_changes_with_the_month(session: Session, clock: Clock) -> None:
    rotate_keys()
    salt = session.scalar(sa.select(SignalKey.salt))
    clock.go(days=20)
    rotate_monthly()
    assert session.scalar(sa.select(SignalKey.salt)) == salt
    clock.go(days=10)
    rotate_monthly()
    assert session.scalar(sa.select(SignalKey.salt)) != salt


def test_signals_are_forgotten_after_90_days_and_with_their_person(
    session: Session, clock: Clock
) -> None:
    idea = a_live_idea(ladder=((40, 300),))
    first, second = votes_for(idea, 2)
    at = clock.moment.timestamp()
    write_signals([noticed(idea, each.id, at) for each in (first, second)], SECRET)
    personal.erase(first)
    assert [row.person_id for row in kept(session)] == [second.id]
    clock.go(days=91)
    forget_old_signals()
    assert kept(session) == []


def vote_at(client: FlaskClient, idea: Idea) -> None:
    client.post(
        f"/ideas/{idea.slug}/vote",
        headers={"User-Agent": AGENT},
        environ_overrides={"REMOTE_ADDR": ADDRESS},
        data={"via": "qr"},
    )


def test_the_site_notices_a_vote_and_writes_it_down(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    gathered_by(app).waiting.clear()  # what other tests left
    idea, vera = a_live_idea(ladder=((40, 30),)), a_person()
    sign_in(client, vera)
    vote_at(client, idea)
    assert kept(session) == []
    gathered_by(app).flush()
    (row,) = kept(session)
    assert (row.person_id, row.referrer) == (vera.id, "qr")


def test_signals_wait_while_the_database_is_away_and_never_touch_the_vote(
    app: Flask, client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> int:
        raise RuntimeError("the database is away")

    gathered_by(app).waiting.clear()  # what other tests left
    idea, vera = a_live_idea(ladder=((40, 30),)), a_person()
    sign_in(client, vera)
    with monkeypatch.context() as patched:
        patched.setattr("ideas.voting.integrity.signals.gathering.write_signals", away)
        vote_at(client, idea)
        gathered_by(app).flush()
    assert len(gathered_by(app).waiting) == 1
    gathered_by(app).flush()
    assert [row.person_id for row in kept(session)] == [vera.id]


def test_no_address_is_kept_anywhere(
    app: Flask, client: FlaskClient, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    """A canary: the address of a voter is in no table, no file, no log and no export."""
    caplog.set_level("DEBUG")
    gathered_by(app).waiting.clear()  # what other tests left
    idea, vera = a_live_idea(ladder=((40, 30),)), a_person()
    sign_in(client, vera)
    vote_at(client, idea)
    gathered_by(app).flush()
    assert kept(session)
    db.session.rollback()
    found = [
        f"{table.name}: {row}"
        for table in Base.metadata.sorted_tables
        for row in session.execute(sa.select(table)).all()
        if ADDRESS in str(row)
    ]
    assert found == []
    assert ADDRESS not in caplog.text
    assert ADDRESS not in str(personal.export(vera.id))
    home = Path(current_app.extensions["ideas.config"].home)
    files = [path for path in home.rglob("*") if path.is_file()]
    assert files or session.get_bind().dialect.name == "postgresql"
    assert [path.name for path in files if ADDRESS.encode() in path.read_bytes()] == []
