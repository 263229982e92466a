"""Files as they come: rows nobody can read, files that break off, two imports at once."""

import csv
import gzip
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ideas.campaigns.actions import publish_terms
from ideas.campaigns.ladder import ladder_from
from ideas.exchange import importing
from ideas.exchange.commands import import_files
from ideas.exchange.importing import Import, import_ideas, import_vote_file
from ideas.exchange.mapping import BadMap, ColumnMap, read_map
from ideas.exchange.reading import Unreadable, size_of
from ideas.exchange.reporting import Report
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.voting.ballots.actions import expire_due
from ideas.voting.imports.actions import settle_imported
from ideas.voting.models import Ballot, TierCrossing
from tests.conftest import Clock
from tests.factories import a_person, the_campaign

GOOD = '{"id":"1","title":"One idea","body":"b","creator":"ann"}\n'
IDEAS = 100
Take = Callable[..., Counter[str]]


def good(number: int) -> str:
    return GOOD.replace('"1"', f'"{number}"')


@pytest.fixture
def take(session: Session, tmp_path: Path) -> Take:
    """Import the texts given as files of ideas and of votes; answers the counts."""
    the_campaign()

    def taken(ideas: str = "", votes: str = "") -> Counter[str]:
        with Report(tmp_path / "report.csv") as report:
            job = Import("s", ColumnMap(), report, lambda rows: None)
            for name, text, run in (
                ("ideas.jsonl", ideas, import_ideas),
                ("votes.jsonl", votes, import_vote_file),
            ):
                if text:
                    (tmp_path / name).write_text(text)
                    run(job, tmp_path / name)
        return report.counts

    return taken


def refusals(folder: Path) -> list[tuple[str, str]]:
    with (folder / "report.csv").open(encoding="utf-8") as file:
        return [(row["row"], row["why"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ('{"id":"2","title":"x \\ud800 y"}', "unreadable"),
        ('{"id":"2","title":"t","creator":"a\\ud800"}', "unreadable"),
        ('{"id":"\\ud800","title":"t"}', "unreadable"),
        ('{"id":"2","title":"t","tags":["a\\ud800"]}', "unreadable"),
        ("[" * 100_000, "unreadable"),
        ('{"id":"2","title":"t","created_at":"0001-01-01T00:00:00+14:00"}', "no such date"),
        ('{"id":"2","title":"t","created_at":"9999-12-31T23:00:00-14:00"}', "no such date"),
        ('{"id":["2"],"title":"t"}', "no plain text"),
        ('{"id":"2","title":{"a":1}}', "no plain text"),
        ('{"id":"2","title":"t","tags":{"a":1}}', "no plain text"),
        ('{"id":"2","title":"t","tags":[["a"]]}', "no plain text"),
    ],
)
def test_a_bad_row_is_refused_with_its_number_and_the_rest_taken(
    take: Take, tmp_path: Path, bad: str, why: str
) -> None:
    counts = take(good(1) + bad + "\n" + good(3))
    assert counts["ideas taken"] == 2
    assert refusals(tmp_path) == [("2", why)]


def test_a_pair_of_surrogates_is_a_letter(take: Take, session: Session) -> None:
    take('{"id":"1","title":"A \\ud83d\\udea2 that sails"}\n')
    assert session.scalar(sa.select(Idea.title)) == "A 🚢 that sails"


def test_a_field_nobody_writes_is_refused(session: Session, tmp_path: Path) -> None:
    the_campaign()
    path = tmp_path / "ideas.csv"
    long = "x" * (11 * 1024 * 1024)
    path.write_text(f"id,title,body\n1,One,b\n2,Two,{long}\n3,Three,b\n")
    with Report(tmp_path / "report.csv") as report:
        import_ideas(Import("s", ColumnMap(), report, lambda rows: None), path)
    assert report.counts["ideas taken"] == 2
    assert refusals(tmp_path) == [("2", "unreadable")]


@pytest.fixture
def cut_off(tmp_path: Path) -> Path:
    """A hundred ideas, gzipped, of which the second half was lost."""
    noise = random.Random(7)
    bodies = (noise.randbytes(2_000).hex() for _ in range(IDEAS))
    rows = (good(n).replace('"b"', f'"{body}"') for n, body in enumerate(bodies, 1))
    packed = gzip.compress("".join(rows).encode())
    path = tmp_path / "ideas.jsonl.gz"
    path.write_bytes(packed[: len(packed) // 2])
    return path


def test_of_a_file_that_breaks_off_what_could_be_read_is_taken(
    session: Session, cut_off: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "IDEAS_AT_ONCE", 7)
    the_campaign()
    rows = size_of(cut_off)
    with Report(tmp_path / "report.csv") as report:
        job = Import("s", ColumnMap(), report, lambda rows: None)
        with pytest.raises(Unreadable, match=f"unreadable after row {rows:,} "):
            import_ideas(job, cut_off)
    assert 0 < rows < IDEAS
    assert report.counts["ideas taken"] == rows
    assert session.scalar(sa.select(sa.func.count()).select_from(Idea)) == rows


def test_the_command_says_what_it_kept_of_it(app: Flask, cut_off: Path, tmp_path: Path) -> None:
    arguments = ["--source", "s", "--ideas", str(cut_off), "--report", str(tmp_path / "r.csv")]
    result = app.test_cli_runner().invoke(import_files, arguments)
    assert result.exit_code == 1
    assert "ideas taken" in result.stdout
    assert "unreadable after row" in result.stderr
    assert "is kept" in result.stderr


def test_a_map_that_is_no_toml_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text("[ideas\nid =")
    with pytest.raises(BadMap, match=r"map\.toml"):
        read_map(path)


def test_two_imports_at_once_bring_each_idea_once(session: Session, tmp_path: Path) -> None:
    """The second import begins and ends while the first is reading."""
    the_campaign()
    path = tmp_path / "ideas.jsonl"
    path.write_text(good(1) + good(2))
    with Report(tmp_path / "first.csv") as first, Report(tmp_path / "second.csv") as second:
        others = [Import("s", ColumnMap(), second, lambda rows: None)]

        def while_reading(rows: int) -> None:
            while others:
                import_ideas(others.pop(), path)

        import_ideas(Import("s", ColumnMap(), first, while_reading), path)
    assert second.counts["ideas taken"] == first.counts["ideas here already"] == 2
    assert session.scalar(sa.select(sa.func.count()).select_from(Idea)) == 2


VOTE = '{"idea":"1","voter":"bob"}\n'


def test_votes_are_known_again_after_the_ballot_closed(take: Take, clock: Clock) -> None:
    take(GOOD, VOTE)
    clock.go(days=100)
    expire_due()
    counts = take(GOOD, VOTE + VOTE.replace("bob", "late"))
    assert counts["votes here already"] == 1
    assert counts["refused: no open ballot"] == 1


def test_votes_past_the_goal_all_count_where_nothing_is_checked(
    take: Take, session: Session, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    """Without a certification window the idea qualifies, but not before the file has ended."""
    monkeypatch.setattr(importing, "VOTES_AT_ONCE", 2)
    adam, ladder = a_person("Adam", Role.ADMIN), ladder_from(((2, 30), (3, 30)))
    publish_terms(the_campaign(), ladder, by=adam, reason="x", certification_hours=0)
    take(GOOD, "".join(VOTE.replace("bob", f"bob{number}") for number in range(5)))
    assert session.scalar(sa.select(Ballot.votes)) == 5
    assert session.scalar(sa.select(Idea.stage)) is Stage.QUALIFIED
    assert len(session.scalars(sa.select(TierCrossing)).all()) == 2


def test_a_stopped_import_settles_when_it_goes_on(
    take: Take, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    adam, ladder = a_person("Adam", Role.ADMIN), ladder_from(((2, 30),))
    publish_terms(the_campaign(), ladder, by=adam, reason="x")
    votes = VOTE + VOTE.replace("bob", "eve")

    def stop(idea_ids: list[int]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(importing, "settle_imported", stop)
    with pytest.raises(KeyboardInterrupt):
        take(GOOD, votes)
    session.rollback()
    assert session.scalar(sa.select(Idea.stage)) is Stage.LIVE
    monkeypatch.setattr(importing, "settle_imported", settle_imported)
    take(GOOD, votes)
    assert session.scalar(sa.select(Idea.stage)) is Stage.CERTIFYING
