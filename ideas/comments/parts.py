"""What each part of the conversation needs, for its own pages and for the idea's."""

from typing import Any

from flask import request
from flask_login import current_user

from ideas.comments.forms import AnswerForm, CommentForm, RemovalForm, UpdateForm
from ideas.comments.models import Comment
from ideas.comments.settings import Conversation
from ideas.comments.thread import answers_for, strand_for, thread_for, updates_for, voice_for
from ideas.comments.threads.queries import REPLIES_PAGE
from ideas.comments.threads.rules import Sort, mark_from, sort_from
from ideas.journey.models import Idea
from ideas.settings.queries import dials
from ideas.web.forms import Form

ALL_REPLIES = 1000


def thread_values(idea: Idea, **values: Any) -> dict[str, Any]:
    """What ``comments/_thread.html`` needs."""
    sort, before = sort_from(request.args.get("sort")), mark_from(request.args.get("before"))
    shown = {
        "idea": idea,
        "thread": thread_for(current_user, idea, sort=sort, before=before),
        "pinned": answers_for(current_user, idea)[:1] if before is None else [],
        "sort": sort,
        "sorts": list(Sort),
        "is_first": before is None,
    }
    return {**shown, **_forms(form=CommentForm), **values}


def replies_values(idea: Idea, to: Comment, **values: Any) -> dict[str, Any]:
    """What ``comments/replies.html`` and the reply's form in it need."""
    after = mark_from(request.args.get("after"))
    root_id, limit = to.parent_id or to.id, ALL_REPLIES if "form" in values else REPLIES_PAGE
    strand = strand_for(current_user, idea, root_id, after=after.id if after else 0, limit=limit)
    is_nested = to.parent_id is not None and to.author_id != current_user.id
    voice = voice_for(current_user, idea, to)
    begun = f"@{voice.author_handle} " if is_nested and voice.author_handle else ""
    shown = {"idea": idea, "thread": strand, "c": strand.voices[0], "to": voice, "root_id": root_id}
    forms = _forms(form=CommentForm)
    if "form" in forms and not forms["form"]["body"].data:
        forms["form"]["body"].data = begun
    return {**shown, **forms, **values}


def strand_values(idea: Idea, root_id: int, **values: Any) -> dict[str, Any]:
    """What ``comments/_strand.html`` needs: all replies, so that a new one is among them."""
    thread = strand_for(current_user, idea, root_id, limit=ALL_REPLIES)
    return {"idea": idea, "thread": thread, "c": thread.voices[0], **_forms(), **values}


def answers_values(idea: Idea, **values: Any) -> dict[str, Any]:
    """What ``comments/_answers.html`` needs."""
    answers = answers_for(current_user, idea)
    return {"idea": idea, "answers": answers, **_forms(form=AnswerForm), **values}


def updates_values(idea: Idea, **values: Any) -> dict[str, Any]:
    """What ``comments/_updates.html`` needs."""
    updates = updates_for(current_user, idea)
    return {"idea": idea, "updates": updates, **_forms(form=UpdateForm), **values}


def _forms(**forms: type[Form]) -> dict[str, Any]:
    """Empty forms for somebody signed in; a visitor's page carries no token."""
    if not current_user.is_authenticated:
        return {}
    known = {**forms, "removal": RemovalForm}
    made = {name: form(formdata=None) for name, form in known.items()}
    return {**made, "longest": dials(Conversation).longest}
