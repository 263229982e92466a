"""What somebody says of themselves when joining, checked and with the password hashed."""

from dataclasses import dataclass

from ideas.accounts.hashing import hashed
from ideas.accounts.models import AgeBand
from ideas.accounts.rules import ADULT, refusal_to_join, refusal_to_password
from ideas.refusals import refuse
from ideas.settings.queries import dials
from ideas.web.settings import Brand

PRODUCT = "Ideas"


@dataclass(frozen=True)
class Newcomer:
    """``email`` is folded; of the age only the band is kept."""

    name: str
    email: str
    password_hash: str
    country: str
    age_band: AgeBand
    language: str


def hashed_password(password: str, *, known: tuple[str, ...] = ()) -> str:
    """The hash of a new password, or Refused; slow, so never while the write lock is held."""
    here = (PRODUCT, dials(Brand).name)  # what everybody at this site would think of
    refuse(refusal_to_password(password, known=(*known, *here)))
    return hashed(password)


def newcomer(
    name: str, email: str, password: str, *, country: str, age: int, language: str
) -> Newcomer:
    """Somebody old enough with a good password, or Refused; slow as hashing is."""
    refuse(refusal_to_join(country, age))
    return Newcomer(
        name=name,
        email=email,
        password_hash=hashed_password(password, known=(name, email)),
        country=country,
        age_band=AgeBand.ADULT if age >= ADULT else AgeBand.MINOR,
        language=language,
    )
