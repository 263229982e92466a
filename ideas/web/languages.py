"""Which language the reader gets, and where its words come from.

Catalogues are kept as ``.po`` files and read when the site starts, so nothing must be compiled.
"""

import functools
import io
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, Response, request
from flask_babel import Babel, Domain, get_locale, gettext
from flask_babel.speaklater import LazyString
from flask_login import current_user
from markupsafe import Markup, escape
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

LANGUAGES = {"en": "English", "fr": "Français"}
COOKIE = "language"
FOLDER = Path(__file__).resolve().parent.parent / "translations"


@functools.cache
def _catalogue(language: str) -> NullTranslations:
    path = FOLDER / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled, domain="messages")


class Catalogues(Domain):  # type: ignore[misc]
    """Our catalogues in the place of compiled files."""

    def get_translations(self) -> Any:
        """The reader's catalogue."""
        return _catalogue(language())


class Speaker(Babel):  # type: ignore[misc]
    """Flask-Babel with our catalogues."""

    domain_instance = Catalogues()


class LaterSentence(LazyString):  # type: ignore[misc]
    """A sentence translated when it is read; unlike its base, never taken for markup."""

    def __html__(self) -> Markup:
        """The sentence as text in a page, whatever people wrote into its holes."""
        return escape(str(self))

    def in_language(self, language: str) -> str:
        """The sentence in one of LANGUAGES, for what is made before anybody asks."""
        said: str = _catalogue(language).gettext(*self._args)
        return said % self._kwargs if self._kwargs else said


def lazy_gettext(sentence: str, **values: Any) -> Any:
    """The sentence in the language of whoever reads it, for what is made before they are known."""
    return LaterSentence(gettext, sentence, **values)


def language() -> str:
    """The reader's language, one of LANGUAGES."""
    locale = get_locale()
    return str(locale.language) if locale else "en"


def chosen_language() -> str:
    """By choice (cookie), then by account, then by browser."""
    kept = request.cookies.get(COOKIE)
    if kept not in LANGUAGES and current_user.is_authenticated:
        kept = current_user.language
    return language_among(kept, request.headers.get("Accept-Language", ""))


def language_among(chosen: str | None, accepted: str) -> str:
    """The chosen language, else the best of ours that an ``Accept-Language`` names."""
    if chosen in LANGUAGES:
        return str(chosen)
    wanted = parse_accept_header(accepted, LanguageAccept).values()
    short = (tag.partition("-")[0].lower() for tag in wanted)
    return next((each for each in short if each in LANGUAGES), "en")


def install(app: Flask) -> None:
    """Speak the reader's language in views, forms and templates."""
    Speaker().init_app(
        app, default_locale="en", default_timezone="UTC", locale_selector=chosen_language
    )

    @app.after_request
    def say_language(response: Response) -> Response:
        if not response.cache_control.public:
            response.headers.setdefault("Content-Language", language())
        return response
