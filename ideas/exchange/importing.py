"""Importing a file in portions, each a transaction, so a stop loses one portion at most.

What is here already is left as it is; to go on after a stop, run the same import again.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from ideas.accounts.imports.actions import import_people
from ideas.audit.actions import note
from ideas.db import db
from ideas.exchange.mapping import BadRow, ColumnMap, IdeaRow, idea_of, key_of, vote_of
from ideas.exchange.reading import Row, Unreadable, rows_of
from ideas.exchange.reporting import Report
from ideas.journey.imports.actions import Origin, Words, import_idea, lock_imports, walk
from ideas.journey.imports.queries import imported_ideas
from ideas.journey.stages import Stage
from ideas.submission.imports.actions import set_tags
from ideas.voting.imports.actions import import_votes, settle_imported

T = TypeVar("T")
IDEAS_AT_ONCE, VOTES_AT_ONCE = 100, 5_000

LEFT = "left the site"

Progress = Callable[[int], None]
Known = dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Import:
    """One import: the source's name, its column map, where refusals and progress are told."""

    source: str
    columns: ColumnMap
    report: Report
    progress: Progress


def import_ideas(job: Import, path: Path) -> None:
    """Take the ideas of a file; Unreadable when it breaks off, once what was read is taken."""
    take = partial(_take_ideas, job, path)
    broken = _take_all(_good_ideas(job, path), IDEAS_AT_ONCE, take)
    _write_down(job, "import.ideas", broken)


def _good_ideas(job: Import, path: Path) -> Iterator[tuple[int, IdeaRow]]:
    seen: set[str] = set()
    for number, row in rows_of(path):
        job.progress(1)
        key = ""
        try:
            key = _read(row, lambda found: key_of(found, job.columns.ideas))
            idea = _read(row, lambda found: idea_of(found, job.columns.ideas))
            if idea.id in seen:
                raise BadRow("twice in the file")
        except BadRow as bad:
            job.report.refused(path, number, key, str(bad))
            continue
        seen.add(idea.id)
        yield number, idea


def _take_ideas(job: Import, path: Path, portion: list[tuple[int, IdeaRow]]) -> None:
    """Take a portion's ideas that are not here; another import may have brought some meanwhile."""
    lock_imports()
    known = imported_ideas(job.source, [row.id for _, row in portion])
    new = [(number, row) for number, row in portion if row.id not in known]
    job.report.taken("ideas here already", len(portion) - len(new))
    people = import_people(job.source, (row.creator for _, row in new))
    for number, row in new:
        if row.creator in people:
            _take(job.source, row, people[row.creator])
            job.report.taken("ideas taken")
        else:
            job.report.refused(path, number, row.id, LEFT)


def _take(source: str, row: IdeaRow, creator_id: int) -> None:
    """Make the idea and walk it to where it stood."""
    words = Words(row.title, row.summary, row.body, row.language)
    idea = import_idea(Origin(source, row.id, row.created_at), words, creator_id=creator_id)
    set_tags(idea, row.tags)
    if row.is_declined:
        walk(idea, Stage.SUBMITTED, Stage.DECLINED, sentence=row.reason)
    elif row.is_withdrawn:
        walk(idea, Stage.SUBMITTED, Stage.LIVE, Stage.WITHDRAWN, sentence=row.reason)
    else:
        walk(idea, Stage.SUBMITTED, Stage.LIVE, sentence=row.reason)


def import_vote_file(job: Import, path: Path) -> None:
    """Take the votes of a file; the ideas they are for were imported before.

    What the votes reach is settled once at the end, so that an idea does not close half-way.
    Unreadable when the file breaks off, once what was read is taken.
    """
    ideas, voted = imported_ideas(job.source), set[int]()
    take = partial(_take_votes, job, path, ideas=ideas, voted=voted)
    broken = _take_all(_good_votes(job, path, set(ideas)), VOTES_AT_ONCE, take)
    _take_all(iter(sorted(voted)), IDEAS_AT_ONCE, settle_imported)
    _write_down(job, "import.votes", broken)


def _good_votes(job: Import, path: Path, known: set[str]) -> Iterator[tuple[int, str, str]]:
    for number, row in rows_of(path):
        job.progress(1)
        try:
            idea, voter = _read(row, lambda found: vote_of(found, job.columns.votes))
            if idea not in known:
                raise BadRow("no such idea")
        except BadRow as bad:
            job.report.refused(path, number, "", str(bad))
            continue
        yield number, idea, voter


def _take_votes(
    job: Import, path: Path, portion: list[tuple[int, str, str]], *, ideas: Known, voted: set[int]
) -> None:
    """Take a portion's votes, and note which ideas they are for."""
    lock_imports()
    people = import_people(job.source, (voter for _, _, voter in portion))
    pairs = {}
    for number, key, voter in portion:
        idea_id, creator_id = ideas[key]
        if people.get(voter, creator_id) != creator_id:
            pairs[idea_id, people[voter]] = (number, f"{key} by {voter}")
        else:
            why = "own idea" if voter in people else LEFT
            job.report.refused(path, number, f"{key} by {voter}", why)
    outcome = import_votes(pairs)
    for pair, why in outcome.refused.items():
        job.report.refused(path, *pairs[pair], why)
    job.report.taken("votes taken", outcome.taken)
    job.report.taken("votes here already", len(pairs) - outcome.taken - len(outcome.refused))
    voted |= {idea_id for idea_id, _ in pairs}


def _read(row: Row | None, read: Callable[[Row], T]) -> T:
    if row is None:
        raise BadRow("unreadable")
    try:
        return read(row)
    except RecursionError:
        raise BadRow("unreadable") from None


def _take_all(rows: Iterator[T], size: int, take: Callable[[list[T]], None]) -> Unreadable | None:
    """Take rows in portions, each committed; answers why the file ended early, if it did."""
    broken, portion = None, list[T]()
    try:
        for row in rows:
            portion.append(row)
            if len(portion) == size:
                _take_portion(portion, take)
    except Unreadable as error:
        broken = error
    _take_portion(portion, take)
    return broken


def _take_portion(portion: list[T], take: Callable[[list[T]], None]) -> None:
    take(portion)
    db.session.commit()
    portion.clear()


def _write_down(job: Import, action: str, broken: Unreadable | None) -> None:
    counts: Counter[str] = job.report.counts
    note(action, f"import:{job.source}", by=None, counts=dict(counts))
    db.session.commit()
    if broken is not None:
        raise broken
