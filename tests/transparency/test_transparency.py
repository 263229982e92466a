"""The yearly report: counted from rows, the same twice, read by everybody."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ideas.db import db
from ideas.journey.actions import advance
from ideas.journey.stages import Stage
from ideas.moderation import actions as moderation
from ideas.moderation.appeals.actions import appeal, decide_appeal
from ideas.moderation.appeals.rules import Outcome
from ideas.moderation.measures.queries import last_measure_of
from ideas.moderation.reports.actions import keep_reported, report, report_as_visitor
from ideas.moderation.reports.rules import ReportReason
from ideas.moderation.reports.things import Thing
from ideas.moderation.rules import Reason
from ideas.policy import Role
from ideas.transparency.actions import publish_year
from ideas.transparency.commands import transparency
from ideas.transparency.counting import figures_of
from ideas.transparency.models import YearlyReport
from ideas.transparency.rules import median_hours
from tests.conftest import Clock
from tests.factories import a_person, an_idea

NO = {"en": "Not here.", "fr": ""}

pytestmark = pytest.mark.usefixtures("session")


def a_year(clock: Clock) -> None:
    """Two reports that led to nothing after 3 hours; a declined idea given back after 5."""
    max_, maya, ada = (
        a_person("Max", Role.MODERATOR),
        a_person("Maya", Role.MODERATOR),
        a_person("Ada"),
    )
    idea = an_idea(stage=Stage.LIVE)
    report(Thing(idea), ReportReason.SPAM, "", by=a_person("Vera"))
    report_as_visitor(Thing(idea), ReportReason.INSULT, "", address="", language="en")
    declined = an_idea(by=ada)
    advance(declined, Stage.SUBMITTED, by=ada)
    clock.go(hours=3)
    keep_reported(Thing(idea), by=max_)
    moderation.decline(declined, by=max_, reason=Reason.ADVERTISING, sentence=NO)
    measure = last_measure_of(declined)
    assert measure
    made = appeal(measure, "No.", by=ada)
    clock.go(hours=5)
    decide_appeal(made, Outcome.UPHELD, {"en": "Sorry."}, by=maya)
    db.session.commit()


def numbers(year: int) -> dict[str, int]:
    """The figures of a year by their names."""
    return {f"{each.section}.{each.item}.{each.detail}": each.number for each in figures_of(year)}


def test_the_middle_in_hours() -> None:
    spans = [timedelta(hours=hours) for hours in (1, 4, 1_000)]
    assert (median_hours(spans), median_hours(spans[:2]), median_hours([])) == (4, 3, None)


def test_every_figure_is_counted_from_rows(clock: Clock) -> None:
    a_year(clock)
    told = numbers(2026)
    expected = {
        "reports.received.": 2,
        "reports.reason.spam": 1,
        "reports.outcome.kept": 2,
        "reports.median_hours.": 3,
        "ideas.decided.declined": 1,
        "ideas.median_hours.": 3,
        "measures.taken.": 2,
        "measures.kind.declined": 1,
        "measures.kind.restored": 1,
        "measures.ground.advertising": 1,
        "measures.source.appeal": 1,
        "measures.decided_by.person": 2,
        "appeals.received.": 1,
        "appeals.outcome.upheld": 1,
        "appeals.median_hours.": 5,
        "vote_appeals.received.": 0,
    }
    assert {name: told.get(name) for name in expected} == expected
    assert set(numbers(2025).values()) == {0}


def test_the_same_twice_and_what_changed_is_another(
    app: Flask, clock: Clock, tmp_path: Path
) -> None:
    a_year(clock)
    run, files = app.test_cli_runner(), [tmp_path / name for name in ("a.csv", "b.csv")]
    for file in files:
        done = run.invoke(transparency, ["--year", "2026", "--output", str(file)])
        assert done.exit_code == 0, done.output
        clock.go(days=1)
    assert files[0].read_bytes() == files[1].read_bytes()
    assert b"2026,measures,kind,declined,1\n" in files[0].read_bytes()
    assert db.session.query(YearlyReport).count() == 1
    idea = an_idea(stage=Stage.LIVE)
    report(Thing(idea), ReportReason.SPAM, "", by=a_person("Carl"))
    publish_year(2026)
    assert db.session.query(YearlyReport).count() == 2
    assert run.invoke(transparency, ["--year", "1"]).exit_code == 2


def test_everybody_reads_it(client: FlaskClient, clock: Clock) -> None:
    assert "No report yet" in client.get("/transparency").text
    assert client.get("/transparency/2026").status_code == 404
    a_year(clock)
    publish_year(2026)
    db.session.commit()
    assert "/transparency/2026" in client.get("/transparency").text
    page = client.get("/transparency/2026").text
    for words in ("The year 2026 in numbers", "Advertising or repeated", "It is advertising"):
        assert words in page
    assert [name for name in ("Max", "Maya", "Ada", "Vera") if f">{name}" in page] == []
    text = client.get("/transparency/2026.csv")
    assert text.mimetype == "text/csv"
    assert text.text.startswith("year,section,item,detail,number\n2026,reports,received,,2\n")
