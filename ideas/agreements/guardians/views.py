"""A guardian's page behind a mailed link, and asking them again."""

from typing import Any

from flask import abort, flash, url_for
from flask_babel import gettext as _

from ideas.agreements.guardians.models import GuardianLink
from ideas.agreements.guardians.queries import usable_guardian_link
from ideas.web.answer import answer, see

GONE = 410


def opened(token: str, *, is_change: bool | None = None) -> GuardianLink:
    """The link of an agreement or of a change, or a page that says it no longer works."""
    link = usable_guardian_link(token)
    if link is None:
        abort(answer("agreements/guardians/gone.html", status=GONE))
    if is_change is not None and (link.card.version > 1) is not is_change:
        abort(404)
    return link


def thanked() -> Any:
    """Back from signing; the link has done its work."""
    flash(_("Thank you. Your acceptance is recorded."), "good")
    return see(url_for("gallery.home"))
