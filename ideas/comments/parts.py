"""What each part of the conversation needs, for its own pages and for the idea's."""

from typing import Any

from flask import request
from flask_login import current_user

from ideas.comments.forms import AnswerForm, CommentForm, RemovalForm, UpdateForm
from ideas.comments.thread import answers_for, thread_for, updates_for
from ideas.journey.models import Idea
from ideas.web.forms import Form, numbered


def thread_values(idea: Idea, **values: Any) -> dict[str, Any]:
    """What ``comments/_thread.html`` needs."""
    before = numbered(request.args.get("before", ""))
    thread = thread_for(current_user, idea, before)
    return {"idea": idea, "thread": thread, **_forms(form=CommentForm), **values}


def answers_values(idea: Idea, **values: Any) -> dict[str, Any]:
    """What ``comments/_answers.html`` needs."""
    answers = answers_for(current_user, idea)
    return {"idea": idea, "answers": answers, **_forms(form=AnswerForm), **values}


def updates_values(idea: Idea, **values: Any) -> dict[str, Any]:
    """What ``comments/_updates.html`` needs."""
    updates = updates_for(current_user, idea)
    return {"idea": idea, "updates": updates, **_forms(form=UpdateForm), **values}


def _forms(**forms: type[Form]) -> dict[str, Form]:
    """Empty forms for somebody signed in; a visitor's page carries no token."""
    if not current_user.is_authenticated:
        return {}
    known = {**forms, "removal": RemovalForm}
    return {name: form(formdata=None) for name, form in known.items()}
