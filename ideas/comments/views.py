"""The conversation's addresses. Each part is also a page of its own, for forms without htmx."""

from flask import Response, url_for
from flask_login import current_user

from ideas.comments import actions
from ideas.comments.blueprint import blueprint
from ideas.comments.feedback import views as feedback
from ideas.comments.forms import AnswerForm, CommentForm, RemovalForm, UpdateForm
from ideas.comments.mentions import views as mentions
from ideas.comments.models import Comment, RemovalReason
from ideas.comments.parts import answers_values, thread_values, updates_values
from ideas.comments.queries import comment_on, update_on
from ideas.comments.settings import Conversation
from ideas.comments.threads import views as threads
from ideas.comments.threads.views import place_of
from ideas.journey.models import Idea
from ideas.journey.queries import idea_visible_to
from ideas.policy import Permission
from ideas.settings.queries import dials
from ideas.web.answer import answer, see, wants_parts
from ideas.web.guard import demand, found, guarded
from ideas.web.pace import spend_by_person

__all__ = ["blueprint", "feedback", "mentions", "threads"]


@blueprint.get("/ideas/<slug>/comments")
@guarded(None)
def thread(slug: str) -> Response:
    """The conversation under an idea."""
    idea = found(idea_visible_to(current_user, slug))
    return answer("comments/thread.html", part="comments/_thread.html", **thread_values(idea))


@blueprint.post("/ideas/<slug>/comments")
@guarded(Permission.COMMENT_WRITE)
def write(slug: str) -> Response:
    """Speak."""
    idea, form = found(idea_visible_to(current_user, slug)), CommentForm()
    if not form.was_sent():
        values = thread_values(idea, form=form)
        return answer("comments/thread.html", part="comments/_thread.html", status=422, **values)
    spend_by_person("comment")
    said = actions.write_comment(idea, form.said("body"), by=current_user.person)
    return _said(idea, said)


@blueprint.get("/ideas/<slug>/comments/<int:comment_id>/correction")
@guarded(Permission.COMMENT_EDIT)
def correction(slug: str, comment_id: int) -> Response:
    """One's own comment, to correct."""
    idea, own = _own(slug, comment_id)
    return _correction(idea, own, CommentForm(obj=own))


def _correction(idea: Idea, own: Comment, form: CommentForm) -> Response:
    longest, page = dials(Conversation).longest, "comments/correction.html"
    return answer(page, status=form.status, idea=idea, comment=own, form=form, longest=longest)


@blueprint.put("/ideas/<slug>/comments/<int:comment_id>")
@guarded(Permission.COMMENT_EDIT)
def correct(slug: str, comment_id: int) -> Response:
    """Correct one's own comment."""
    (idea, own), form = _own(slug, comment_id), CommentForm()
    if not form.was_sent():
        return _correction(idea, own, form)
    actions.edit_comment(own, form.body.data or "")
    return see(place_of(idea, own))


@blueprint.delete("/ideas/<slug>/comments/<int:comment_id>")
@guarded(Permission.COMMENT_EDIT)
def take_back(slug: str, comment_id: int) -> Response:
    """Take back one's own comment."""
    idea, own = _own(slug, comment_id)
    actions.take_back(own, by=current_user.person)
    return see(_above(idea, own))


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
    return see(place_of(idea, said))


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
    return see(place_of(idea, said))


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


def _said(idea: Idea, comment: Comment) -> Response:
    """After speaking: the conversation anew, the comment in focus."""
    if wants_parts():
        values = thread_values(idea, focused=comment.id)
        return answer("comments/thread.html", part="comments/_thread.html", **values)
    return see(place_of(idea, comment))


def _above(idea: Idea, gone: Comment) -> str:
    """Where to look once one's words are taken back: at what they replied to, else at the top."""
    tab, anchor = ("answers", "answers") if gone.is_official else ("comments", "thread")
    anchor = f"comment-{gone.parent_id}" if gone.parent_id else anchor
    return url_for("gallery.idea", slug=idea.slug, tab=tab, _anchor=anchor)
