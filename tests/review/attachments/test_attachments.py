"""Files beside a case: taken by their content, private, erased for good."""

import io
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.journey.events import IdeaMoved
from ideas.policy import Role
from ideas.review.attachments import rules
from ideas.review.attachments.listeners import remove_hidden_attachments
from ideas.review.attachments.models import Attachment
from ideas.review.attachments.queries import attachments_of
from ideas.review.attachments.rules import FileKind
from ideas.review.models import Case
from ideas.storage.private import KEY
from tests.factories import a_person, sign_in
from tests.journeys.times import Later
from tests.review.rounds_made import address_of

PDF = b"%PDF-1.7 a quotation"


def a_workbook(*more: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive_:
        for part in ("[Content_Types].xml", "xl/workbook.xml", *more):
            archive_.writestr(part, "<x/>")
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, FileKind.PDF),
        (b"\xff\xd8\xff\xe0 jpeg", FileKind.JPEG),
        (b"\x89PNG\r\n\x1a\n png", FileKind.PNG),
        (b"RIFF\x00\x00\x00\x00WEBP", FileKind.WEBP),
        (a_workbook(), FileKind.SHEET),
        (a_workbook("xl/vbaProject.bin"), None),
        (a_workbook()[:40], None),
        (b"PK\x03\x04 no archive", None),
        (b"<html>", None),
        (b"", None),
    ],
    ids=["pdf", "jpeg", "png", "webp", "xlsx", "macros", "cut", "zip", "html", "empty"],
)
@pytest.mark.once
def test_a_file_is_what_is_in_it(content: bytes, kind: FileKind | None) -> None:
    assert rules.kind_of(content) is kind


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("offer.pdf", "offer.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        (r"C:\files\an offer.exe", "an offer.pdf"),
        ("in\u202evoice\r\n.html", "in voice.pdf"),
        ("", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 115 + ".pdf"),
    ],
    ids=["plain", "folders", "drive", "turned", "none", "long"],
)
@pytest.mark.once
def test_a_name_hides_nothing(sent: str, name: str) -> None:
    assert rules.name_of(sent, FileKind.PDF) == name


def send(client: FlaskClient, case: Case, content: bytes, name: str = "offer.pdf") -> int:
    sent = {"attachment": (io.BytesIO(content), name)}
    return client.post(f"{address_of(case)}/attachments", data=sent).status_code


def files_in(app: Flask) -> list[Path]:
    return [path for path in app.extensions[KEY].path.rglob("*") if path.is_file()]


def test_a_file_is_read_by_reviewers_alone_and_never_shown(
    client: FlaskClient, app: Flask, rita: Person, cara: Person, lamp: Case
) -> None:
    assert send(client, lamp, PDF) == 303
    sign_in(client, rita)
    assert send(client, lamp, PDF, "../offer.html") == 303
    (kept,) = attachments_of(lamp.idea_id)
    at = f"{address_of(lamp)}/attachments/{kept.mark}"
    assert "offer.pdf" in client.get(address_of(lamp)).text
    taken = client.get(at)
    assert taken.data == PDF
    assert taken.headers["Content-Disposition"] == "attachment; filename=offer.pdf"
    assert taken.mimetype == "application/octet-stream"
    assert taken.headers["Cache-Control"] == "no-store"
    assert taken.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"/media/{kept.file}").status_code == 404
    sign_in(client, cara)
    client.post(f"{address_of(lamp)}/conflict", data={"nearness": "My brother drew it."})
    assert "offer.pdf" not in client.get(address_of(lamp)).text
    assert client.get(at).status_code == client.delete(at).status_code == 404
    sign_in(client, a_person("Max", Role.MODERATOR))
    assert client.get(at).status_code == 403
    client.delete_cookie(app.config["SESSION_COOKIE_NAME"])
    assert client.get(at).status_code == 303


def test_what_is_not_taken_leaves_nothing(
    client: FlaskClient,
    app: Flask,
    rita: Person,
    lamp: Case,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = files_in(app)
    monkeypatch.setattr(rules, "MOST_BYTES", 64)
    sign_in(client, rita)
    assert send(client, lamp, b"<script>") == 422
    assert send(client, lamp, b"%PDF-" + bytes(64)) == 422
    assert client.post(f"{address_of(lamp)}/attachments", data={}).status_code == 422
    lamp.round.published_at = lamp.round.cut_off_at
    assert send(client, lamp, PDF) == 409
    assert files_in(app) == before
    assert attachments_of(lamp.idea_id) == []


def test_an_erased_file_is_gone_and_its_row_says_so(
    client: FlaskClient, app: Flask, later: Later, rita: Person, lamp: Case, session: Session
) -> None:
    sign_in(client, rita)
    send(client, lamp, PDF)
    (kept,) = attachments_of(lamp.idea_id)
    at = f"{address_of(lamp)}/attachments/{kept.mark}"
    assert client.delete(at).status_code == 303
    assert client.delete(at).status_code == 404
    later(seconds=1)
    assert app.extensions[KEY].open(kept.file) is None
    assert session.get_one(Attachment, kept.id).removed_by_id == rita.id


def test_files_go_with_an_idea_that_is_hidden(
    client: FlaskClient, app: Flask, later: Later, rita: Person, lamp: Case, session: Session
) -> None:
    sign_in(client, rita)
    send(client, lamp, PDF)
    (kept,) = attachments_of(lamp.idea_id)
    moved = IdeaMoved(lamp.idea_id, "qualified", "archived", 1)
    remove_hidden_attachments(moved)
    assert attachments_of(lamp.idea_id) == [kept]
    lamp.idea.hidden_at = lamp.idea.stage_at
    session.commit()
    remove_hidden_attachments(moved)
    later(seconds=1)
    assert app.extensions[KEY].open(kept.file) is None
    assert session.get_one(Attachment, kept.id).removed_by_id is None
