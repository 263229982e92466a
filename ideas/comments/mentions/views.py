"""Whom somebody may mean who is typing ``@``, for the field they type in."""

from flask import Response, request
from flask_login import current_user

from ideas.comments.blueprint import blueprint
from ideas.comments.mentions.queries import people_to_call
from ideas.journey.queries import idea_visible_to
from ideas.policy import Permission
from ideas.web.answer import answer
from ideas.web.guard import found, guarded
from ideas.web.pace import spend_by_person

LONGEST = 40


@blueprint.get("/ideas/<slug>/comments/people")
@guarded(Permission.COMMENT_WRITE)
def people(slug: str) -> Response:
    """The people whose name or handle begins so."""
    idea = found(idea_visible_to(current_user, slug))
    spend_by_person("mention")
    begun = request.args.get("begun", "").strip()[:LONGEST]
    offered = people_to_call(idea, begun, by=current_user.person)
    return answer("comments/_people.html", people=offered, idea=idea)
