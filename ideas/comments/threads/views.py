"""A comment's own address, its replies, and the likes it has."""

from typing import Any

from flask import Response, url_for
from flask_login import current_user

from ideas.comments import actions
from ideas.comments.blueprint import blueprint
from ideas.comments.forms import CommentForm
from ideas.comments.likes import actions as likes
from ideas.comments.models import Comment
from ideas.comments.parts import replies_values, strand_values
from ideas.comments.queries import comment_on
from ideas.comments.thread import voice_for
from ideas.comments.threads.queries import standing_of
from ideas.comments.threads.rules import Mark
from ideas.journey.models import Idea
from ideas.journey.queries import idea_visible_to
from ideas.policy import Permission
from ideas.web.answer import answer, see, wants_parts
from ideas.web.guard import demand, found, guarded
from ideas.web.pace import spend_by_person

AT = "/ideas/<slug>/comments/<int:comment_id>"


@blueprint.get(AT)
@guarded(None)
def comment(slug: str, comment_id: int) -> Response:
    """Where a comment stands."""
    return see(place_of(*_named(slug, comment_id)))


@blueprint.get(f"{AT}/replies")
@guarded(None)
def replies(slug: str, comment_id: int) -> Response:
    """A comment with all its replies, and the form for one more."""
    values = replies_values(*_named(slug, comment_id))
    return answer("comments/replies.html", part="comments/_reply.html", **values)


@blueprint.post(f"{AT}/replies")
@guarded(Permission.COMMENT_WRITE)
def reply(slug: str, comment_id: int) -> Response:
    """Reply to a comment."""
    (idea, to), form = _named(slug, comment_id), CommentForm()
    if not form.was_sent():
        return _strand(status=422, **replies_values(idea, to, form=form))
    spend_by_person("comment")
    said = actions.write_comment(idea, form.said("body"), by=current_user.person, parent=to)
    if not wants_parts():
        return see(place_of(idea, said))
    return _strand(**strand_values(idea, to.parent_id or to.id, focused=said.id))


def _strand(**values: Any) -> Response:
    return answer("comments/replies.html", part="comments/_strand.html", **values)


@blueprint.post(f"{AT}/likes")
@guarded(Permission.COMMENT_LIKE)
def like(slug: str, comment_id: int) -> Response:
    """Like a comment."""
    idea, said = _named(slug, comment_id)
    demand(Permission.COMMENT_LIKE, said)
    spend_by_person("like")
    return _liked(idea, likes.like(said, by=current_user.person))


@blueprint.delete(f"{AT}/likes")
@guarded(Permission.COMMENT_LIKE)
def unlike(slug: str, comment_id: int) -> Response:
    """Take a like back."""
    idea, said = _named(slug, comment_id)
    demand(Permission.COMMENT_LIKE, said)
    return _liked(idea, likes.unlike(said, by=current_user.person))


def _liked(idea: Idea, said: Comment) -> Response:
    if not wants_parts():
        return see(place_of(idea, said))
    voice = voice_for(current_user, idea, said)
    return answer("comments/_like.html", idea=idea, c=voice, is_answer=True)


def _named(slug: str, comment_id: int) -> tuple[Idea, Comment]:
    idea = found(idea_visible_to(current_user, slug))
    return idea, found(comment_on(idea, comment_id))


def place_of(idea: Idea, said: Comment) -> str:
    """The address of the page on which a comment stands, with the comment in focus."""
    anchor: dict[str, Any] = {"slug": idea.slug, "_anchor": f"comment-{said.id}"}
    if said.is_official:
        return url_for("gallery.idea", tab="answers", **anchor)
    standing = standing_of(said)
    if standing.is_folded:
        before = Mark(said.id - 1)
        return url_for(".replies", comment_id=standing.root_id, after=before, **anchor)
    if not standing.on_first_page:
        anchor["before"] = Mark(standing.root_id + 1)
    return url_for("gallery.idea", tab="comments", **anchor)
