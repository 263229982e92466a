"""The blueprint all pages of submission belong to, and how its views find a draft."""

from flask import Blueprint, abort, request, url_for
from flask_login import current_user

from ideas.journey.models import Idea
from ideas.journey.queries import idea_begun_at, idea_visible_to
from ideas.journey.stages import EDITABLE
from ideas.policy import Permission
from ideas.refusals import refuse
from ideas.submission.rules import refusal_to_change
from ideas.web.answer import see
from ideas.web.guard import demand, found

blueprint = Blueprint("submission", __name__)


def own_idea(slug: str) -> Idea:
    """The idea at an address, led by the reader; 404 for who may not see it, else 403.

    A draft is also found at the address it had before it was handed in.
    """
    idea = found(idea_visible_to(current_user, slug) or idea_begun_at(current_user, slug))
    demand(Permission.IDEA_EDIT, idea)
    return idea


def own_draft(slug: str) -> Idea:
    """The reader's idea while it can be changed; once it was handed in, its page or a refusal."""
    idea = own_idea(slug)
    if request.method == "GET" and idea.stage not in EDITABLE:
        abort(see(url_for("gallery.idea", slug=idea.slug)))
    refuse(refusal_to_change(idea.stage))
    return idea
