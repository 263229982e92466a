"""The countries people can say they live in, named in the reader's language."""

import functools
import unicodedata

from babel import Locale

NO_COUNTRIES = {"CQ", "EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


@functools.cache
def countries(language: str) -> list[tuple[str, str]]:
    """Codes and names, in the order of the language."""
    named = Locale.parse(language).territories.items()
    known = [(code, str(name)) for code, name in named if _is_country(code)]
    return sorted(known, key=lambda country: _sorted_as(country[1]))


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES


def _sorted_as(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
