"""The blueprint of reports, and where a reported thing stands."""

from flask import Blueprint, url_for
from flask_login import current_user

from ideas.moderation.reports.things import Thing

blueprint = Blueprint("reports", __name__)
A_PAGE = 50


def standing_at(thing: Thing) -> str:
    """The page on which the reader finds it."""
    if thing.profile:
        return url_for("gallery.person", handle=thing.profile.handle)
    slug = thing.idea.slug if thing.idea else ""
    if thing.comment:
        return url_for("comments.comment", slug=slug, comment_id=thing.comment.id)
    if thing.update:
        anchor = f"update-{thing.update.id}"
        return url_for("gallery.idea", slug=slug, tab="updates", _anchor=anchor)
    if thing.feedback and current_user.id in thing.team_ids:
        return url_for("workshop.idea", slug=slug)
    return url_for("gallery.idea", slug=slug)
