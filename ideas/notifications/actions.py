"""Following, telling, reading, choosing, and writing the e-mails."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ideas import clock
from ideas.accounts.models import Person
from ideas.db import session, writes
from ideas.journey.models import Idea
from ideas.mail.actions import post
from ideas.notifications import rules
from ideas.notifications.models import Follow, Notice, Preference
from ideas.notifications.queries import choices_of, waiting_for_mail
from ideas.notifications.rules import Told, Topic, Way
from ideas.refusals import refuse
from ideas.text import in_language

PORTION = 50
TEMPLATE = "notifications/notice"


@writes
def follow(idea: Idea, *, by: Person) -> None:
    """Follow an idea; twice is once."""
    refuse(rules.refusal_to_follow(idea.stage, is_hidden=idea.hidden_at is not None))
    row = {"idea_id": idea.id, "person_id": by.id, "followed_at": clock.now()}
    session().execute(inserting(Follow).values(row).on_conflict_do_nothing())


@writes
def unfollow(idea: Idea, *, by: Person) -> None:
    """Stop following an idea."""
    own = (Follow.idea_id == idea.id, Follow.person_id == by.id)
    session().execute(sa.delete(Follow).where(*own))


def inserting(model: type[Any]) -> Any:
    """An INSERT that can be told what to do on a conflict, for the database at hand."""
    is_postgres = session().get_bind().dialect.name == "postgresql"
    return postgresql.insert(model) if is_postgres else sqlite.insert(model)


@writes
def tell(told: Told, recipients: sa.SelectBase) -> None:
    """A notice for each recipient but the actor, in one statement; again changes nothing.

    Whoever cannot sign in or switched the topic off is told nothing, and only confirmed addresses
    get e-mail.
    """
    topic = rules.TOPIC_OF[told.kind]
    chosen = sa.and_(Preference.person_id == Person.id, Preference.topic == topic)
    way = _way_of(topic)
    may_mail = sa.and_(Person.email_confirmed_at.is_not(None), Person.suspended_at.is_(None))
    waits_for = sa.case((sa.and_(may_mail, way.in_(rules.BY_MAIL)), way))
    values: dict[str, Any] = {
        "kind": told.kind,
        "variant": told.variant,
        "key": told.key,
        "idea_id": told.idea_id,
        "actor_id": told.actor_id,
        "words": told.words,
        "made_at": clock.now(),
    }
    columns = [sa.literal(value, Notice.__table__.c[name].type) for name, value in values.items()]
    people = (
        sa.select(Person.id, waits_for, *columns)
        .outerjoin(Preference, chosen)
        .where(Person.id.in_(recipients), Person.email.is_not(None), Person.erased_at.is_(None))
        .where(way != Way.OFF)
    )
    if told.actor_id is not None:
        people = people.where(Person.id != told.actor_id)
    insert = inserting(Notice).from_select(["person_id", "waits_for", *values], people)
    session().execute(insert.on_conflict_do_nothing())


def _way_of(topic: Topic) -> sa.ColumnElement[Any]:
    """How a topic reaches the person of a row; what has to reach people knows one way."""
    usual = sa.literal(rules.USUAL[topic], Preference.way.type)
    return usual if topic in rules.REQUIRED else sa.func.coalesce(Preference.way, usual)


@writes
def mark_read(up_to: int, *, by: Person, topic: Topic | None = None) -> None:
    """All notices up to this one are read, or those of a topic; newer ones stay new."""
    unread = sa.update(Notice).where(
        Notice.person_id == by.id, Notice.id <= up_to, Notice.read_at.is_(None)
    )
    if topic is not None:
        unread = unread.where(Notice.kind.in_(rules.kinds_of(topic)))
    session().execute(unread.values(read_at=clock.now()))


@writes
def mark(notice_ids: Collection[int], *, read: bool, by: Person) -> None:
    """One's own notices of these are read, or new again."""
    own = sa.update(Notice).where(Notice.person_id == by.id, Notice.id.in_(notice_ids))
    other = Notice.read_at.is_(None) if read else Notice.read_at.is_not(None)
    session().execute(own.where(other).values(read_at=clock.now() if read else None))


@writes
def choose(choices: Mapping[Topic, Way], *, by: Person) -> None:
    """Keep how somebody wants each topic; what is unknown to it or has one way is passed over."""
    for topic, way in choices.items():
        if topic not in rules.REQUIRED and way in rules.ways_for(topic):
            _keep_choice(by.id, topic, way)


@writes
def stop_mail(person_id: int, topic: Topic) -> None:
    """No more e-mail on a topic: what the link in every mail does. Twice is once."""
    if topic in rules.REQUIRED or not _is_there(person_id):
        return
    if choices_of(person_id)[topic] in rules.BY_MAIL:
        _keep_choice(person_id, topic, Way.SITE)


@writes
def stop_digests(person_id: int) -> None:
    """No more digests: their topics stay on the site. Twice is once."""
    if not _is_there(person_id):
        return
    for topic, way in choices_of(person_id).items():
        if way in rules.IN_DIGEST:
            _keep_choice(person_id, topic, Way.SITE)


def _is_there(person_id: int) -> bool:
    """False for who has left: a link in an old mail keeps nothing about them. Held till the end."""
    held = sa.select(Person.erased_at).where(Person.id == person_id)
    row = session().execute(held.with_for_update(read=True)).one_or_none()
    return row is not None and row.erased_at is None


def _keep_choice(person_id: int, topic: Topic, way: Way) -> None:
    """Keep a choice; what waits already goes the new way, too."""
    chosen = {"way": way, "chosen_at": clock.now()}
    keep = inserting(Preference).values(person_id=person_id, topic=topic, **chosen)
    session().execute(
        keep.on_conflict_do_update(index_elements=["person_id", "topic"], set_=chosen)
    )
    waiting = (Notice.person_id == person_id, Notice.waits_for.is_not(None))
    now_waits_for = way if way in rules.BY_MAIL else None
    session().execute(
        sa.update(Notice)
        .where(*waiting, Notice.kind.in_(rules.kinds_of(topic)))
        .values(waits_for=now_waits_for)
    )


@writes
def write_waiting_mail(stop_address: Callable[[int, Topic], str]) -> int:
    """Write a portion of the e-mails that notices wait for; answers how many.

    ``stop_address`` gives the address that stops a topic for a person.
    """
    waiting = waiting_for_mail(PORTION)
    for notice in waiting:
        notice.waits_for = None
        if notice.person.email is not None and notice.person.is_active:
            _write_mail(notice, notice.person.email, stop_address)
    return len(waiting)


def _write_mail(notice: Notice, address: str, stop_address: Callable[[int, Topic], str]) -> None:
    topic = rules.TOPIC_OF[notice.kind]
    post(
        TEMPLATE,
        to=address,
        language=notice.person.language,
        person_id=notice.person_id,
        kind=notice.kind.value,
        variant=notice.variant,
        topic=topic.value,
        words=words_of(notice),
        slug=notice.idea.slug if title_told(notice) and notice.idea else "",
        unsubscribe_url="" if topic in rules.REQUIRED else stop_address(notice.person_id, topic),
    )


def words_of(notice: Notice) -> dict[str, Any]:
    """Everything that fills a notice's sentence: its own words, the idea's title, the actor."""
    name = notice.actor.name if notice.actor else ""
    return {**notice.words, "title": title_told(notice), "name": name}


def title_told(notice: Notice) -> str:
    """The idea's title, or its campaign's name where that is told of.

    None while the idea is hidden from whoever is told.
    """
    idea, campaign = notice.idea, notice.words.get("campaign")
    if campaign:
        return in_language(campaign, notice.person.language).text
    if idea is None or (idea.hidden_at is not None and notice.person_id not in idea.team_ids):
        return ""
    return idea.title


@writes
def forget_old_notices() -> None:
    """Drop what was told more than a year ago."""
    old = sa.delete(Notice).where(Notice.made_at < clock.now() - rules.KEPT)
    session().execute(old.where(Notice.waits_for.is_(None)))
