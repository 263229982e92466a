"""Following, the notices, how one wants to be told, and stopping e-mail from a mail."""

from typing import Any

from flask import Blueprint, Response, abort, flash, g, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.local import LocalProxy

from ideas.journey.queries import idea_visible_to
from ideas.notifications.actions import (
    choose,
    follow,
    mark,
    mark_read,
    stop_digests,
    stop_mail,
    unfollow,
    words_of,
)
from ideas.notifications.centre import (
    MOST_ROWS,
    PAGE,
    day_named,
    filters_for,
    numbers_of,
    this_page,
)
from ideas.notifications.forms import preferences_form
from ideas.notifications.grouping import last_id, lines_of
from ideas.notifications.queries import choices_of, follows, notices_of, unread_count
from ideas.notifications.rules import REQUIRED, Topic
from ideas.notifications.settings import Digests
from ideas.notifications.stopping import PATH, read_token
from ideas.notifications.wording import (
    digest_subject,
    notice_address,
    notice_detail,
    notice_sentence,
    people_named,
)
from ideas.policy import Permission
from ideas.settings.queries import dials
from ideas.web.answer import answer, back_or, see, wants_parts
from ideas.web.forms import numbered, typed
from ideas.web.guard import demand, found, guarded
from ideas.web.paging import id_of, mark_of

blueprint = Blueprint("notifications", __name__)
FOLLOW = "/ideas/<slug>/follow"
WORDS = (notice_address, notice_detail, notice_sentence, people_named, digest_subject, words_of)
for word in WORDS:
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
    """One's notices, newest first: all, those not yet read, or those of a topic."""
    before, topic = id_of(request.args.get("before")), _topic(request.args.get("topic"))
    unread = request.args.get("unread") == "1"
    rows = notices_of(
        current_user.id, before=before, topic=topic, unread=unread, limit=MOST_ROWS + 1
    )
    lines = lines_of(rows[:MOST_ROWS], PAGE)
    last = last_id(lines)
    has_more = last is not None and rows[-1].id < last
    return answer(
        "notifications/centre.html",
        lines=lines,
        newest=rows[0].id if rows else 0,
        filters=filters_for(topic, unread=unread),
        topic=topic,
        first_url=None if before is None else this_page(before=None),
        older_url=this_page(before=mark_of(last)) if has_more else None,
    )


def _topic(word: str | None) -> Topic | None:
    return Topic(word) if word in set(Topic) else None


@blueprint.post("/notices/read")
@guarded(Permission.SELF_MANAGE)
def read() -> Response:
    """What a line stands for is read; or everything up to the newest notice on the page."""
    ids, newest = numbers_of("id"), numbered(typed("newest"))
    if newest is not None:
        mark_read(newest, by=current_user.person, topic=_topic(typed("topic")))
    elif ids:
        mark(ids, read=True, by=current_user.person)
    else:
        abort(400)
    return see(back_or(url_for("notifications.centre")))


@blueprint.delete("/notices/read", endpoint="unread")
@guarded(Permission.SELF_MANAGE)
def make_new_again() -> Response:
    """What a line stands for is new again."""
    ids = numbers_of("id")
    if not ids:
        abort(400)
    mark(ids, read=False, by=current_user.person)
    return see(back_or(url_for("notifications.centre")))


@blueprint.route("/account/notices", methods=["GET", "POST"])
@guarded(Permission.SELF_MANAGE)
def preferences() -> Response:
    """How one wants to be told."""
    form = preferences_form(choices_of(current_user.id), is_staff=current_user.is_staff)
    if form.was_sent():
        choose(form.choices, by=current_user.person)
        flash(_("Saved."), "success")
        return see(url_for("notifications.preferences"))
    turned = dials(Digests)
    return answer(
        "notifications/preferences.html",
        status=form.status,
        form=form,
        digests=turned,
        weekday=day_named(turned.weekday),
        required=sorted(REQUIRED, reverse=True),
        person=current_user.person,
    )


@blueprint.route(f"{PATH}<token>", methods=["GET", "POST"])
@guarded(None, always=True)
def unsubscribe(token: str) -> Response:
    """Stop a topic from a mail: mailboxes post here by themselves, people press the button."""
    person_id, topic = found(read_token(token))
    is_done = request.method == "POST"
    if is_done and topic is None:
        stop_digests(person_id)
    elif is_done and topic is not None:
        stop_mail(person_id, topic)
    return answer("notifications/unsubscribe.html", topic=topic, is_done=is_done)
