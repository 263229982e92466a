"""Writing digests."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from ideas import clock
from ideas.db import session, writes
from ideas.mail.actions import post
from ideas.notifications.actions import inserting, title_told, words_of
from ideas.notifications.digests import rules
from ideas.notifications.digests.models import Digest
from ideas.notifications.digests.queries import notices_due, people_due
from ideas.notifications.digests.rules import Due
from ideas.notifications.grouping import Line, lines_of
from ideas.notifications.models import Notice
from ideas.notifications.settings import Digests
from ideas.settings.queries import dials

PORTION = 30
TEMPLATE = "notifications/digest"
Stop = Callable[[int], str]


@writes
def write_due_digests(stop_address: Stop) -> int:
    """Write a portion of the digests that are due; answers for how many people.

    ``stop_address`` gives the address that stops a person's digests.
    """
    turned = dials(Digests)
    due = rules.due_at(clock.now(), hour=turned.hour, weekday=turned.weekday, zone=turned.zone)
    claimed = [person_id for person_id in people_due(due, PORTION) if _claim(person_id, due)]
    waiting = notices_due(claimed, due)
    for _, notices in groupby(waiting, key=lambda notice: notice.person_id):
        _write([notice for notice in notices if notice.read_at is None], due, stop_address)
    for notice in waiting:
        notice.waits_for = None
    return len(claimed)


def _claim(person_id: int, due: Due) -> bool:
    """True for the one worker whose row it is."""
    row = {"person_id": person_id, "due_on": due.day, "written_at": clock.now()}
    insert = inserting(Digest).values(row).on_conflict_do_nothing().returning(Digest.person_id)
    return session().scalar(insert) is not None


def _write(notices: Sequence[Notice], due: Due, stop_address: Stop) -> None:
    person = notices[0].person if notices else None
    if person is None or person.email is None or not person.is_verified:
        return
    subjects = _by_idea(notices)
    post(
        TEMPLATE,
        to=person.email,
        language=person.language,
        person_id=person.id,
        day=due.day.isoformat(),
        subjects=subjects[: rules.MOST_IDEAS],
        number=len(notices),
        more_ideas=max(0, len(subjects) - rules.MOST_IDEAS),
        unsubscribe_url=stop_address(person.id),
    )


def _by_idea(notices: Sequence[Notice]) -> list[dict[str, Any]]:
    """The notices under their ideas, the idea with the latest news first, as plain values."""
    ideas: dict[int | None, list[Notice]] = {}
    for notice in notices:
        ideas.setdefault(notice.idea_id, []).append(notice)
    return [_subject(each) for each in ideas.values()]


def _subject(notices: Sequence[Notice]) -> dict[str, Any]:
    lines, idea = lines_of(notices, len(notices)), notices[0].idea
    return {
        "title": title_told(notices[0]),
        "is_idea": idea is not None,
        "slug": idea.slug if idea and idea.hidden_at is None else "",
        "lines": [_line(line) for line in lines[: rules.MOST_LINES]],
        "more": max(0, len(lines) - rules.MOST_LINES),
    }


def _line(line: Line) -> dict[str, Any]:
    notice = line.newest
    return {
        "kind": notice.kind.value,
        "variant": notice.variant,
        "words": words_of(notice),
        "number": line.number,
        "at": notice.made_at.isoformat(),
    }


@writes
def forget_old_digests() -> None:
    """Drop the rows of digests long past."""
    session().execute(sa.delete(Digest).where(Digest.due_on < clock.today() - rules.KEPT))
