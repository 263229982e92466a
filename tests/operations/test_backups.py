"""A site is saved while votes go on, brought back elsewhere, and never starts from half a copy."""

import io
import json
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy.orm import Session

from ideas.audit.actions import note
from ideas.audit.chain.listeners import seal_entries
from ideas.config import BadConfig, Config, from_environment
from ideas.db import db, take_write_lock
from ideas.elsewhere import restore
from ideas.journey.models import Idea
from ideas.operations.backups.checking import faults_of_site
from ideas.operations.backups.commands import backup
from ideas.operations.backups.last import last_backup_at
from ideas.voting.actions import cast_vote
from ideas.voting.log.listeners import publish_votes
from tests.conftest import Clock, elsewhere
from tests.databases import new_database
from tests.factories import a_live_idea, a_person, votes_for

LADDER = ((50_000, 30), (90_000, 60))
COUNTS = (
    "SELECT (SELECT sum(votes) FROM ballots), (SELECT count(*) FROM votes WHERE state = 'counted')"
)


class Place:
    """Somewhere a site can be brought back to."""

    def __init__(self, home: Path, address: str) -> None:
        self.home = home
        self.environ = {"IDEAS_HOME": str(home), "IDEAS_DATABASE_URL": address}

    def bring_back(self, file: Path, *more: str) -> Result:
        """Run ``ideas restore`` here."""
        return CliRunner(env=self.environ).invoke(restore, [str(file), *more])

    def count(self) -> tuple[int, int]:
        """What its ballots say, and the votes that are there."""
        engine = sa.create_engine(self.environ["IDEAS_DATABASE_URL"])
        with engine.connect() as connection:
            said = connection.execute(sa.text(COUNTS)).one()
        engine.dispose()
        return int(said[0]), int(said[1])


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with new_database(tmp_path) as address:
        yield Place(tmp_path / "elsewhere", address)


@pytest.fixture
def idea(migrated: Session, clock: Clock, config: Config) -> Idea:
    """An idea with votes in the log, a sealed audit log, and a picture in the home."""
    idea = a_live_idea(ladder=LADDER)
    votes_for(idea, 3)
    publish_votes()
    note("test.note", "thing:1", by=None)
    migrated.commit()
    seal_entries()
    picture = config.pictures_dir / "ab" / "abcdefgh-320.webp"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(b"a picture")
    return idea


def saved(app: Flask, folder: Path) -> tuple[Path, Path]:
    """The site in a file, and its keys in another."""
    file, keys = folder / "site.tar.gz", folder / "keys.json"
    said = app.test_cli_runner().invoke(backup, [str(file), "--keys", str(keys)])
    assert said.exit_code == 0, said.output
    return file, keys


class Crowd:
    """Votes one after the other until told to stop."""

    def __init__(self, app: Flask, idea: Idea) -> None:
        self.app, self.idea_id, self.cast = app, idea.id, 0
        self.over, self.is_voting = threading.Event(), threading.Event()
        db.session.commit()
        self.thread = threading.Thread(target=elsewhere().run, args=(self.vote,))

    def vote(self) -> None:
        """Each vote in a transaction of its own."""
        with self.app.app_context():
            idea = db.session.get_one(Idea, self.idea_id)
            while not self.over.is_set():
                cast_vote(idea, by=a_person(f"Late {self.cast}"))
                db.session.commit()
                self.cast += 1
                self.is_voting.set()

    def __enter__(self) -> "Crowd":
        self.thread.start()
        assert self.is_voting.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()


def test_a_site_saved_while_votes_go_on_is_whole_elsewhere(
    app: Flask, idea: Idea, place: Place, tmp_path: Path, config: Config, clock: Clock
) -> None:
    with Crowd(app, idea) as crowd:
        before = crowd.cast
        file, keys = saved(app, tmp_path)
        after = crowd.cast
    assert [each.stat().st_mode & 0o777 for each in (file, keys)] == [0o600, 0o600]
    assert config.secret_key not in file.read_bytes().decode("latin-1")
    assert last_backup_at(config) == clock.moment
    done = place.bring_back(file, "--keys", str(keys))
    assert done.exit_code == 0, done.output
    assert "Everything is whole." in done.output
    assert "ideas erase-again" in done.output
    said, there = place.count()
    assert said == there
    assert 3 + before <= there <= 3 + after + 1
    assert (place.home / "pictures/ab/abcdefgh-320.webp").read_bytes() == b"a picture"
    assert (place.home / "secret").read_text() == config.secret_key
    assert (place.home / "secret").stat().st_mode & 0o777 == 0o600
    assert from_environment(place.environ).home == place.home
    again = place.bring_back(file, "--keys", str(keys))
    assert again.exit_code == 1
    assert "is not empty" in again.output


def test_half_a_copy_never_starts(app: Flask, idea: Idea, place: Place, tmp_path: Path) -> None:
    file, keys = saved(app, tmp_path)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    cut = place.bring_back(file, "--keys", str(keys))
    assert (cut.exit_code, cut.output) == (1, "Error: The backup was cut short or is damaged.\n")
    with pytest.raises(BadConfig, match="half a copy"):
        from_environment(place.environ)
    file.write_bytes(whole)
    assert "holds half a copy" in place.bring_back(file, "--keys", str(keys)).output


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("no end", "its end is missing"),
        ("another picture", "is not as it was saved"),
        ("no picture", "is missing from the backup"),
        ("a way out", "does not belong into a backup"),
    ],
)
def test_what_was_changed_is_refused(
    app: Flask, idea: Idea, place: Place, tmp_path: Path, *, wrong: str, said: str
) -> None:
    file, keys = saved(app, tmp_path)
    rewrite(file, wrong)
    refused = place.bring_back(file, "--keys", str(keys))
    assert refused.exit_code == 1
    assert said in refused.output
    assert not (tmp_path / "escaped").exists()


def rewrite(file: Path, wrong: str) -> None:
    """Make a backup that somebody changed."""
    with tarfile.open(file) as archive:
        kept = {each.name: archive.extractfile(each).read() for each in archive}  # type: ignore[union-attr]
    picture = next(name for name in kept if name.endswith(".webp"))
    manifest = kept.pop("manifest.json")
    if wrong == "another picture":
        kept[picture] = b"another"
    elif wrong == "no picture":
        del kept[picture]
    elif wrong == "a way out":
        kept["files/pictures/../../../escaped"] = b"out"
    if wrong != "no end":
        kept["manifest.json"] = manifest
    with tarfile.open(file, "w:gz") as archive:
        for name, content in kept.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))


def test_without_its_keys_a_site_comes_back_only_when_that_is_meant(
    app: Flask, idea: Idea, place: Place, tmp_path: Path
) -> None:
    file, keys = saved(app, tmp_path)
    assert json.loads(keys.read_text()).keys() >= {"secret", "vote-log-keys"}
    refused = place.bring_back(file)
    assert refused.exit_code == 1
    assert "keys of the site are not here:" in refused.output
    assert "secret, vote-log-keys" in refused.output


def test_pictures_in_a_bucket_are_not_forgotten(
    app: Flask, idea: Idea, place: Place, tmp_path: Path
) -> None:
    file, keys = saved(app, tmp_path)
    place.environ["IDEAS_STORAGE_URL"] = "s3://key:secret@127.0.0.1:1/brand?tls=0"
    refused = place.bring_back(file, "--keys", str(keys))
    assert refused.exit_code == 1
    assert "The pictures of this backup are in the home." in refused.output


def test_rows_that_are_missing_and_votes_miscounted_are_named(
    migrated: Session, idea: Idea
) -> None:
    assert faults_of_site({"votes": 3}) == []
    take_write_lock()
    migrated.execute(sa.text("UPDATE ballots SET votes = 9"))
    migrated.commit()
    assert faults_of_site({"votes": 4, "gone": 1}) == [
        "votes has 3 rows and should have 4.",
        "gone is not known to this release.",
        "1 ideas have another count than their votes. Run: ideas recount",
    ]


def test_an_older_backup_is_never_written_over(app: Flask, idea: Idea, tmp_path: Path) -> None:
    file, _ = saved(app, tmp_path)
    old = file.read_bytes()
    again = app.test_cli_runner().invoke(backup, [str(file)])
    assert again.exit_code == 1
    assert f"{file} is there already." in again.output
    assert file.read_bytes() == old
    assert [each.name for each in tmp_path.glob(".*")] == []
