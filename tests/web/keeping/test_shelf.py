"""Copies on disk: another process, or the next one, has what this one saw."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ideas import clock
from ideas.config import Config
from ideas.web.keeping import shelf
from ideas.web.keeping.copies import OFTEN
from ideas.web.keeping.shelf import Shelf
from tests.databases import application
from tests.factories import a_live_idea, a_person, sign_in, the_campaign
from tests.web.keeping.reading import Process
from tests.web.keeping.test_away import SENTENCE, database_away

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.long]


HOLD = """import fcntl, sys
file = open(sys.argv[1], "r+")
fcntl.lockf(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read() or __import__("time").sleep(30)
"""


class Time:
    """A clock on the wall."""

    now = 1_700_000_000.0


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> type[Time]:
    monkeypatch.setattr(shelf, "wall", lambda: Time.now)
    return Time


@pytest.fixture
def twins(
    app: Flask, config: Config, session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Any:
    """Two processes of one machine."""
    with application(config) as one, application(config) as other:
        processes = Process(one, monkeypatch), Process(other, monkeypatch)
        for each in processes:
            monkeypatch.setattr(each.door, "shelf", Shelf(tmp_path / "kept"))
        yield processes


def test_what_one_saw_the_other_serves(
    twins: tuple[Process, Process], wall: type[Time], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = twins
    idea = a_live_idea(votes=3)
    seen = ["/", "/ideas?sort=new", f"/ideas/{idea.slug}"]
    before = [one.get(address).text for address in seen]
    wall.now += 600
    with database_away(other):
        for address, text in zip(seen, before, strict=True):
            answer = other.get(address, Accept_Encoding="")
            assert (answer.status_code, answer.headers["Age"]) == (200, "600")
            assert SENTENCE in answer.text
            assert text.partition("<main")[2] in answer.text
            assert one.door.hole not in answer.text
        part = other.get(f"/ideas/{idea.slug}?via=qr").text
        assert f"errand=vote:{idea.slug}:qr" in part
        assert other.get("/ideas?sort=votes").status_code == 503
        wall.now += 3_001
        other.door.store.clear()
        assert other.get("/").status_code == 503


def test_what_is_older_than_an_hour_is_thrown_away(
    twins: tuple[Process, Process], wall: type[Time], tmp_path: Path
) -> None:
    """Nobody reads the page of somebody who left; it is gone all the same."""
    one, other = twins
    one.get(f"/ideas/{a_live_idea().slug}")
    (old,) = (tmp_path / "kept").iterdir()
    os.utime(old, (wall.now, wall.now))
    other.get("/")
    assert old.exists()
    wall.now += 3_601
    other.get("/guidelines")
    assert not old.exists()


def test_one_draws_for_both_what_many_ask_for(
    twins: tuple[Process, Process], session: Session, wall: type[Time]
) -> None:
    idea = a_live_idea()
    page = f"/ideas/{idea.slug}"
    one, other = twins  # they tell the time by the other's clock

    def later() -> None:
        other.moment += 1.5
        wall.now += 1.5

    for _ in range(OFTEN):
        one.get(page)
    first = other.get(page).data
    idea.title = "A lamp of rain"
    session.commit()
    later()
    for each in twins:
        assert each.get(page).data == first
        each.wait()
    assert [b"A lamp of rain" in each.get(page).data for each in twins] == [True, True]
    assert (one.passed, other.passed) == ([page] * 2, [])
    later()
    other.get(page)
    other.wait()
    assert other.passed == [page]


def test_what_one_knows_was_taken_out_of_sight_the_other_learns(
    twins: tuple[Process, Process], wall: type[Time]
) -> None:
    the_campaign()
    one, other = twins
    one.door.not_before = clock.now()
    one.get("/")
    other.get("/")
    assert other.passed == []
    assert other.door.not_before == one.door.not_before


def test_a_turn_is_waited_for_not_long_and_ends_with_its_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "LONGEST_TURN", 0.1)
    kept = Shelf(tmp_path / "kept")
    with kept.turn("a page"):
        pass
    file = str(tmp_path / "kept-turns")
    with subprocess.Popen([sys.executable, "-c", HOLD, file], stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline()
        began = time.monotonic()
        with kept.turn("a page"):
            assert time.monotonic() - began >= 0.1
        holder.kill()
        holder.wait()
    assert kept._has(kept._number("a page"))


def test_where_no_turns_can_be_kept_nobody_waits(tmp_path: Path) -> None:
    with Shelf(tmp_path / "nowhere" / "kept").turn("a page") as nothing:
        assert nothing is None


def test_what_is_gone_is_taken_from_the_shelf(
    twins: tuple[Process, Process], session: Session, wall: type[Time]
) -> None:
    one, other = twins
    idea = a_live_idea()
    one.get(f"/ideas/{idea.slug}")
    idea.hidden_at = idea.published_at
    session.commit()
    wall.now += 2
    assert other.get(f"/ideas/{idea.slug}").status_code == 404
    one.door.store.clear()
    with database_away(one):
        assert one.get(f"/ideas/{idea.slug}").status_code == 503


def test_a_page_is_laid_down_once_a_minute(twins: tuple[Process, Process]) -> None:
    the_campaign()
    one, other = twins  # they tell the time by the other's clock
    folder = one.door.shelf.folder  # type: ignore[union-attr]
    one.get("/")
    (file,) = folder.iterdir()
    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
    file.unlink()
    for _ in range(30):
        one.get("/")
        other.moment += 1.9
    assert list(folder.iterdir()) == []
    other.moment += 3
    one.get("/")
    assert list(folder.iterdir()) == [file]


def test_nothing_of_members_is_laid_down(twins: tuple[Process, Process]) -> None:
    the_campaign()
    one, _ = twins
    browser = one.app.test_client()
    sign_in(browser, a_person("Vera"))
    browser.get("/account")
    browser.get("/ideas")
    assert not one.door.shelf.folder.exists()  # type: ignore[union-attr]


def test_slots_are_shared_by_turns(
    twins: tuple[Process, Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    the_campaign()
    monkeypatch.setattr(shelf, "SLOTS", 1)
    one, other = twins
    one.get("/")
    one.get("/ideas")
    assert len(list(one.door.shelf.folder.iterdir())) == 1  # type: ignore[union-attr]
    with database_away(other):
        assert other.get("/").status_code == 503
        other.moment += 2
        assert other.get("/ideas").status_code == 200


@pytest.mark.parametrize("spoilt", ["", "{", "[]", '{"key": "other"}', "\u00e9"])
def test_what_cannot_be_read_is_nothing(twins: tuple[Process, Process], spoilt: str) -> None:
    the_campaign()
    one, other = twins
    one.get("/")
    (file,) = one.door.shelf.folder.iterdir()  # type: ignore[union-attr]
    file.write_text(spoilt)
    with database_away(other):
        assert other.get("/").status_code == 503


def test_a_full_disk_is_no_trouble(
    twins: tuple[Process, Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    the_campaign()

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("json.dump", full)
    one, _ = twins
    assert one.get("/").status_code == 200
