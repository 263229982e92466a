"""The demo: told on an empty database, true in every account, and closed to everybody elsewhere."""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask import Flask

from ideas.accounts.hashing import matches
from ideas.accounts.roles.queries import staff
from ideas.agreements.cards.models import CardState, RateCard
from ideas.agreements.guardians.models import GuardianLink
from ideas.agreements.models import Agreement, AgreementState, Part, Share
from ideas.audit.chain.queries import fault_of_chain, head_of_chain
from ideas.campaigns.queries import current_terms, standing_campaign
from ideas.cli import demo as demo_command
from ideas.clock import stopped_at
from ideas.config import Config
from ideas.db import Base, db
from ideas.exchange.demo.calendar import Calendar
from ideas.exchange.demo.home import NotHere, clear, demo_config, is_made, mark_made, password_of
from ideas.exchange.demo.links import Door, doors
from ideas.exchange.demo.story import tell
from ideas.exchange.demo.texts import characters, said, tellings
from ideas.exchange.demo.world import SMALL
from ideas.jobs.models import Job
from ideas.journey.models import Idea, Move
from ideas.journey.stages import Stage
from ideas.mail.models import MailState, Message
from ideas.moderation.appeals.queries import next_appeal
from ideas.moderation.reports.queries import reported_after
from ideas.notifications.models import Notice
from ideas.policy import Role
from ideas.review.models import Decision, Outcome, Round
from ideas.royalties.disputes.queries import disputes_answered, disputes_waiting
from ideas.royalties.ledger.actions import check_ledger
from ideas.royalties.payments.queries import (
    batches_in,
    file_of,
    payments_sent,
    payments_waiting,
)
from ideas.royalties.payments.rules import BatchState
from ideas.royalties.sales.imports.models import SalesImport
from ideas.royalties.settlements.models import Statement
from ideas.submission.models import Picture
from ideas.voting.models import Ballot
from ideas.voting.recounts.queries import miscounted_ideas
from tests.conftest import BRIEFLY, SECRET, Client
from tests.databases import application, forget_the_disk, new_database

pytestmark = pytest.mark.long

FIRST_OF_A_QUARTER = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
LAST_OF_A_QUARTER = datetime(2025, 12, 31, 22, 0, tzinfo=UTC)


def told(folder: Path, now: datetime) -> Iterator[Flask]:
    """The demo in a hurry, as if it were this moment."""
    with new_database(folder) as address:
        config = Config(home=folder, secret_key=SECRET, database_url=address, worker=False)
        with application(config) as app:
            app.test_client_class = Client
            app.config["WTF_CSRF_ENABLED"] = False
            with app.app_context():
                forget_the_disk(db.engine)
                Base.metadata.create_all(db.engine)
            with stopped_at(now):
                tell(app, scale=SMALL)
                yield app


@pytest.fixture(scope="module")
def brand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    if BRIEFLY:
        pytest.skip("telling a brand's two years takes most of a minute")
    yield from told(tmp_path_factory.mktemp("demo"), FIRST_OF_A_QUARTER)


@pytest.fixture
def inside(brand: Flask) -> Iterator[Flask]:
    with brand.app_context():
        yield brand


def stages() -> Counter[Stage]:
    """How many ideas of the standing campaign stand where."""
    found = sa.select(Idea.stage).where(Idea.campaign_id == standing_campaign().id)
    return Counter(db.session.scalars(found))


def fates() -> Counter[Stage]:
    """Where they are told to end; one of those that are live becomes part of another."""
    told = Counter(Stage(telling.fate) for telling in tellings().values())
    return told - Counter({Stage.LIVE: 1}) + Counter({Stage.MERGED: 1})


def test_every_stage_that_has_a_way_to_it_is_there(inside: Flask) -> None:
    there = stages()
    assert set(Stage) == set(there)
    assert (there[Stage.SUBMITTED], there[Stage.ON_SALE], there[Stage.CERTIFYING]) == (3, 2, 1)
    assert there == fates()


def test_what_happened_happened_in_order_and_not_tomorrow(inside: Flask) -> None:
    moves = db.session.scalars(sa.select(Move).order_by(Move.idea_id, Move.id)).all()
    for before, after in pairwise(moves):
        if before.idea_id == after.idea_id:
            assert before.moved_at <= after.moved_at
            assert before.to_stage is after.from_stage
    assert max(move.moved_at for move in moves) <= FIRST_OF_A_QUARTER
    assert min(move.moved_at for move in moves) < FIRST_OF_A_QUARTER - timedelta(days=500)


def test_everything_adds_up(inside: Flask) -> None:
    check_ledger()
    assert fault_of_chain(head_of_chain()) is None
    assert list(miscounted_ideas()) == []
    assert list(db.session.scalars(sa.select(Job).where(Job.last_error.is_not(None)))) == []


def test_an_appeal_against_a_suspension_and_a_reported_profile_wait(inside: Flask) -> None:
    made = next_appeal(0, by_id=0)
    assert made is not None
    assert set(made.measure.sentence) == {"en", "fr"}
    assert made.person.suspended_at is not None
    assert "profile" in {each.first.kind for each in reported_after(None, limit=9)}


def test_rounds_stand_at_each_of_their_steps(inside: Flask) -> None:
    rounds = db.session.scalars(sa.select(Round).order_by(Round.cutoff_at)).all()
    steps = [(bool(each.cut_off_at), bool(each.published_at)) for each in rounds]
    assert steps == [(True, True)] * 3 + [(True, False), (False, False)]
    decisions = db.session.scalars(sa.select(Decision)).all()
    assert {each.outcome for each in decisions} == set(Outcome)
    assert [each.outcome for each in decisions if each.confirmed_at is None] == [
        Outcome.NOT_SELECTED
    ]


def test_money_waits_for_a_signature_and_for_a_second_person(inside: Flask) -> None:
    states = Counter(db.session.scalars(sa.select(Agreement.state)))
    assert (states[AgreementState.OFFERED], states[AgreementState.ENDED]) == (1, 1)
    assert states[AgreementState.ACTIVE] > 1
    assert len(payments_waiting()) == 1
    assert any(file_of(each.id, "xml") for each in batches_in(*BatchState))
    assert len(batches_in(BatchState.EXPORTED)) == 1
    cards = Counter(db.session.scalars(sa.select(RateCard.state).where(RateCard.version > 1)))
    assert cards == {CardState.ACTIVE: 1, CardState.OFFERED: 1}
    assert (len(disputes_waiting()), len(disputes_answered())) == (1, 1)
    (asked,) = db.session.scalars(sa.select(GuardianLink))
    assert asked.used_at is None
    assert payments_sent()
    named = db.session.scalars(sa.select(Share).where(Share.part == Part.CONTRIBUTOR)).one()
    assert named.acceptance is not None
    assert named.agreement.audit["fr"]
    assert db.session.scalars(sa.select(Statement).where(Statement.share_id == named.id)).all()
    assert matches(password_of(inside.extensions["ideas.config"]), named.person.password_hash)
    assert len(db.session.scalars(sa.select(SalesImport)).all()) >= 2
    assert len(db.session.scalars(sa.select(Statement)).all()) > 4


def test_people_have_their_roles_their_pictures_and_their_news(inside: Flask) -> None:
    assert Counter(role for person in staff() for role in person.roles) == {
        role: 3 if role is Role.REVIEWER else 2 for role in Role
    }
    shown = set(db.session.scalars(sa.select(Picture.idea_id)))
    assert len(shown) == sum(bool(telling.pictures) for telling in tellings().values())
    assert db.session.scalar(sa.select(Notice.id).where(Notice.read_at.is_(None)).limit(1))
    kept = db.session.scalars(sa.select(Message.state)).all()
    assert set(kept) == {MailState.KEPT}


def test_terms_have_versions_and_ballots_keep_theirs(inside: Flask) -> None:
    terms = current_terms(standing_campaign().id)
    assert (terms.version, sorted(terms.guidelines)) == (3, ["en", "fr"])
    climbing = sa.select(Ballot.terms_id).where(Ballot.entry.is_(None))
    assert len(set(db.session.scalars(climbing))) == 2


@pytest.fixture
def links(inside: Flask) -> list[Door]:
    return list(doors())


def test_there_are_links_for_everybody_one_can_be(links: list[Door]) -> None:
    twos = {"moderator": 2, "reviewer": 2, "finance": 2, "admin": 2}
    assert Counter(door.role for door in links) == {"fan": 1, "creator": 1, **twos}


def test_a_link_signs_in_once_with_everything_a_role_may(brand: Flask, links: list[Door]) -> None:
    path = next(door for door in links if door.role == "finance").url.removeprefix(
        "http://127.0.0.1:8000"
    )
    client = brand.test_client()
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 303
    assert client.get("/desk/royalties").status_code == 200
    assert brand.test_client().get(path).status_code == 410


@pytest.mark.parametrize(
    "address", ["/", "/ideas", "/ideas?stage=all", "/rounds", "/products", "/guidelines"]
)
def test_the_brand_shows_itself(brand: Flask, address: str) -> None:
    page = brand.test_client().get(address)
    assert page.status_code == 200
    assert "Oddlark Works" in page.text


@pytest.mark.slow
@pytest.mark.once
def test_the_last_day_of_a_quarter_is_as_good_as_the_first(tmp_path: Path) -> None:
    for app in told(tmp_path, LAST_OF_A_QUARTER):
        with app.app_context():
            assert stages() == fates()
            assert len(payments_waiting()) == 1
            check_ledger()


def test_everybody_speaks_who_is_there_about_what_is_there() -> None:
    keys = {each.key for each in characters()}
    assert len(keys) == len(characters()) >= 40
    assert set(said("talk")) <= set(tellings())
    assert {telling.by for telling in tellings().values()} <= keys
    assert {member for telling in tellings().values() for member in telling.team} <= keys


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Q-0", datetime(2026, 4, 1, tzinfo=UTC)),
        ("Q-5+12", datetime(2025, 1, 13, tzinfo=UTC)),
        ("Q-5-4", datetime(2024, 12, 28, tzinfo=UTC)),
        ("now-0.5", datetime(2026, 5, 20, 6, tzinfo=UTC)),
        ("now+2", datetime(2026, 5, 22, 18, tzinfo=UTC)),
    ],
)
def test_days_are_counted_from_quarters_and_from_now(text: str, moment: datetime) -> None:
    assert Calendar(datetime(2026, 5, 20, 18, tzinfo=UTC)).day(text) == moment


def test_the_demo_lives_at_home_with_its_own_database(tmp_path: Path) -> None:
    home = tmp_path / "demo"
    environ = {"IDEAS_HOME": str(home), "IDEAS_DATABASE_URL": "postgresql://somebody/elses"}
    config = demo_config(environ, "127.0.0.1:8123")
    assert config.database_url == f"sqlite:///{home / 'ideas.sqlite'}"
    assert (config.base_url, config.mail_url) == ("http://127.0.0.1:8123", "outbox:")
    assert environ["IDEAS_BIND"] == "127.0.0.1:8123"
    assert "IDEAS_DATABASE_URL" not in environ


def test_what_was_begun_is_cleared_and_what_was_made_is_kept(tmp_path: Path) -> None:
    environ = {"IDEAS_HOME": str(tmp_path / "demo")}
    config = demo_config(environ, "127.0.0.1:8123")
    clear(config)
    assert not is_made(config)
    (config.home / "pictures").mkdir()
    (config.home / "ideas.sqlite").touch()
    clear(config)
    assert sorted(path.name for path in config.home.iterdir()) == ["demo", "secret"]
    mark_made(config)
    assert is_made(demo_config(environ, "127.0.0.1:8123"))


@pytest.mark.parametrize(
    ("bind", "base_url"),
    [("0.0.0.0:8000", "http://127.0.0.1:8000"), ("127.0.0.1:8000", "https://ideas.example")],
)
def test_the_demo_stays_on_its_machine(tmp_path: Path, bind: str, base_url: str) -> None:
    home = tmp_path / "demo"
    with pytest.raises(NotHere, match="127"):
        demo_config({"IDEAS_HOME": str(home), "IDEAS_BASE_URL": base_url}, bind)
    assert not home.exists()


def test_the_demo_keeps_away_from_another_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ideas.sqlite").write_text("somebody's site")
    monkeypatch.setattr(os, "environ", {**os.environ, "IDEAS_HOME": str(tmp_path)})
    result = CliRunner().invoke(demo_command, [])
    assert result.exit_code == 1
    assert "not the demo" in result.output
    assert (tmp_path / "ideas.sqlite").read_text() == "somebody's site"
