"""What every template knows: the brand, the languages, what the reader may do."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Flask, g, request, url_for
from werkzeug.exceptions import MethodNotAllowed

from ideas.settings.queries import dials
from ideas.settings.settings import Site
from ideas.text import Spoken, in_language
from ideas.web.answer import SAFE, came_from
from ideas.web.colours import tones
from ideas.web.guard import can
from ideas.web.languages import LANGUAGES, language
from ideas.web.settings import Brand
from ideas.web.speak import label_of


def readable_address() -> str:
    """The address at which the page at hand can be read again."""
    takes_only_forms = isinstance(request.routing_exception, MethodNotAllowed)
    if request.method in SAFE and not takes_only_forms:
        return request.full_path.rstrip("?")
    return came_from() or url_for("gallery.home")


def brand_for(reader: str) -> Brand:
    """The brand as it stands, its call and banner in the reader's language."""
    brand = Brand() if g.get("without_database") else dials(Brand)
    return replace(brand, tagline=brand.call_in(reader), banner=brand.banner_in(reader))


def in_reading(texts: Mapping[str, str]) -> Spoken:
    """What the brand wrote, in the reader's language."""
    return in_language(texts, language())


def install(app: Flask) -> None:
    """Give the templates their globals."""
    known = {"can": can, "label": label_of, "href": url_for, "brand_tones": tones}
    app.jinja_env.globals.update(known, readable_address=readable_address, in_reading=in_reading)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def known_everywhere() -> dict[str, Any]:
        return {
            "brand": brand_for(language()),
            "is_read_only": not g.get("without_database") and dials(Site).is_read_only,
            "locale": language(),
            "languages": list(LANGUAGES.items()),
        }
