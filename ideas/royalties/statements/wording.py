"""A paper in a language: the words and figures that the page and the PDF both show."""

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ideas.money import Money
from ideas.royalties.statements.figures import Writing, writing_in
from ideas.royalties.statements.paper import Fall, Group, Paper, Step
from ideas.text import in_language

VERSIONS = Path(__file__).resolve().parent / "versions"
USUAL = "en"


@dataclass(frozen=True)
class Cell:
    """A figure or a name, and what stands small beneath it."""

    text: str
    under: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A row of a table; ``code`` says which, so that the page can open it."""

    code: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A part of the statement; the last row of one with a total is what it comes to."""

    code: str
    heading: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    empty: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """A whole statement in words."""

    language: str
    title: str
    kind: str
    subject: str
    head: tuple[str, ...]
    period: str
    days: tuple[str, ...]
    tables: tuple[Table, ...]
    closing: tuple[str, ...]
    hash_name: str
    ledger_hash: str
    page: str
    missing: str


@functools.cache
def words_of(version: int, language: str) -> Mapping[str, Any]:
    """The words of a version; in English where it has none in the language."""
    path = VERSIONS / str(version) / f"{language}.json"
    if not path.exists():
        return words_of(version, USUAL)
    words: dict[str, Any] = {"language": language, **json.loads(path.read_text("utf-8"))}
    return words


def told(paper: Paper, language: str) -> Told:
    """The statement in a language."""
    words = words_of(paper.version, language)
    writing = writing_in(words)
    return Told(
        language=words["language"],
        title=words["title"].format(period=paper.period, title=paper.title),
        kind=words["kind"],
        subject=paper.title,
        head=_head(paper, words),
        period=paper.period,
        days=_days(paper, words, writing),
        tables=(
            _sold(paper, words, writing),
            _steps("pool", paper.pool, words, writing),
            _steps("part", paper.part, words, writing),
        ),
        closing=_closing(paper, words, writing),
        hash_name=words["hash"],
        ledger_hash=paper.ledger_hash,
        page=words["page"],
        missing=words["missing"],
    )


def _head(paper: Paper, words: Mapping[str, Any]) -> tuple[str, ...]:
    issuer = [words["from"].format(issuer=paper.issuer)] if paper.issuer else []
    return (words["for"].format(name=paper.payee), *issuer)


def _days(paper: Paper, words: Mapping[str, Any], writing: Writing) -> tuple[str, ...]:
    first, last = writing.shown(paper.first_day), writing.shown(paper.last_day)
    return (
        words["days"].format(first=first, last=last),
        words["settled"].format(day=writing.shown(paper.settled_on)),
        words["number"].format(number=paper.number),
    )


def _closing(paper: Paper, words: Mapping[str, Any], writing: Writing) -> tuple[str, ...]:
    contact = [words["contact"].format(contact=paper.contact)] if paper.contact else []
    return (words["dispute"].format(day=writing.shown(paper.until)), *contact, _audit(paper, words))


def _audit(paper: Paper, words: Mapping[str, Any]) -> str:
    """The clause itself; what the first two versions say is only where it is."""
    clause = in_language(dict(paper.audit), words["language"]).text
    said: str = words["audit"] if clause or "no_audit" not in words else words["no_audit"]
    return said.format(clause=clause)


def _sold(paper: Paper, words: Mapping[str, Any], writing: Writing) -> Table:
    columns = [name.format(currency=paper.currency) for name in words["columns"].values()]
    rows = [
        Row(str(number), _cells(group, paper.currency, words, writing))
        for number, group in enumerate(paper.groups, 1)
    ]
    quotes = [
        words["quote"].format(
            currency=quote.currency,
            into=quote.into,
            rate=writing.shown(quote.rate),
            source=quote.source,
            day=writing.shown(quote.quoted_on),
        )
        for quote in paper.quotes
    ]
    notes = [words["sold_note"]] if rows else []
    notes += [" ".join((words["quotes"], *quotes))] if quotes else []
    return Table(
        code="sold",
        heading=words["sold"],
        columns=tuple(columns),
        rows=tuple(rows),
        empty=words["sold_nothing"],
        notes=tuple(notes),
    )


def _cells(group: Group, into: str, words: Mapping[str, Any], writing: Writing) -> tuple[Cell, ...]:
    def own(amount: int) -> str:
        return writing.shown(Money(amount, group.currency))

    number = words["lines"][writing.form(group.lines)]
    where = words["everywhere"] if group.territory is None else group.territory
    places = [place for place in (group.sku, where, group.period) if place]
    rate = words["fx"].format(currency=group.currency, rate=writing.shown(group.fx), into=into)
    return (
        Cell(group.product, (", ".join(places), number.format(number=writing.shown(group.lines)))),
        Cell(
            writing.shown(group.units),
            (_form("returned", group.returned, words, writing),),
        ),
        Cell(
            own(group.net),
            (
                words["gross"].format(amount=own(group.gross)),
                words["returns"].format(amount=own(-group.returns)),
                words["allowed"].format(amount=own(-group.allowed)),
            ),
        ),
        Cell(
            writing.shown(Money(group.converted, into)), () if group.currency == into else (rate,)
        ),
        Cell(
            writing.shown(Money(group.earned, into)),
            _rate(group, words, writing),
        ),
    )


def _rate(group: Group, words: Mapping[str, Any], writing: Writing) -> tuple[str, ...]:
    """The rate and its version; of steps, since version 3, what fell on each."""
    if "falls" not in words or not group.falls:
        return (words["rate"].format(rate=writing.shown(group.rate), card=group.card),)
    falls = (_fall(each, words["falls"], writing) for each in group.falls)
    return (*falls, words["card"].format(card=group.card))


def _fall(fall: Fall, words: Mapping[str, str], writing: Writing) -> str:
    shown, rate = writing.shown(fall.quantity), writing.shown(fall.rate)
    if isinstance(fall.quantity, Money):
        return words["value"].format(amount=shown, rate=rate)
    return words[writing.form(fall.quantity)].format(number=shown, rate=rate)


def _form(name: str, number: int, words: Mapping[str, Any], writing: Writing) -> str:
    """A number with its word; the first two versions know one form alone."""
    said = words[name]
    text: str = said if isinstance(said, str) else said[writing.form(number)]
    return text.format(number=writing.shown(number))


def _steps(code: str, steps: tuple[Step, ...], words: Mapping[str, Any], writing: Writing) -> Table:
    rows = [_step(step, words, writing) for step in steps]
    return Table(
        code=code,
        heading=words[code],
        columns=(words["what"], words["amount"]),
        rows=tuple(rows[:-1]),
        total=rows[-1],
    )


def _step(step: Step, words: Mapping[str, Any], writing: Writing) -> Row:
    values = {name: writing.shown(value) for name, value in step.notes}
    note = words["notes"][step.code].format(**values) if values else ""
    under = tuple(text for text in (note, step.said) if text)
    return Row(step.code, (Cell(words["steps"][step.code], under), Cell(writing.shown(step.money))))
