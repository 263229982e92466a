"""Importing an invented harbour's ideas and votes: good rows are taken, bad ones reported, once."""

import csv
import gzip
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.db import db
from ideas.exchange import importing
from ideas.exchange.commands import import_files
from ideas.exchange.importing import Import, import_ideas, import_vote_file
from ideas.exchange.mapping import ColumnMap, IdeaRow, read_map
from ideas.exchange.reporting import Report
from ideas.journey.models import Idea
from ideas.journey.queries import moves_of
from ideas.journey.stages import Stage
from ideas.text import harmless
from ideas.voting.models import Ballot, Vote, VoteEvent
from tests.factories import the_campaign

SAMPLES = Path(__file__).with_name("samples")
Run = Callable[..., Counter[str]]


@pytest.fixture
def run(session: Session, tmp_path: Path) -> Run:
    """Import the sample, or the files given; answers the counts."""
    the_campaign()
    columns = read_map(SAMPLES / "harbour.toml")

    def imported(
        ideas: Path = SAMPLES / "harbour_ideas.csv",
        votes: Path = SAMPLES / "harbour_votes.jsonl",
    ) -> Counter[str]:
        with Report(tmp_path / "report.csv") as report:
            job = Import("harbour", columns, report, lambda rows: None)
            import_ideas(job, ideas)
            import_vote_file(job, votes)
        return report.counts

    return imported


def ideas() -> dict[str, Idea]:
    found = db.session.scalars(sa.select(Idea).order_by(Idea.id))
    return {idea.imported_id or "": idea for idea in found}


def test_good_rows_are_taken_and_bad_ones_reported(run: Run, tmp_path: Path) -> None:
    counts = run()
    assert counts["ideas taken"] == 5
    assert counts["votes taken"] == 4
    with (tmp_path / "report.csv").open(encoding="utf-8") as file:
        rows = {(row["row"], row["key"], row["why"]) for row in csv.DictReader(file)}
    assert rows == {
        ("4", "4", "no title"),
        ("6", "6", "no such date"),
        ("7", "", "unreadable"),
        ("8", "2", "twice in the file"),
        ("4", "1 by p1", "own idea"),
        ("6", "3 by p1", "no open ballot"),
        ("7", "", "no such idea"),
        ("8", "", "no idea or no voter"),
        ("9", "", "unreadable"),
    }


def test_ideas_stand_where_they_stood(run: Run) -> None:
    run()
    stages = {key: idea.stage for key, idea in ideas().items()}
    assert stages == {
        "1": Stage.LIVE,
        "2": Stage.LIVE,
        "3": Stage.DECLINED,
        "5": Stage.WITHDRAWN,
        "8": Stage.LIVE,
    }
    hook = ideas()["3"]
    assert moves_of(hook.id)[-1].public_text == {"en": "It could hurt somebody."}
    assert ideas()["1"].created_at.date().isoformat() == "2029-01-02"


def test_html_becomes_markdown_and_nothing_runs(run: Run) -> None:
    run()
    crane, clock = ideas()["1"], ideas()["5"]
    assert crane.body == "It **folds** flat.\n\n- One motor\n- Two ropes"
    assert clock.body == "See [the tide](https://example.org/tide)."
    assert 'rel="nofollow ugc noopener"' in clock.body_html
    assert ideas()["2"].title == "Night ferry with lights"
    assert ideas()["2"].body == "Lights all along the rail & the bridge."


def test_votes_count_once_at_an_unknown_time(run: Run) -> None:
    run()
    crane = ideas()["1"]
    assert db.session.get_one(Ballot, crane.id).votes == 2
    votes = db.session.scalars(sa.select(Vote).where(Vote.idea_id == crane.id)).all()
    assert [vote.cast_at for vote in votes] == [None, None]
    events = sa.select(sa.func.count()).select_from(VoteEvent)
    assert db.session.scalar(events.where(VoteEvent.idea_id == crane.id)) == 2


def test_importing_again_changes_nothing(run: Run) -> None:
    run()
    tables = (Idea, Person, Vote, VoteEvent)
    before = [db.session.scalar(sa.select(sa.func.count()).select_from(each)) for each in tables]
    counts = run()
    after = [db.session.scalar(sa.select(sa.func.count()).select_from(each)) for each in tables]
    assert after == before
    assert counts["ideas taken"] == counts["votes taken"] == 0
    assert counts["ideas here already"] == 5
    assert counts["votes here already"] == 4


def test_a_stopped_import_goes_on_where_it_stopped(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "IDEAS_AT_ONCE", 2)
    take = importing._take

    def stop_at_the_third(source: str, row: IdeaRow, creator_id: int) -> None:
        if row.id == "3":
            raise KeyboardInterrupt
        take(source, row, creator_id)

    monkeypatch.setattr(importing, "_take", stop_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        run()
    db.session.rollback()
    assert set(ideas()) == {"1", "2"}
    monkeypatch.setattr(importing, "_take", take)
    run()
    assert set(ideas()) == {"1", "2", "3", "5", "8"}


def test_imported_people_have_no_way_in(run: Run) -> None:
    run()
    people = db.session.scalars(sa.select(Person)).all()
    assert people
    assert all(each.email is None and each.password_hash is None for each in people)
    assert not any(each.is_verified for each in people)


def test_a_gzipped_file_is_read_as_it_is(run: Run, tmp_path: Path) -> None:
    packed = tmp_path / "harbour_ideas.csv.gz"
    with (SAMPLES / "harbour_ideas.csv").open("rb") as plain, gzip.open(packed, "wb") as file:
        shutil.copyfileobj(plain, file)
    assert run(ideas=packed)["ideas taken"] == 5


def test_the_command_says_what_it_did(app: Flask, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    arguments = ["--source", "harbour", "--map", str(SAMPLES / "harbour.toml")]
    arguments += ["--ideas", str(SAMPLES / "harbour_ideas.csv"), "--report", str(report)]
    result = app.test_cli_runner().invoke(import_files, arguments)
    assert result.exit_code == 0, result.output
    assert "5  ideas taken" in result.output
    assert f"Refused rows are in {report}." in result.output
    assert report.exists()
    listed = app.test_client().get("/ideas").text
    assert "Harbour crane that folds" in listed


def test_the_command_shows_how_far_it_is(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bar is as long as the file, and every row moves it, refused or not."""
    bars: list[tuple[str, int, list[int]]] = []

    @contextmanager
    def bar(*, length: int, label: str, file: object) -> Iterator[SimpleNamespace]:
        bars.append((label, length, []))
        yield SimpleNamespace(update=bars[-1][2].append)

    monkeypatch.setattr(click, "progressbar", bar)
    arguments = ["--source", "harbour", "--map", str(SAMPLES / "harbour.toml")]
    arguments += ["--ideas", str(SAMPLES / "harbour_ideas.csv")]
    arguments += ["--votes", str(SAMPLES / "harbour_votes.jsonl")]
    arguments += ["--report", str(tmp_path / "report.csv")]
    assert app.test_cli_runner().invoke(import_files, arguments).exit_code == 0
    assert [label for label, _, _ in bars] == ["harbour_ideas.csv", "harbour_votes.jsonl"]
    assert [length for _, length, _ in bars] == [sum(steps) for _, _, steps in bars] == [9, 10]


@pytest.mark.parametrize("name", ["harbour.xlsx", "harbour"])
def test_other_kinds_of_file_are_named_as_such(app: Flask, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("x")
    arguments = ["--source", "x", "--ideas", str(path), "--report", str(tmp_path / "r.csv")]
    result = app.test_cli_runner().invoke(import_files, arguments)
    assert result.exit_code == 1
    assert "name it .csv, .tsv or .jsonl" in result.output


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "  =1", "＝1"])
def test_no_cell_of_a_report_is_a_formula(cell: str) -> None:
    assert harmless(cell).startswith("'")


def test_without_a_map_columns_have_our_own_words() -> None:
    assert read_map(None) == ColumnMap()
