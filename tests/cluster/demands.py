"""What is asked at the end: is everything there that was answered, and once?"""

import time
import urllib.request
from collections import Counter
from contextlib import suppress
from email.parser import BytesParser
from pathlib import Path

import sqlalchemy as sa

from ideas.comments.models import Comment
from ideas.db import BUSY, db
from ideas.events.models import RecordedEvent
from ideas.jobs.models import Job, JobState
from ideas.journey.models import Idea
from ideas.mail.models import MailState, Message
from ideas.storage.pictures import file_of
from ideas.submission.models import Picture
from ideas.voting.models import Ballot, Vote, VoteEvent, VoteState
from tests.cluster.people import People
from tests.cluster.site import WEB
from tests.cluster.whole import Cluster, Crowd

SECONDS_TO_SETTLE = 240
"""Longer than the lease of what a killed worker had in hand, and some rests of what failed."""
WAITING = {
    "events": sa.select(sa.func.count()).where(RecordedEvent.dispatched_at.is_(None)),
    "jobs": sa.select(sa.func.count()).where(Job.state == JobState.READY, Job.event.is_not(None)),
    "letters": sa.select(sa.func.count()).where(Message.state == MailState.WAITING),
}


def still_waiting() -> list[str]:
    """Wait until every event has its jobs, each job is done, each letter has left; what is late."""
    deadline, left = time.monotonic() + SECONDS_TO_SETTLE, {"database": 1}
    while left and time.monotonic() < deadline:
        with suppress(*BUSY):
            db.session.rollback()
            numbers = {name: db.session.scalar(each) or 0 for name, each in WAITING.items()}
            left = {name: number for name, number in numbers.items() if number}
        time.sleep(0.5)
    db.session.rollback()
    return [f"{number} {name} still wait" for name, number in left.items()]


def lost_votes(crowd: Crowd) -> list[str]:
    """The people who were told that they voted and have no vote, or whose vote has no event."""
    idea_id = _idea_of(crowd)
    there = db.session.scalars(sa.select(Vote.person_id).where(Vote.idea_id == idea_id))
    told = db.session.scalars(sa.select(VoteEvent.person_id).where(VoteEvent.idea_id == idea_id))
    kept = {str(each) for each in there} & {str(each) for each in told}
    return [about for about in _answered(crowd.voters) if about not in kept]


def doubled_votes(crowd: Crowd) -> list[str]:
    """What is not once: events of one vote, and a count that is not the rows."""
    idea_id = _idea_of(crowd)
    of_idea = sa.select(VoteEvent.person_id).where(VoteEvent.idea_id == idea_id)
    counted = of_idea.where(VoteEvent.to_state == VoteState.COUNTED)
    events = Counter(db.session.scalars(counted))
    twice = [f"person {person}" for person, times in events.items() if times > 1]
    is_counted = (Vote.idea_id == idea_id, Vote.state == VoteState.COUNTED)
    rows = db.session.scalar(sa.select(sa.func.count()).where(*is_counted))
    count = db.session.get_one(Ballot, idea_id, populate_existing=True).votes
    return twice if rows == count else [*twice, f"{count} counted, {rows} rows"]


def lost_events(crowd: Crowd) -> list[str]:
    """The comments that were answered and are not there, or have not exactly one event."""
    bodies = {
        body: str(each) for each, body in db.session.execute(sa.select(Comment.id, Comment.body))
    }
    named = sa.select(RecordedEvent).where(RecordedEvent.name == "comments.Commented")
    events = Counter(str(each.values["comment_id"]) for each in db.session.scalars(named))
    return [
        about
        for about in _answered(crowd.writers)
        if about not in bodies or events[bodies[about]] != 1
    ]


def lost_letters(cluster: Cluster, crowd: Crowd) -> list[str]:
    """The addresses that were promised a letter and got none."""
    got = letters_by_address(cluster.home)
    return [about for about in _answered(crowd.forgetful) if not got[about]]


def letters_by_address(home: Path) -> Counter[str]:
    """How many letters came to each address."""
    return Counter(each.name.partition(" ")[0] for each in (home / "letters").glob("*.eml"))


def latest_letter(cluster: Cluster, crowd: Crowd) -> float:
    """Seconds from the promise of a letter to its first copy, at most."""
    began = time.time() - time.monotonic()
    came: dict[str, float] = {}
    for each in (cluster.home / "letters").glob("*.eml"):
        name, at = each.name.partition(" ")[0], each.stat().st_mtime - began
        came[name] = min(at, came.get(name, at))
    late = [came[about] - at for at, about in crowd.forgetful.answered if about in came]
    return max(late, default=0.0)


def letters_twice(home: Path) -> int:
    """How many came more than once, which whoever reads the Message-ID can tell."""
    ids = Counter(_id_of(each) for each in (home / "letters").glob("*.eml"))
    return sum(times - 1 for times in ids.values())


def _id_of(letter: Path) -> str:
    with letter.open("rb") as file:
        return str(BytesParser().parse(file, headersonly=True)["Message-ID"])


def lost_pictures(crowd: Crowd) -> list[str]:
    """The drafts whose picture was taken and is not there, or a file of which cannot be read."""
    rows = db.session.execute(
        sa.select(Idea.slug, Picture.name, Picture.widths).join(Idea, Idea.id == Picture.idea_id)
    )
    kept = {slug for slug, name, widths in rows if all(_opens(name, width) for width in widths)}
    return [about for about in _answered(crowd.senders) if about not in kept]


def _opens(name: str, width: int) -> bool:
    try:
        with urllib.request.urlopen(f"{WEB}/media/{file_of(name, width)}", timeout=20) as file:
            return bool(file.read())
    except OSError:
        return False


def _idea_of(crowd: Crowd) -> int:
    db.session.rollback()
    return db.session.scalars(sa.select(Idea.id).where(Idea.slug == crowd.slug)).one()


def _answered(people: People) -> list[str]:
    return [about for _, about in people.answered]
