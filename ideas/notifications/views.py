"""Following, the notices, what one has by e-mail, and stopping it from a mail."""

from typing import Any

from flask import Blueprint, Response, abort, flash, g, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.local import LocalProxy

from ideas.journey.queries import idea_visible_to
from ideas.notifications.actions import choose, follow, mark_read, stop_mail, unfollow, words_of
from ideas.notifications.forms import preferences_form
from ideas.notifications.queries import choices_of, follows, notices_of, unread_count
from ideas.notifications.stopping import PATH, read_token
from ideas.notifications.wording import notice_address, notice_detail, notice_sentence
from ideas.policy import Permission
from ideas.web.answer import answer, see, wants_parts
from ideas.web.forms import numbered, typed
from ideas.web.guard import demand, found, guarded
from ideas.web.paging import id_of, mark_of

blueprint = Blueprint("notifications", __name__)
PAGE = 30
FOLLOW = "/ideas/<slug>/follow"
for word in (notice_address, notice_detail, notice_sentence, words_of):
    blueprint.add_app_template_global(word)


@blueprint.app_context_processor
def bell() -> dict[str, Any]:
    """``unread_notices`` for the bell: counted only where it is shown."""
    return {"unread_notices": LocalProxy(_unread)}


def _unread() -> int:
    if g.get("without_database") or not current_user.is_authenticated:
        return 0
    if "unread_notices" not in g:
        g.unread_notices = unread_count(current_user.id)
    return int(g.unread_notices)


@blueprint.get(FOLLOW)
@guarded(None)
def following(slug: str) -> Response:
    """Following stands on the idea's own page."""
    return see(url_for("gallery.idea", slug=slug))


@blueprint.post(FOLLOW, endpoint="follow")
@guarded(Permission.IDEA_FOLLOW)
def begin_following(slug: str) -> Response:
    """Follow an idea."""
    idea = found(idea_visible_to(current_user, slug))
    demand(Permission.IDEA_FOLLOW, idea)
    follow(idea, by=current_user.person)
    return _following(slug, _("You follow this idea."))


@blueprint.delete(FOLLOW)
@guarded(Permission.IDEA_FOLLOW)
def stop_following(slug: str) -> Response:
    """Stop following."""
    idea = found(idea_visible_to(current_user, slug))
    demand(Permission.IDEA_FOLLOW, idea)
    unfollow(idea, by=current_user.person)
    return _following(slug, _("You no longer follow this idea."))


def _following(slug: str, said: str) -> Response:
    if not wants_parts():
        flash(said, "success")
        return see(url_for("gallery.idea", slug=slug))
    idea = found(idea_visible_to(current_user, slug))
    is_following = follows(current_user.id, idea.id)
    part = "notifications/_follow.html"
    return answer(part, part=part, idea=idea, is_following=is_following, is_answer=True)


@blueprint.get("/notices")
@guarded(Permission.SELF_MANAGE)
def centre() -> Response:
    """One's notices, newest first."""
    before = id_of(request.args.get("before"))
    rows = notices_of(current_user.id, before=before, limit=PAGE + 1)
    shown = rows[:PAGE]
    older = mark_of(shown[-1].id) if len(rows) > PAGE else None
    return answer("notifications/centre.html", notices=shown, older=older, is_first=before is None)


@blueprint.post("/notices/read")
@guarded(Permission.SELF_MANAGE)
def read() -> Response:
    """Everything up to the newest notice that was on the page is read."""
    newest = numbered(typed("newest"))
    if newest is None:
        abort(400)
    mark_read(newest, by=current_user.person)
    return see(url_for("notifications.centre"))


@blueprint.route("/account/notices", methods=["GET", "POST"])
@guarded(Permission.SELF_MANAGE)
def preferences() -> Response:
    """What one has by e-mail."""
    form = preferences_form(choices_of(current_user.id))
    if form.was_sent():
        choose(form.choices, by=current_user.person)
        flash(_("Saved."), "success")
        return see(url_for("notifications.preferences"))
    return answer("notifications/preferences.html", form=form)


@blueprint.route(f"{PATH}<token>", methods=["GET", "POST"])
@guarded(None)
def unsubscribe(token: str) -> Response:
    """Stop a topic from a mail: mailboxes post here by themselves, people press the button."""
    person_id, topic = found(read_token(token))
    if request.method == "POST":
        stop_mail(person_id, topic)
    is_done = request.method == "POST"
    return answer("notifications/unsubscribe.html", topic=topic, is_done=is_done)
