"""Who may join, which password is good enough, and how names and addresses are kept."""

import re
import unicodedata
from collections.abc import Iterable

from email_validator import EmailNotValidError, validate_email

from ideas.refusals import Refusal

ADULT = 18
DIGITAL_CONSENT_AGE = 13
DIGITAL_CONSENT_AGES = {
    **dict.fromkeys(("AT", "BG", "CN", "CY", "ES", "IT", "KR", "LT"), 14),
    **dict.fromkeys(("CZ", "DK", "FR", "GR", "SI"), 15),
    **dict.fromkeys(("DE", "HR", "HU", "IE", "LI", "LU", "NL", "PL", "RO", "SK"), 16),
    "IN": 18,
}
AGES_VERSION = "1"
"""Of the ages above; kept with each consent, so that one knows by which somebody was let in."""
SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 200
GOOD_ENOUGH = 2
MOST_ZXCVBN_READS = 72
_LINK = re.compile("[^\\s.][.\u3002\uff0e\uff61]\\w\\w")  # what a mail program may make one of


def age_to_join(country: str) -> int:
    """The age from which the law of a country lets people agree for themselves."""
    return DIGITAL_CONSENT_AGES.get(country, DIGITAL_CONSENT_AGE)


def refusal_to_join(country: str, age: int) -> Refusal | None:
    """Refuse whoever is too young; ``age`` is the least the person says to be."""
    needed = age_to_join(country)
    return Refusal("age.too_young", age=needed) if age < needed else None


def refusal_to_password(password: str, *, known: Iterable[str] = ()) -> Refusal | None:
    """Refuse a password that is short, endless, or easily guessed by whoever knows ``known``."""
    if len(password) < SHORTEST_PASSWORD:
        return Refusal("password.short", least=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        return Refusal("password.long", most=LONGEST_PASSWORD)
    words = [word for text in known for word in (text, *text.replace("@", " ").split())]
    from zxcvbn import zxcvbn  # noqa: PLC0415 12 MB of words, for processes that hear of passwords

    score = zxcvbn(password[:MOST_ZXCVBN_READS], user_inputs=words)["score"]
    is_known = any(_bare(password) in _bare(text) for text in known)
    return Refusal("password.guessable") if is_known or score < GOOD_ENOUGH else None


def _bare(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum()) or text


def refusal_to_sign_in(*, is_suspended: bool, reason: str | None) -> Refusal | None:
    """Refuse somebody whose account is suspended, and say why."""
    return Refusal("account.suspended", reason=reason or "") if is_suspended else None


def name_of(text: str) -> str:
    """A name as it is shown: one line, single spaces, nothing invisible or turning the text."""
    shown = (" " if c.isspace() else c for c in unicodedata.normalize("NFC", text))
    return " ".join("".join(c for c in shown if unicodedata.category(c)[0] != "C").split())


def name_to_strangers(name: str, handle: str) -> str:
    """The name in a mail to somebody who did not ask for it; the handle when it may be a link."""
    return handle if _LINK.search(name) else name


def address_of(text: str) -> str | None:
    """An e-mail address as it is kept, or None when it is none."""
    try:
        found = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return None
    return (found.ascii_email or found.normalized).lower()
