"""While the database is away, pages that were seen are shown with their date."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.comments.actions import take_down, write_comment
from ideas.comments.models import RemovalReason
from ideas.db import db
from ideas.policy import Role
from ideas.web.keeping.copies import HOUR
from ideas.web.keeping.store import STUCK, Flight
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, the_campaign
from tests.web.keeping.reading import Process

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.long]
SENTENCE = "You see this page as it was on"


@contextmanager
def database_away(site: Process) -> Iterator[None]:
    """Nobody answers this process's questions."""

    def fail(*asked: Any) -> None:
        raise sa.exc.OperationalError("SELECT", {}, Exception("could not connect"))

    with site.app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        sa.event.remove(engine, "before_cursor_execute", fail)


def test_pages_that_were_seen_are_still_served(site: Process, session: Session) -> None:
    idea = a_live_idea(votes=7)
    addresses = ["/", "/ideas", "/ideas?sort=new", f"/ideas/{idea.slug}", "/how-it-works"]
    before = {address: site.get(address).text for address in addresses}
    with database_away(site):
        for _ in range(10):
            site.moment += 60
            for address in addresses:
                answer = site.get(address)
                assert answer.status_code == 200
                assert SENTENCE in answer.text
                assert '<time datetime="2026-03-02T12:00:00+00:00">' in answer.text
                assert answer.headers["Age"] == str(int(site.moment - 1_000))
                assert before[address] not in answer.text
        assert site.client.head("/").headers["Age"] == "600"
        unseen = site.get("/ideas?sort=votes")
        assert (unseen.status_code, unseen.headers["Retry-After"]) == (503, "5")
        vote = site.client.post(f"/ideas/{idea.slug}/vote", data={"csrf_token": "x"})
        assert vote.status_code == 503
    site.moment += 2
    for address, text in before.items():
        assert site.get(address).text == text


def test_the_date_is_told_in_the_readers_language(site: Process, session: Session) -> None:
    the_campaign()
    site.get("/", Accept_Language="fr")
    site.moment += 60
    with database_away(site):
        page = site.get("/", Accept_Language="fr").text
        assert "2 mars 2026" in page
        assert '<p class="site-banner" role="status">' in page


def test_a_part_is_served_without_a_sentence(site: Process, session: Session) -> None:
    idea = a_live_idea(votes=7)
    address = f"/ideas/{idea.slug}/vote"
    part = site.get(address, HX_Request="true").text
    site.moment += 60
    with database_away(site):
        again = site.get(address, HX_Request="true")
        assert (again.text, again.headers["Age"]) == (part, "60")


def test_the_database_is_not_asked_for_each_page(site: Process, session: Session) -> None:
    the_campaign()
    site.get("/")
    site.moment += 60
    site.passed.clear()
    with database_away(site):
        for _ in range(20):
            site.get("/")
    assert site.passed == ["/"]


def test_what_was_gone_before_stays_gone(site: Process, session: Session) -> None:
    idea = a_live_idea()
    address = f"/ideas/{idea.slug}"
    site.get(address)
    idea.hidden_at = idea.published_at
    session.commit()
    site.moment += 2
    site.get(address)
    with database_away(site):
        assert site.get(address).status_code == 503


def test_after_an_hour_it_is_too_old(site: Process, session: Session) -> None:
    the_campaign()
    site.get("/")
    with database_away(site):
        site.moment += HOUR - 1
        assert site.get("/").status_code == 200
        site.moment += 1
        assert site.get("/").status_code == 503


def test_a_database_that_says_nothing_is_away(site: Process, session: Session) -> None:
    the_campaign()
    page = site.get("/").data
    site.door.store.flights["somewhere"] = Flight(started=site.moment)
    site.moment += STUCK
    assert site.get("/").data == page
    site.moment += 60
    assert SENTENCE in site.get("/").text
    assert site.passed == ["/"] * 2


def test_other_trouble_is_not_covered_up(
    site: Process, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    the_campaign()
    site.get("/")
    site.moment += 60

    def crash(*asked: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(site.door, "inside", crash)
    with pytest.raises(ZeroDivisionError):
        site.get("/")
    assert site.door.store.flights == {}


@pytest.mark.parametrize("shows", [True, False])
def test_what_the_staff_took_away_does_not_come_back(
    site: Process, session: Session, clock: Clock, shows: bool
) -> None:
    idea, max_ = a_live_idea(), a_person("Max", Role.MODERATOR)
    comment = write_comment(idea, "Where does Vera live?", by=a_person("Eve"))
    session.commit()
    site.door.listens_at = 0.0
    address = f"/ideas/{idea.slug}?tab=comments"
    assert "Where does Vera live?" in site.get(address).text
    clock.go(seconds=60)
    if not shows:
        take_down(comment, RemovalReason.PRIVACY, by=max_)
        session.commit()
    site.moment += 60
    site.get("/how-it-works")
    with database_away(site):
        site.moment += 1
        assert site.get(address).status_code == (200 if shows else 503)
        site.moment += 30
        clock.go(seconds=30)
        assert site.get("/how-it-works").status_code == (200 if shows else 503)
    site.moment += 5
    clock.go(seconds=30)
    site.get("/how-it-works")
    with database_away(site):
        site.moment += 30
        assert site.get("/how-it-works").status_code == 200


def test_a_page_that_breaks_says_so(
    site: Process, session: Session, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    the_campaign()

    def breaks(*asked: Any, **how: Any) -> None:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr("ideas.gallery.views.front_for", breaks)
    broken = site.get("/")
    assert broken.status_code == 500
    assert "a fault of ours" not in broken.text
    assert "a fault of ours" in caplog.text
    assert not site.door.store.copies
