"""The conversation's addresses. Each part is also a page of its own, for forms without htmx."""

from flask import Blueprint, Response, url_for
from flask_login import current_user

from ideas.comments import actions
from ideas.comments.forms import AnswerForm, CommentForm, RemovalForm, UpdateForm
from ideas.comments.models import Comment, RemovalReason
from ideas.comments.parts import answers_values, thread_values, updates_values
from ideas.comments.queries import comment_on, update_on
from ideas.journey.models import Idea
from ideas.journey.queries import idea_visible_to
from ideas.policy import Permission
from ideas.web.answer import answer, see, wants_parts
from ideas.web.forms import numbered, typed
from ideas.web.guard import demand, found, guarded
from ideas.web.pace import spend_by_person

blueprint = Blueprint("comments", __name__)


@blueprint.get("/ideas/<slug>/comments")
@guarded(None)
def thread(slug: str) -> Response:
    """The conversation under an idea."""
    idea = found(idea_visible_to(current_user, slug))
    return answer("comments/thread.html", part="comments/_thread.html", **thread_values(idea))


@blueprint.post("/ideas/<slug>/comments")
@guarded(Permission.COMMENT_WRITE)
def write(slug: str) -> Response:
    """Speak, or reply."""
    idea, form = found(idea_visible_to(current_user, slug)), CommentForm()
    answered = numbered(typed("parent"))
    parent = found(comment_on(idea, answered)) if answered is not None else None
    if not form.was_sent():
        typed_in = {"answered": form, "replying_to": parent.id} if parent else {"form": form}
        values = thread_values(idea, **typed_in)
        return answer("comments/thread.html", part="comments/_thread.html", status=422, **values)
    spend_by_person("comment")
    body, person = form.body.data or "", current_user.person
    comment = actions.write_comment(idea, body, by=person, parent=parent)
    return _said(idea, comment.id)


@blueprint.get("/ideas/<slug>/comments/<int:comment_id>")
@guarded(Permission.COMMENT_EDIT)
def comment(slug: str, comment_id: int) -> Response:
    """One's own comment, to correct."""
    idea, own = _own(slug, comment_id)
    return answer("comments/comment.html", idea=idea, comment=own, form=CommentForm(obj=own))


@blueprint.put("/ideas/<slug>/comments/<int:comment_id>")
@guarded(Permission.COMMENT_EDIT)
def correct(slug: str, comment_id: int) -> Response:
    """Correct one's own comment."""
    (idea, own), form = _own(slug, comment_id), CommentForm()
    if not form.was_sent():
        return answer("comments/comment.html", status=422, idea=idea, comment=own, form=form)
    actions.edit_comment(own, form.body.data or "")
    return see(_place_of(idea, own))


@blueprint.delete("/ideas/<slug>/comments/<int:comment_id>")
@guarded(Permission.COMMENT_EDIT)
def take_back(slug: str, comment_id: int) -> Response:
    """Take back one's own comment."""
    idea, own = _own(slug, comment_id)
    actions.take_back(own, by=current_user.person)
    return _said(idea) if not own.is_official else see(_place_of(idea, own))


@blueprint.post("/ideas/<slug>/comments/<int:comment_id>/removal")
@guarded(Permission.COMMENT_REMOVE)
def take_down(slug: str, comment_id: int) -> Response:
    """Take somebody's comment down, with a reason."""
    idea = found(idea_visible_to(current_user, slug))
    said, form = found(comment_on(idea, comment_id)), RemovalForm()
    demand(Permission.COMMENT_REMOVE, said)
    if not form.was_sent():
        values = thread_values(idea, removal=form)
        return answer("comments/thread.html", part="comments/_thread.html", status=422, **values)
    actions.take_down(said, RemovalReason(form.reason.data), by=current_user.person)
    return _said(idea, said.id)


@blueprint.get("/ideas/<slug>/answers")
@guarded(None)
def answers(slug: str) -> Response:
    """What the brand answered."""
    idea = found(idea_visible_to(current_user, slug))
    return answer("comments/answers.html", **answers_values(idea))


@blueprint.post("/ideas/<slug>/answers")
@guarded(Permission.COMMENT_ANSWER)
def answer_idea(slug: str) -> Response:
    """Answer for the brand."""
    idea, form = found(idea_visible_to(current_user, slug)), AnswerForm()
    demand(Permission.COMMENT_ANSWER, idea)
    if not form.was_sent():
        return answer("comments/answers.html", status=422, **answers_values(idea, form=form))
    said = actions.answer_officially(idea, form.body.data or "", by=current_user.person)
    return see(_place_of(idea, said))


@blueprint.get("/ideas/<slug>/updates")
@guarded(None)
def updates(slug: str) -> Response:
    """What the team told."""
    idea = found(idea_visible_to(current_user, slug))
    return answer("comments/updates.html", **updates_values(idea))


@blueprint.post("/ideas/<slug>/updates")
@guarded(Permission.UPDATE_WRITE)
def publish(slug: str) -> Response:
    """Tell news about one's idea."""
    idea, form = found(idea_visible_to(current_user, slug)), UpdateForm()
    demand(Permission.UPDATE_WRITE, idea)
    if not form.was_sent():
        return answer("comments/updates.html", status=422, **updates_values(idea, form=form))
    spend_by_person("comment")
    title, body = form.title.data or "", form.body.data or ""
    actions.publish_update(idea, title, body, by=current_user.person)
    return see(url_for("gallery.idea", slug=idea.slug, tab="updates"))


@blueprint.delete("/ideas/<slug>/updates/<int:update_id>")
@guarded(Permission.UPDATE_WRITE)
def take_back_update(slug: str, update_id: int) -> Response:
    """Take back the team's own news."""
    idea = found(idea_visible_to(current_user, slug))
    demand(Permission.UPDATE_WRITE, idea)
    actions.take_back_update(found(update_on(idea, update_id)), by=current_user.person)
    return see(url_for("gallery.idea", slug=idea.slug, tab="updates"))


@blueprint.post("/ideas/<slug>/updates/<int:update_id>/removal")
@guarded(Permission.COMMENT_REMOVE)
def take_down_update(slug: str, update_id: int) -> Response:
    """Take a team's news down, with a reason."""
    idea = found(idea_visible_to(current_user, slug))
    told, form = found(update_on(idea, update_id)), RemovalForm()
    demand(Permission.COMMENT_REMOVE, told)
    if not form.was_sent():
        return answer("comments/updates.html", status=422, **updates_values(idea, removal=form))
    actions.take_down_update(told, RemovalReason(form.reason.data), by=current_user.person)
    return see(url_for("gallery.idea", slug=idea.slug, tab="updates"))


def _own(slug: str, comment_id: int) -> tuple[Idea, Comment]:
    idea = found(idea_visible_to(current_user, slug))
    own = found(comment_on(idea, comment_id))
    demand(Permission.COMMENT_EDIT, own)
    return idea, own


def _said(idea: Idea, comment_id: int | None = None) -> Response:
    """After speaking: the conversation anew, the comment in focus."""
    if wants_parts():
        values = thread_values(idea, focused=comment_id)
        return answer("comments/thread.html", part="comments/_thread.html", **values)
    anchor = f"comment-{comment_id}" if comment_id else "thread"
    return see(url_for("gallery.idea", slug=idea.slug, tab="comments", _anchor=anchor))


def _place_of(idea: Idea, comment: Comment) -> str:
    tab = "answers" if comment.is_official else "comments"
    return url_for("gallery.idea", slug=idea.slug, tab=tab, _anchor=f"comment-{comment.id}")
