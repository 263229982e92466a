"""Audit entries as they are read: with the names of people and the titles of ideas."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from ideas.accounts.queries import names_of
from ideas.audit.models import AuditEntry
from ideas.desk.records.subjects import subjects_named
from ideas.journey.models import Idea
from ideas.journey.queries import ideas_by_id


@dataclass(frozen=True)
class Told:
    """An entry: ``about`` as it is kept, ``subject`` in words, with its page if it has one."""

    id: int
    at: datetime
    who: str
    action: str
    about: str
    subject: str
    url: str | None
    detail: Mapping[str, Any]


def told(entries: Sequence[AuditEntry]) -> list[Told]:
    """These entries, their names read in two queries, and one for each other kind of subject."""
    people = _ids("person", entries) | {each.actor_id for each in entries if each.actor_id}
    names, ideas = names_of(people), ideas_by_id(_ids("idea", entries))
    others = subjects_named(entry.subject for entry in entries)
    return [_told(each, names, ideas, others) for each in entries]


def _ids(kind: str, entries: Iterable[AuditEntry]) -> set[int]:
    """The numbers of the subjects of one kind, as 12 in ``idea:12``."""
    split = (entry.subject.partition(":") for entry in entries)
    return {int(number) for found, _, number in split if found == kind and number.isdecimal()}


def _told(
    entry: AuditEntry,
    names: Mapping[int, str],
    ideas: Mapping[int, Idea],
    others: Mapping[str, str],
) -> Told:
    kind, _, number = entry.subject.partition(":")
    subject, url = others.get(entry.subject, entry.subject), None
    if kind == "person" and number.isdecimal():
        subject = names.get(int(number), subject)
    elif kind == "idea" and number.isdecimal() and (idea := ideas.get(int(number))):
        subject, url = idea.title, url_for("gallery.idea", slug=idea.slug)
    return Told(
        id=entry.id,
        at=entry.at,
        who=names.get(entry.actor_id or 0, ""),
        action=entry.action,
        about=entry.subject,
        subject=subject,
        url=url,
        detail=entry.detail,
    )
