"""Is what was restored or moved whole? Rows, counts of votes, the vote log, the audit log."""

from collections.abc import Iterator, Mapping

from ideas.audit.chain.queries import fault_of_chain, head_of_chain
from ideas.db import db, session
from ideas.operations.backups.databases import counts_in
from ideas.operations.health import newest_revision, revision_of_database
from ideas.voting.log.checking import fault_of_log
from ideas.voting.recounts.queries import miscounted_ideas


def faults_of_site(counts: Mapping[str, int]) -> list[str]:
    """What is not as it should be, in sentences; ``counts`` are the rows there must be."""
    return [*_rows(counts), *_file(), *_logs()]


def _rows(counts: Mapping[str, int]) -> Iterator[str]:
    found = counts_in(session().connection())
    for name in sorted(counts.keys() & found.keys()):
        if found[name] != counts[name]:
            yield f"{name} has {found[name]:,} rows and should have {counts[name]:,}."
    for name in sorted(counts.keys() - found.keys()):
        if counts[name]:
            yield f"{name} is not known to this release."


def _file() -> Iterator[str]:
    if db.engine.dialect.name == "sqlite":
        said = session().connection().exec_driver_sql("PRAGMA integrity_check").scalar()
        if said != "ok":
            yield f"The database file is damaged: {said}."
        if session().connection().exec_driver_sql("PRAGMA foreign_key_check").first():
            yield "Rows of the database point at nothing."


def _logs() -> Iterator[str]:
    if revision_of_database() > newest_revision():
        yield "The database is of a newer release. Install that one."
    if wrong := miscounted_ideas():
        yield f"{len(wrong):,} ideas have another count than their votes. Run: ideas recount"
    if fault := fault_of_log():
        yield f"Vote log: {fault}"
    broken = fault_of_chain(head_of_chain())
    if broken is not None:
        yield f"Audit log: {broken.kind} at {broken.place}."
