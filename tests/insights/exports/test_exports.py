"""Files that staff take away: from asking to deleting."""

import csv
import io
import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.audit.chain.listeners import seal_entries
from ideas.audit.models import AuditEntry
from ideas.db import take_write_lock
from ideas.insights.exports.actions import drop_exports
from ideas.insights.exports.files import folder
from ideas.insights.exports.listeners import forget_exports
from ideas.insights.exports.models import Export
from ideas.insights.exports.rules import FileKind, Subject, Wanted
from ideas.insights.exports.tables import Cell, table_of
from ideas.insights.exports.writing import WRITERS, pieces_beside
from ideas.jobs.worker import drain
from ideas.journey.stages import Stage
from ideas.moderation.actions import archive
from ideas.moderation.rules import Reason
from ideas.policy import Role
from ideas.storage.buckets import Bucket, address_in
from ideas.storage.waiting import EXPORTS, KEY, Shared
from ideas.voting.daily.listeners import roll_up_votes as roll_up
from ideas.wiring import PERSONAL
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea, sign_in
from tests.storage.shelf import a_shelf

EVIL = ("=1+1", "  =1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "\u200b=1", "﹢1")


@pytest.fixture(autouse=True)
def adam(client: FlaskClient, session: Session, clock: Clock) -> Iterator[Person]:
    """An admin, signed in."""
    person = a_person("Adam Brook", Role.ADMIN)
    sign_in(client, person)
    yield person
    shutil.rmtree(folder())


def ask(client: FlaskClient, subject: str, kind: str = "csv", **days: str) -> int:
    """Ask on the page; answers the status."""
    data = {"subject": subject, "file_kind": kind, **days}
    return client.post("/desk/exports", data=data).status_code


def fetched(client: FlaskClient, export: Export) -> tuple[int, str]:
    """Take the file away: the status and, if it is there, what is in it."""
    with client.post(f"/desk/exports/{export.mark}/copies") as answer:
        if answer.status_code == 200:
            assert export.name in answer.headers["Content-Disposition"]
            assert answer.headers["Cache-Control"] == "no-store"
        return answer.status_code, answer.get_data().decode("utf-8-sig", "replace")


def newest(session: Session) -> Export:
    session.expire_all()
    return session.scalars(sa.select(Export).order_by(Export.id.desc())).one()


def rows_of(wanted: Wanted) -> list[list[Cell]]:
    table = table_of(wanted)
    rows = [list(row) for row in table.rows(99)]
    assert table.number == len(rows)
    assert all(len(row) == len(table.headings) for row in rows)
    return rows


def test_a_file_is_asked_for_written_fetched_and_gone(
    app: Flask, client: FlaskClient, session: Session, clock: Clock, adam: Person
) -> None:
    an_idea("Tidepool puzzle", stage=Stage.LIVE)
    an_idea("A draft is its team's alone")
    assert ask(client, "ideas") == 303
    export = newest(session)
    assert "every 2s" in client.get("/desk/exports").text
    assert export.name == "ideas-20260302.csv"
    assert fetched(client, export)[0] == 404
    drain(app)
    page = client.get("/desk/exports").text
    assert "1 row" in page
    assert "every 2s" not in page
    status, text = fetched(client, export)
    assert status == 200
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["title"], row["stage"]) == ("Tidepool puzzle", "live")
    noted = session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert noted == ["export.ask", "export.fetch"]

    bea = a_person("Bea", Role.ADMIN)
    for person in (bea, adam):  # another person, and the same in another session
        sign_in(client, person)
        assert fetched(client, export)[0] == 404
        assert "1 row" not in client.get("/desk/exports").text
    assert len(list(folder().iterdir())) == 1
    clock.go(minutes=61)
    forget_exports()
    assert list(folder().iterdir()) == []
    assert session.query(Export).count() == 0


def test_one_node_gives_away_what_another_wrote(
    app: Flask,
    client: FlaskClient,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with a_shelf() as shelf:
        bucket = Bucket(address_in(shelf.url), "exports")
        one, two = (Shared(tmp_path / name, bucket) for name in ("one", "two"))
        ask(client, "ideas")
        monkeypatch.setitem(app.extensions[KEY], EXPORTS, one)
        drain(app)
        monkeypatch.setitem(app.extensions[KEY], EXPORTS, two)
        export = session.scalars(sa.select(Export)).one()
        status, text = fetched(client, export)
        assert (status, len(text.encode("utf-8-sig"))) == (200, export.size)
        assert list(one.scratch.iterdir()) == []
        drop_exports([export.id])
        session.commit()
        forget_exports()
        assert shelf.kept == {}


def test_the_file_of_somebody_who_has_left_goes_too(
    app: Flask, client: FlaskClient, session: Session, adam: Person
) -> None:
    ask(client, "ideas")
    drain(app)
    (kept,) = folder().iterdir()
    forget_exports()
    assert list(folder().iterdir()) == [kept]
    take_write_lock()
    PERSONAL["exports"].erase(adam.id)
    session.commit()
    forget_exports()
    assert list(folder().iterdir()) == []


def test_after_an_hour_nobody_fetches_it(
    app: Flask, client: FlaskClient, session: Session, clock: Clock
) -> None:
    ask(client, "votes", "xlsx")
    drain(app)
    export = newest(session)
    clock.go(minutes=29)
    client.get("/desk/exports")
    clock.go(minutes=29)
    assert fetched(client, export)[0] == 200
    clock.go(minutes=3)
    assert fetched(client, export)[0] == 404


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"subject": "people", "file_kind": "csv"}, "Choose one of the list."),
        ({"file_kind": "csv"}, "Choose one."),
        ({"subject": "ideas", "file_kind": "pdf"}, "Choose one of the list."),
        ({"subject": "ideas", "file_kind": "csv", "since_on": "soon"}, "Write a date like"),
        (
            {
                "subject": "ideas",
                "file_kind": "csv",
                "since_on": "2026-03-02",
                "until_on": "2026-03-01",
            },
            "The last day is before the first.",
        ),
    ],
)
def test_what_is_wrong_is_said(
    client: FlaskClient, session: Session, data: dict[str, str], sentence: str
) -> None:
    answer = client.post("/desk/exports", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.query(Export).count() == 0


def test_three_wait_and_a_fourth_does_not(client: FlaskClient) -> None:
    assert [ask(client, "ideas") for _ in range(4)] == [303, 303, 303, 422]


def test_the_audit_log_is_for_admins(client: FlaskClient, session: Session) -> None:
    sign_in(client, a_person("Mia", Role.MODERATOR))
    assert ask(client, "audit") == 422
    assert "Audit log" not in client.get("/desk/exports").text
    assert ask(client, "decisions") == 303
    sign_in(client, a_person("Fay", Role.FINANCE))
    assert ask(client, "ideas") == 403
    sign_in(client, a_person("Vera"))
    assert ask(client, "ideas") == 403


def test_votes_are_numbers_per_day(session: Session, clock: Clock) -> None:
    idea = a_live_idea("Tidepool puzzle", votes=2)
    roll_up()
    found = rows_of(Wanted(Subject.VOTES, FileKind.CSV))
    assert found == [["2026-03-02", idea.id, idea.slug, "Tidepool puzzle", 2]]
    assert rows_of(Wanted(Subject.VOTES, FileKind.CSV, clock.moment.date())) == found
    yesterday = clock.moment.date().replace(day=1)
    assert rows_of(Wanted(Subject.VOTES, FileKind.CSV, None, yesterday)) == []


def test_decisions_say_what_why_and_who(session: Session, clock: Clock) -> None:
    idea, mia = a_live_idea("Tidepool puzzle"), a_person("Mia", Role.MODERATOR)
    archive(idea, by=mia, reason=Reason.RIGHTS_CLAIM, sentence={"en": "It is not theirs."})
    session.commit()
    ((*_, moved_from, moved_to, reason, sentence, who),) = rows_of(
        Wanted(Subject.DECISIONS, FileKind.CSV)
    )
    assert (moved_from, moved_to, reason, who) == ("live", "archived", "rights_claim", mia.handle)
    assert "not theirs" in str(sentence)


def test_the_audit_log_is_a_table_or_a_chain(
    app: Flask, client: FlaskClient, session: Session, adam: Person
) -> None:
    ask(client, "chain")
    seal_entries()
    drain(app)
    ((_, _, who, action, about, _),) = rows_of(Wanted(Subject.AUDIT, FileKind.CSV))
    assert (who, action) == (adam.handle, "export.ask")
    export = newest(session)
    _, text = fetched(client, export)
    assert f'"subject":"{about}"' in text
    assert export.name.endswith(".ndjson")


def test_rows_come_in_portions(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ideas.insights.exports.tables.PORTION", 2)
    ids = [an_idea(f"Number {number}", stage=Stage.LIVE).id for number in range(5)]
    table = table_of(Wanted(Subject.IDEAS, FileKind.CSV))
    assert [row[0] for row in table.rows(99)] == ids
    assert [row[0] for row in table.rows(3)] == ids[:3]


@pytest.mark.parametrize("kind", [FileKind.CSV, FileKind.XLSX])
def test_no_cell_is_a_formula(tmp_path: Path, kind: FileKind) -> None:
    path = tmp_path / "file"
    with WRITERS[kind](path) as write:
        write(("text",))
        for text in EVIL:
            write((text,))
        write((-5, None, "fine"))
    if kind is FileKind.CSV:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert [row[0][0] for row in rows[1:-1]] == ["'"] * len(EVIL)
        assert rows[-1] == ["-5", "", "fine"]
        return
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert sheet.count("<t>'") + sheet.count('<t xml:space="preserve">\'') == len(EVIL)
    assert "<v>-5</v>" in sheet


def test_a_file_that_cannot_be_written_says_so(
    app: Flask, client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> object:
        raise OSError("no space left on device")

    monkeypatch.setattr("ideas.insights.exports.listeners.table_of", full)
    ask(client, "ideas")
    drain(app)
    assert "It could not be written." in client.get("/desk/exports").text
    assert list(folder().iterdir()) == []


def test_the_pieces_of_a_workbook_nobody_finished_are_swept(session: Session, clock: Clock) -> None:
    pieces = pieces_beside(folder() / "x.xlsx")
    for name, hours in (("killed", 25), ("being written", 1)):
        piece, then = pieces / name, clock.moment.timestamp() - hours * 3_600
        piece.write_text("<row/>")
        os.utime(piece, (then, then))
    forget_exports()
    assert [each.name for each in pieces.iterdir()] == ["being written"]


def test_a_workbook_leaves_nothing_in_the_folder(tmp_path: Path) -> None:
    with WRITERS[FileKind.XLSX](tmp_path / "x.xlsx") as write:
        write(["title"])
        assert [each.name for each in tmp_path.iterdir()] == ["pieces"]
    assert list((tmp_path / "pieces").iterdir()) == []
