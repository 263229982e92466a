"""Who may join, which password is good enough, how names and addresses are kept."""

import hashlib

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from ideas.accounts.countries import countries
from ideas.accounts.rules import (
    ADULT,
    AGES_VERSION,
    DIGITAL_CONSENT_AGE,
    DIGITAL_CONSENT_AGES,
    address_of,
    age_to_join,
    name_of,
    name_to_strangers,
    refusal_to_join,
)
from ideas.accounts.rules import refusal_to_password as refusal


@pytest.mark.parametrize(
    ("country", "age"), [("US", 13), ("FR", 15), ("DE", 16), ("ES", 14), ("IN", 18), ("", 13)]
)
def test_each_country_has_its_age(country: str, age: int) -> None:
    assert age_to_join(country) == age
    assert refusal_to_join(country, age) is None
    refused = refusal_to_join(country, age - 1)
    assert refused is not None
    assert (refused.code, refused.values) == ("age.too_young", {"age": age})


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("seven lamps on the old pier", None),
        ("xK9#mQ2$vL7!", None),
        ("a" * 7, "password.short"),
        ("lighthouse! " * 17, "password.long"),
        ("password", "password.guessable"),
        ("aaaaaaaaaaaa", "password.guessable"),
        ("vera-voter", "password.guessable"),
        ("vera@example.org", "password.guessable"),
    ],
)
def test_passwords_are_long_and_not_easily_guessed(password: str, code: str | None) -> None:
    refused = refusal(password, known=("Vera Voter", "vera@example.org"))
    assert (refused.code if refused else None) == code


def test_the_longest_password_is_read_without_trouble() -> None:
    assert refusal("seven lamps on the old pier " * 7) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ada   Lovelace \n", "Ada Lovelace"),
        ("Ada\u202eecalevoL", "AdaecalevoL"),
        ("Ada\u200b\x00", "Ada"),
        ("Zoe\u0308", "Zoë"),
        ("\u200b", ""),
    ],
)
def test_names_hold_nothing_invisible(typed: str, kept: str) -> None:
    assert name_of(typed) == kept


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("Dr. A.D.A. L.", "Dr. A.D.A. L."),
        ("Éva… & co", "Éva… & co"),
        ("win.example", "ada"),
        ("See https://win.example/now", "ada"),
        ("win\u3002example", "ada"),
        ("win\uff0eexample", "ada"),
        ("ada@win.example", "ada"),
    ],
)
def test_a_name_that_leads_elsewhere_is_not_shown_to_strangers(name: str, shown: str) -> None:
    assert name_to_strangers(name, "ada") == shown


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Vera@Example.ORG ", "vera@example.org"),
        ("vera@bücher.example", "vera@xn--bcher-kva.example"),
        ("vera", None),
        ("vera@", None),
        ("vera@example.org\nBcc: eve@example.org", None),
        ("véra@example.org", None),
    ],
)
def test_addresses_are_folded(typed: str, kept: str | None) -> None:
    assert address_of(typed) == kept


def test_countries_speak_the_readers_language() -> None:
    english, french = dict(countries("en")), dict(countries("fr"))
    assert (english["DE"], french["DE"]) == ("Germany", "Allemagne")
    assert english.keys() == french.keys()
    assert len(english) > 240
    assert "EU" not in english
    assert list(french.values()).index("États-Unis") < list(french.values()).index("France")


def test_the_passwords_that_leaked_most_are_refused() -> None:
    leaked = [each for each in FREQUENCY_LISTS["passwords"][:10_000] if len(each) >= 8]
    assert len(leaked) > 1_000
    for password in leaked[::20]:
        refused = refusal(password)
        assert refused is not None, password
        assert refused.code == "password.guessable"


def test_letters_of_any_kind_and_many_of_them_are_taken() -> None:
    for password in (
        "sieben Lampen am Kai",
        "七つのランプが古い桟橋に",
        "lamp" * 3 + " on " + "q7v" * 40,
    ):
        assert refusal(password) is None


def test_other_ages_are_another_version() -> None:
    ages = sorted([*DIGITAL_CONSENT_AGES.items(), ("", DIGITAL_CONSENT_AGE), ("adult", ADULT)])
    known = hashlib.sha256(repr(ages).encode()).hexdigest()[:12]
    assert (AGES_VERSION, known) == ("1", "ba00b2df257f")
