"""The blueprint all public pages belong to, and what its templates know."""

from typing import Any

from flask import Blueprint, current_app, url_for

blueprint = Blueprint("gallery", __name__)


def public_address(endpoint: str, **values: Any) -> str:
    """An address with the host people reach the site by."""
    return public_base() + url_for(endpoint, **values)


def public_base() -> str:
    """The address of the site, without a slash at its end."""
    base: str = current_app.extensions["ideas.config"].base_url
    return base


@blueprint.app_context_processor
def addresses() -> dict[str, Any]:
    """For what is read outside the site: canonical links, shared pages, feeds."""
    return {"public": public_address, "public_base": public_base()}
