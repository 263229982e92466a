"""The blueprint all pages of accounts belong to."""

from flask import Blueprint, current_app

blueprint = Blueprint("accounts", __name__)


@blueprint.context_processor
def where_mail_goes() -> dict[str, bool]:
    """``mail_stays_here``: true while the site has no mail server."""
    return {"mail_stays_here": current_app.extensions["ideas.config"].mail_url == "outbox:"}
