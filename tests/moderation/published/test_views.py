"""The public log of moderation: every measure, and nobody's name."""

import csv

import pytest
from flask.testing import FlaskClient

from ideas.db import db
from ideas.journey.stages import Stage
from ideas.limits.rules import LIMITS
from ideas.moderation import actions
from ideas.moderation.appeals.actions import appeal, decide_appeal
from ideas.moderation.appeals.rules import Outcome
from ideas.moderation.measures.queries import last_measure_of
from ideas.moderation.published import queries, views
from ideas.moderation.reports.actions import report
from ideas.moderation.reports.rules import ReportReason
from ideas.moderation.reports.things import Thing
from ideas.moderation.rules import Reason
from ideas.policy import Role
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea

NO = {"en": "A secret sentence.", "fr": ""}
NAMES = ("Ada", "Max", "Maya", "Vera", "Lighthouse", "secret")

pytestmark = pytest.mark.usefixtures("session")


def a_history(clock: Clock) -> None:
    """An idea declined last year; one archived after a report, and given back by an appeal."""
    ada, max_ = a_person("Ada"), a_person("Max", Role.MODERATOR)
    handed_in = an_idea(stage=Stage.SUBMITTED, by=ada)
    actions.decline(handed_in, by=max_, reason=Reason.ADVERTISING, sentence=NO)
    clock.go(days=365)
    idea = a_live_idea(by=ada)
    report(Thing(idea), ReportReason.UNLAWFUL, "", by=a_person("Vera"))
    actions.archive(idea, by=max_, reason=Reason.UNLAWFUL, sentence=NO)
    measure = last_measure_of(idea)
    assert measure
    made = appeal(measure, "No.", by=ada)
    decide_appeal(made, Outcome.UPHELD, {"en": "Sorry."}, by=a_person("Maya", Role.MODERATOR))
    db.session.commit()


def test_everything_is_told_but_names(client: FlaskClient, clock: Clock) -> None:
    assert "Nothing was taken from anybody yet" in client.get("/moderation-log").text
    a_history(clock)
    page = client.get("/moderation-log").text
    told = page.partition("<main")[2]
    for words in ("Idea: Archived and hidden", "Idea: Given back", "The law", "The appeal was"):
        assert words in told
    assert [name for name in NAMES if name in told] == []
    assert "/moderation-log" in client.get("/integrity").text


def test_a_table_a_year(client: FlaskClient, clock: Clock) -> None:
    a_history(clock)
    first, second = (client.get(f"/moderation-log/{year}.csv") for year in (2026, 2027))
    rows = list(csv.reader(second.text.splitlines()))
    assert rows[0] == list(views.HEAD)
    hidden = ["2027-03-02", "hidden", "idea", "unlawful", "law", "report", "no", "upheld"]
    given_back = ["2027-03-02", "restored", "idea", "our_mistake", "guidelines", "appeal"]
    assert [row[1:] for row in rows[1:]] == [hidden, [*given_back, "no", "none"]]
    assert first.text.count("declined,idea,advertising,guidelines,check,no,none") == 1
    assert [name for name in NAMES if name in first.text + second.text] == []
    assert client.get("/moderation-log/1.csv").status_code == 404


def test_a_table_longer_than_memory_holds_comes_whole_and_not_too_often(
    client: FlaskClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_history(clock)
    monkeypatch.setattr(views, "IN_MEMORY", 10)
    monkeypatch.setattr(queries, "PORTION", 1)
    for _ in range(LIMITS["table"].most):
        assert client.get("/moderation-log/2027.csv").text.count("\n") == 3
    assert client.get("/moderation-log/2027.csv").status_code == 429


def test_page_by_page(client: FlaskClient, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    a_history(clock)
    monkeypatch.setattr(views, "A_PAGE", 2)
    first = client.get("/moderation-log").text
    mark = first.partition("before=")[2].partition('"')[0]
    second = client.get(f"/moderation-log?before={mark}").text
    assert "Idea: Declined" not in first
    assert "Idea: Declined" in second
    assert client.get("/moderation-log?before=nonsense").status_code == 200
