"""Speaking, correcting, taking back, taking down."""

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.comments import rules
from ideas.comments.events import (
    Commented,
    CommentTakenDown,
    OfficialAnswered,
    UpdatePublished,
    UpdateTakenDown,
)
from ideas.comments.mentions.actions import link_people
from ideas.comments.models import Comment, RemovalReason, Update
from ideas.comments.queries import locked_comment, locked_update, place_of, said_of, twin_of
from ideas.comments.settings import Conversation
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.journey.models import Idea
from ideas.refusals import refuse
from ideas.settings.queries import dials
from ideas.text import html_of, on_one_line, upright


@writes
def write_comment(idea: Idea, body: str, *, by: Person, parent: Comment | None = None) -> Comment:
    """Speak under an idea; a reply to a reply stands beside it, and said twice at once is once."""
    refuse(rules.refusal_to_speak(place_of(idea)))
    refuse(rules.refusal_to_reply(said_of(parent) if parent else None))
    beside = (parent.parent_id or parent.id) if parent else None
    twin = twin_of(idea.id, by, beside, _kept(body))
    if twin is not None:
        return twin
    comment = _say(idea, body, by=by, parent_id=beside)
    record(Commented(comment.id, idea.id, by.id))
    return comment


@writes
def answer_officially(idea: Idea, body: str, *, by: Person) -> Comment:
    """Speak for the brand: pinned, badged, audited."""
    refuse(rules.refusal_to_answer(place_of(idea), is_own=by.id in idea.team_ids))
    answer = _say(idea, body, by=by, is_official=True)
    note("comment.answer", f"comment:{answer.id}", by=by.id, idea=idea.id)
    record(OfficialAnswered(answer.id, idea.id))
    return answer


def _kept(body: str) -> str:
    """Words as they are kept: nothing in them turns or hides others."""
    return upright(body).strip()


def _say(
    idea: Idea, body: str, *, by: Person, parent_id: int | None = None, is_official: bool = False
) -> Comment:
    refuse(rules.refusal_to_say(body, dials(Conversation).longest))
    comment = Comment(
        idea_id=idea.id,
        author_id=by.id,
        parent_id=parent_id,
        body=_kept(body),
        body_html="",
        language=by.language,
        is_staff=by.is_staff,
        is_official=is_official,
        created_at=clock.now(),
    )
    session().add(comment)
    session().flush()
    link_people(comment)
    return comment


@writes
def edit_comment(comment: Comment, body: str) -> Comment:
    """Correct one's own words while the time for it runs."""
    comment, turned = locked_comment(comment.id), dials(Conversation)
    moment = clock.now()
    refuse(rules.refusal_to_edit(said_of(comment), moment, turned.edit_minutes))
    refuse(rules.refusal_to_say(body, turned.longest))
    if _kept(body) != comment.body:
        comment.body, comment.edited_at = _kept(body), moment
        link_people(comment)
    return comment


@writes
def take_back(comment: Comment, *, by: Person) -> None:
    """Remove one's own words; their place stays if others replied."""
    _remove(locked_comment(comment.id), RemovalReason.OWN, by=by)


@writes
def take_down(comment: Comment, reason: RemovalReason, *, by: Person) -> None:
    """Remove somebody's words, with a reason that everybody can read."""
    comment = locked_comment(comment.id)
    _remove(comment, reason, by=by)
    note("comment.remove", f"comment:{comment.id}", by=by.id, reason=reason.value)
    record(CommentTakenDown(comment.id, comment.idea_id, comment.author_id, reason.value))


@writes
def put_back(comment: Comment, *, by: Person) -> None:
    """Give a comment that was taken down its place again."""
    comment = locked_comment(comment.id)
    _put_back(comment)
    note("comment.put_back", f"comment:{comment.id}", by=by.id)


@writes
def put_back_update(update: Update, *, by: Person) -> None:
    """Give news that was taken down its place again."""
    update = locked_update(update.id)
    _put_back(update)
    note("update.put_back", f"update:{update.id}", by=by.id)


@writes
def publish_update(idea: Idea, title: str, body: str, *, by: Person) -> Update:
    """Tell news about one's idea."""
    refuse(rules.refusal_to_tell(place_of(idea)))
    refuse(rules.refusal_to_entitle(title))
    refuse(rules.refusal_to_say(body, dials(Conversation).longest * rules.UPDATE_TIMES))
    update = Update(
        idea_id=idea.id,
        author_id=by.id,
        title=on_one_line(title),
        body=_kept(body),
        body_html=html_of(_kept(body)),
        language=by.language,
        published_at=clock.now(),
    )
    session().add(update)
    session().flush()
    record(UpdatePublished(update.id, idea.id))
    return update


@writes
def take_back_update(update: Update, *, by: Person) -> None:
    """Remove the team's own news."""
    _remove(locked_update(update.id), RemovalReason.OWN, by=by)


@writes
def take_down_update(update: Update, reason: RemovalReason, *, by: Person) -> None:
    """Remove a team's news, with a reason that everybody can read."""
    update = locked_update(update.id)
    _remove(update, reason, by=by)
    note("update.remove", f"update:{update.id}", by=by.id, reason=reason.value)
    record(UpdateTakenDown(update.id, update.idea_id, update.author_id, reason.value))


@writes
def forget_words_of(person_id: int) -> None:
    """Erase what a person said; the brand's own answers stay."""
    said = sa.select(Comment).where(Comment.author_id == person_id, Comment.is_official.is_(False))
    told = sa.select(Update).where(Update.author_id == person_id)
    moment, current = clock.now(), session()
    for update in current.scalars(told):
        update.title = ""
    for row in (*current.scalars(said), *current.scalars(told)):
        row.body = row.body_html = ""
        if row.removed_at is None:
            row.removed_at, row.removal_reason = moment, RemovalReason.OWN


def _remove(row: Comment | Update, reason: RemovalReason, *, by: Person) -> None:
    refuse(rules.refusal_to_remove(said_of(row)))
    row.removed_at, row.removed_by_id, row.removal_reason = clock.now(), by.id, reason


def _put_back(row: Comment | Update) -> None:
    is_down = row.removal_reason not in {None, RemovalReason.OWN} and bool(row.body)
    refuse(rules.refusal_to_put_back(is_down=is_down))
    row.removed_at = row.removed_by_id = row.removal_reason = None
    session().flush()
