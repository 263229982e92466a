"""A moderator takes down a picture or what a profile says."""

from flask import Blueprint, Response, abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.accounts.queries import person_by_handle
from ideas.comments.forms import RemovalForm
from ideas.comments.models import RemovalReason
from ideas.moderation.queries import idea_on_the_desk
from ideas.moderation.removals import actions
from ideas.policy import Permission
from ideas.submission.queries import picture_of
from ideas.web.answer import see
from ideas.web.guard import demand, found, guarded

blueprint = Blueprint("removals", __name__)


@blueprint.post("/desk/moderation/<slug>/pictures/<int:picture_id>/removal")
@guarded(Permission.COMMENT_REMOVE)
def picture(slug: str, picture_id: int) -> Response:
    """Take one picture out of an idea, with a reason."""
    idea = found(idea_on_the_desk(slug))
    shown = found(picture_of(idea.id, picture_id))
    demand(Permission.COMMENT_REMOVE, shown)
    actions.take_down_picture(shown, _reason(), by=current_user.person)
    flash(_("The picture is taken down. Its creator is told why."), "good")
    return see(url_for("moderation.item", slug=slug))


@blueprint.post("/people/<handle>/removal")
@guarded(Permission.COMMENT_REMOVE)
def profile(handle: str) -> Response:
    """Take away what somebody says of themselves, with a reason."""
    person = found(person_by_handle(handle))
    demand(Permission.COMMENT_REMOVE, person)
    actions.take_down_profile(person, _reason(), by=current_user.person)
    flash(_("What it said is taken down. Whose it is, is told why."), "good")
    return see(url_for("gallery.person", handle=handle))


def _reason() -> RemovalReason:
    form = RemovalForm()
    if not form.was_sent():
        abort(422)
    return RemovalReason(form.said("reason"))
