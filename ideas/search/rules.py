"""How text becomes words, and words a question. Nothing a person types reaches a query as written:
only letters and digits are left of it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

LONGEST_WORD = 40
MOST_TERMS = 8
WHOLE_BELOW = 3
BEGINNING = 4
PLURAL_FROM = 4
LAST_POSITION = 16_383

_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """The text's words, in one case and without accents, in order."""
    if text.isascii():
        return [word[:LONGEST_WORD] for word in _WORD.findall(text.casefold())]
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return [word[:LONGEST_WORD] for word in _WORD.findall(bare)]


def terms_of(text: str) -> list[str]:
    """The first few different words a search asks for, a plural's s left off."""
    return list(dict.fromkeys(_singular(word) for word in words_of(text)))[:MOST_TERMS]


def beginnings_of(title: str) -> list[str]:
    """The first letters of a title's different words: typos are seldom in them."""
    return list(dict.fromkeys(word[:BEGINNING] for word in words_of(title)))


def telling_beginnings_of(title: str) -> list[str]:
    """The first few of them that a similar title shares; short words only if it has no others."""
    beginnings = beginnings_of(title)
    telling = [each for each in beginnings if len(each) == BEGINNING]
    return (telling or beginnings)[:MOST_TERMS]


def _singular(word: str) -> str:
    is_plural = len(word) >= PLURAL_FROM and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if is_plural else word


def asked_of_fts5(terms: Iterable[str]) -> str:
    """Every one of the terms, as an FTS5 query."""
    return " AND ".join(f'"{term}"' if len(term) < WHOLE_BELOW else f'"{term}"*' for term in terms)


def asked_of_tsquery(terms: Iterable[str]) -> str:
    """Every one of the terms, as a PostgreSQL tsquery."""
    return " & ".join(f"'{term}'" if len(term) < WHOLE_BELOW else f"'{term}':*" for term in terms)


def tsvector_of(weighed: Sequence[tuple[str, str]]) -> str:
    """Texts with their weights (A to D) as a PostgreSQL tsvector, each word with its place."""
    places: dict[str, list[str]] = {}
    position = 0
    for text, weight in weighed:
        for word in words_of(text):
            position = min(position + 1, LAST_POSITION)
            places.setdefault(word, []).append(f"{position}{weight}")
    return " ".join(f"'{word}':{','.join(at[:255])}" for word, at in places.items())
