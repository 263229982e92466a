"""Importing a file in portions, each a transaction, so a stop loses one portion at most.

What is here already is left as it is; to go on after a stop, run the same import again.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from ideas.accounts.imports.actions import import_people
from ideas.audit.actions import note
from ideas.db import db
from ideas.exchange.mapping import BadRow, ColumnMap, IdeaRow, idea_of, vote_of
from ideas.exchange.reading import Row, rows_of
from ideas.exchange.reporting import Report
from ideas.journey.imports.actions import Origin, Words, import_idea, walk
from ideas.journey.imports.queries import imported_ideas
from ideas.journey.stages import Stage
from ideas.submission.imports.actions import set_tags
from ideas.voting.imports.actions import import_votes

T = TypeVar("T")
IDEAS_AT_ONCE, VOTES_AT_ONCE = 100, 5_000

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Import:
    """One import: the source's name, its column map, where refusals and progress are told."""

    source: str
    columns: ColumnMap
    report: Report
    progress: Progress


def import_ideas(job: Import, path: Path) -> None:
    """Take the ideas of a file."""
    known = imported_ideas(job.source)
    for portion in _portions(_good_ideas(job, path), IDEAS_AT_ONCE):
        new = [row for row in portion if row.id not in known]
        job.report.taken("ideas here already", len(portion) - len(new))
        people = import_people(job.source, (row.creator for row in new))
        for row in new:
            known[row.id] = (_take(job.source, row, people[row.creator]), people[row.creator])
        job.report.taken("ideas taken", len(new))
        db.session.commit()
    _write_down(job, "import.ideas")


def _good_ideas(job: Import, path: Path) -> Iterator[IdeaRow]:
    seen: set[str] = set()
    for number, row in rows_of(path):
        job.progress(1)
        key = str((row or {}).get(job.columns.ideas.id, ""))
        try:
            idea = _read(row, lambda found: idea_of(found, job.columns.ideas))
            if idea.id in seen:
                raise BadRow("twice in the file")
        except BadRow as bad:
            job.report.refused(path, number, key, str(bad))
            continue
        seen.add(idea.id)
        yield idea


def _take(source: str, row: IdeaRow, creator_id: int) -> int:
    """Make the idea and walk it to where it stood; answers its id."""
    words = Words(row.title, row.summary, row.body, row.language)
    idea = import_idea(Origin(source, row.id, row.created_at), words, creator_id=creator_id)
    set_tags(idea, row.tags)
    if row.is_declined:
        walk(idea, Stage.SUBMITTED, Stage.DECLINED, sentence=row.reason)
    elif row.is_withdrawn:
        walk(idea, Stage.SUBMITTED, Stage.LIVE, Stage.WITHDRAWN, sentence=row.reason)
    else:
        walk(idea, Stage.SUBMITTED, Stage.LIVE, sentence=row.reason)
    return idea.id


def import_vote_file(job: Import, path: Path) -> None:
    """Take the votes of a file; the ideas they are for were imported before."""
    ideas = imported_ideas(job.source)
    for portion in _portions(_good_votes(job, path, set(ideas)), VOTES_AT_ONCE):
        people = import_people(job.source, (voter for _, _, voter in portion))
        pairs = {}
        for number, key, voter in portion:
            idea_id, creator_id = ideas[key]
            if people[voter] == creator_id:
                job.report.refused(path, number, f"{key} by {voter}", "own idea")
            else:
                pairs[idea_id, people[voter]] = (number, f"{key} by {voter}")
        outcome = import_votes(pairs)
        for pair, why in outcome.refused.items():
            job.report.refused(path, *pairs[pair], why)
        job.report.taken("votes taken", outcome.taken)
        job.report.taken("votes here already", len(pairs) - outcome.taken - len(outcome.refused))
        db.session.commit()
    _write_down(job, "import.votes")


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


def _read(row: Row | None, read: Callable[[Row], T]) -> T:
    if row is None:
        raise BadRow("unreadable")
    return read(row)


def _portions(rows: Iterator[T], size: int) -> Iterator[list[T]]:
    while portion := list(islice(rows, size)):
        yield portion


def _write_down(job: Import, action: str) -> None:
    counts: Counter[str] = job.report.counts
    note(action, f"import:{job.source}", by=None, counts=dict(counts))
    db.session.commit()
