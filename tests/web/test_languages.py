"""The catalogues are whole, and readers are spoken to in their language."""

import datetime as dt
import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from sqlalchemy.orm import Session

from ideas.mail.actions import post
from ideas.mail.letters import letter_of
from ideas.money import Money
from ideas.refusals import Refusal
from ideas.web import format
from ideas.web.languages import FOLDER
from ideas.web.speak import sentence_of
from tests.conftest import Clock
from tests.factories import a_person, sign_in
from tests.shape.source import ROOT

pytestmark = pytest.mark.long

HOLE = re.compile(r"%%|%\(\w+\)[ds]|</?\w[^>]*>")
FRENCH = {"Accept-Language": "fr-CA, en;q=0.8"}
PLAIN_PAIR = re.compile(r"« | »| [;:!?]| %(?![(])|\w'\w|\d \d{3}\b")


def _messages() -> list[Message]:
    with (FOLDER / "fr" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return [each for each in read_po(file, locale="fr") if each.id]


MESSAGES = _messages()


def _ways(text: Any) -> tuple[str, ...]:
    """The text, or its singular and its plural."""
    return (text,) if isinstance(text, str) else tuple(text)


def test_the_catalogue_is_as_new_as_the_sources() -> None:
    subprocess.run([sys.executable, ROOT / ".ci/words.py", "--check"], check=True)


def test_nothing_is_untranslated_or_guessed() -> None:
    lacking = [each.id for each in MESSAGES if each.fuzzy or not all(_ways(each.string))]
    assert lacking == []


def test_translations_keep_what_is_filled_in() -> None:
    odd = {}
    for each in MESSAGES:
        single, *_, plural = _ways(each.id) * 2
        allowed = {tuple(sorted(HOLE.findall(text))) for text in (single, plural)}
        for text in _ways(each.string):
            if tuple(sorted(HOLE.findall(text))) not in allowed:
                odd[str(each.id)] = text
    assert odd == {}


def test_a_french_plural_says_its_number() -> None:
    silent = [
        each.id
        for each in MESSAGES
        if sorted(HOLE.findall(_ways(each.id)[-1])) != sorted(HOLE.findall(_ways(each.string)[-1]))
    ]
    assert silent == []


def test_french_is_set_as_the_french_set_it() -> None:
    said = [text for each in MESSAGES for text in _ways(each.string)]
    assert [text for text in said if PLAIN_PAIR.search(text)] == []


@pytest.mark.parametrize(
    ("cookie", "account", "accepted", "spoken"),
    [
        (None, None, "en", "en"),
        (None, None, "fr-CA, en;q=0.8", "fr"),
        (None, None, "de", "en"),
        (None, "fr", "en", "fr"),
        ("en", "fr", "fr", "en"),
        ("fr", "en", "en", "fr"),
        ("tlh", "en", "fr", "en"),
    ],
)
def test_a_page_speaks_by_choice_then_account_then_browser(
    cookie: str | None, account: str | None, accepted: str, spoken: str, client: FlaskClient
) -> None:
    if account:
        with client.application.app_context():
            sign_in(client, a_person(language=account))
    if cookie:
        client.set_cookie("language", cookie)
    page = client.get("/accessibility", headers={"Accept-Language": accepted})
    assert f'<html lang="{spoken}"' in page.text
    assert page.headers["Content-Language"] == spoken
    assert ("Ce sur quoi vous pouvez compter" in page.text) == (spoken == "fr")


def test_choosing_a_language_is_kept(client: FlaskClient) -> None:
    client.post("/language", data={"language": "fr"})
    assert '<html lang="fr"' in client.get("/accessibility", headers={"Accept-Language": "en"}).text
    assert client.post("/language", data={"language": "tlh"}).status_code == 404


def test_errors_and_forms_speak_french(client: FlaskClient) -> None:
    lost = client.get("/nowhere", headers=FRENCH)
    assert "Il n’y a rien à cette adresse" in lost.text
    empty = client.post("/sign-in", data={}, headers=FRENCH)
    assert empty.status_code == 422
    assert "Veuillez remplir ce champ." in empty.text


def test_a_refusal_names_its_dial_and_numbers_in_french(app: Flask) -> None:
    too_large = Refusal("dial.too_large", dial="Longest comment", most=20_000)
    with app.test_request_context(), force_locale("fr"):
        assert sentence_of(too_large) == (
            "«\xa0Longueur maximale d’un commentaire\xa0» ne peut pas être supérieur à 20\u202f000."
        )


def test_a_mail_speaks_its_readers_language(session: Session, clock: Clock) -> None:
    message = post("accounts/confirm", to="vera@example.org", language="fr", token="abc")
    session.commit()
    letter = letter_of(message)
    text, html = letter.iter_parts()
    assert letter["Subject"] == "Confirmez votre adresse"
    assert "Le lien fonctionne pendant trois jours." in text.get_content()
    assert '<html lang="fr">' in html.get_content()


def test_dates_numbers_and_money_are_french(app: Flask, clock: Clock) -> None:
    with app.test_request_context(), force_locale("fr"):
        assert format.number(12345) == "12\u202f345"
        assert format.number(Decimal("4.5")) == "4,5"
        assert app.jinja_env.filters["exact"](Decimal("0.9200")) == "0,9200"
        assert format.money(Money(123450, "EUR")) == "1\u202f234,50\xa0€"
        assert format.percent(125) == "1,25\xa0%"
        assert "12 mai 2026" in format.date(dt.date(2026, 5, 12))
        assert "il y a 1 seconde" in format.ago(clock.moment)
        assert "il y a 3 jours" in format.ago(clock.moment - dt.timedelta(days=3))
        assert "1 décembre 2025" in format.ago(clock.moment - dt.timedelta(days=91))
        assert "dans 3 mois" in format.ago(clock.moment + dt.timedelta(days=91))
        assert format.days_left(clock.moment + dt.timedelta(days=1, hours=2)) == "1 jour restant"
        assert format.days_left(clock.moment + dt.timedelta(days=41)) == "41 jours restants"


@pytest.mark.parametrize(("address", "is_secure"), [("https", True), ("http", False)])
def test_the_cookie_travels_as_the_site_does(
    app: Flask, monkeypatch: pytest.MonkeyPatch, address: str, is_secure: bool
) -> None:
    config = replace(app.extensions["ideas.config"], base_url=f"{address}://ideas.example")
    monkeypatch.setitem(app.extensions, "ideas.config", config)
    answer = app.test_client().post("/language", data={"language": "fr"})
    assert ("Secure" in answer.headers["Set-Cookie"]) is is_secure
