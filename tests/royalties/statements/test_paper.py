"""A statement's paper, its words, and its PDF: pure, and the same for ever."""

import csv
import hashlib
import io
import json
import os
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ideas.money import Money
from ideas.royalties.statements import pdf
from ideas.royalties.statements.figures import writing_in
from ideas.royalties.statements.paper import NEWEST, Paper, Percent, Value, adds_up, grouped
from ideas.royalties.statements.pdf import LACKING, NoPdf, pdf_of
from ideas.royalties.statements.table import csv_of
from ideas.royalties.statements.wording import VERSIONS, Told, told, words_of
from tests.pdfs import text_of

pytestmark = pytest.mark.once
GOLDEN = Path(__file__).parent / "golden"
EVERY = [(version, language) for version in range(1, NEWEST + 1) for language in ("en", "fr")]


def texts_in(said: Told) -> list[str]:
    """Every text of a statement, in reading order."""
    texts = [said.kind, said.subject, *said.head, said.period, *said.days]
    for part in said.tables:
        texts += [part.heading, *part.columns]
        for row in (*part.rows, *((part.total,) if part.total else ())):
            texts += [text for cell in row.cells for text in (cell.text, *cell.under)]
        texts += part.notes
    return [*texts, *said.closing, said.hash_name, said.ledger_hash]


@pytest.mark.parametrize(("version", "language"), EVERY)
def test_every_version_is_drawn_as_it_was(
    paper: Paper, newest: Paper, version: int, language: str
) -> None:
    """To say something else or elsewhere is a new version; this one stays as it was sent out."""
    said = told(newest if version == NEWEST else replace(paper, version=version), language)
    drawn = pdf_of(said, version)
    now = {
        "texts": texts_in(said),
        "pdf_text": text_of(drawn).splitlines(),
        "pdf_sha256": hashlib.sha256(drawn).hexdigest(),
    }
    kept = GOLDEN / str(version) / f"statement.{language}.json"
    if os.environ.get("DRAW_STATEMENTS"):
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(now, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert now == json.loads(kept.read_text("utf-8"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pdf_shows_every_text_of_the_page(newest: Paper, language: str) -> None:
    said = told(newest, language)
    shown = "".join(text_of(pdf_of(said, NEWEST)).split())
    for text in texts_in(said):
        wanted = "".join(text.split())
        assert wanted in shown or wanted.upper() in shown, text


def test_the_pdf_is_tagged_and_says_its_language(paper: Paper) -> None:
    drawn = pdf_of(told(paper, "fr"), 1)
    for sign in (b"/Marked true", b"/Lang(fr)", b"pdfuaid:part", b"/S/TH", b"/S/H1"):
        assert sign in drawn
    assert b"CreationDate" not in drawn


@pytest.mark.parametrize(
    "title",
    [
        '#read("/etc/passwd")',
        "$x$ *b* _i_ <l> @r // /* `raw` = heading",
        '" ] } \\ #panic("no") \\u{41}',
        "Ελένη, Юлия, محمد, שלום, Žofia, ₫ ₽",
    ],
)
def test_what_people_typed_is_text(paper: Paper, title: str) -> None:
    drawn = pdf_of(told(replace(paper, title=title, payee=title), "en"), 1)
    shown = "".join(text_of(drawn).split())
    if title.isascii():
        assert "".join(title.split()) in shown
    assert LACKING not in shown
    assert "root:" not in shown


@pytest.mark.parametrize(
    "name", ["山田太郎", "김민준 😀", "ไทย", "\ue000\U0001f9d1\u200d\U0001f680"]
)
def test_a_name_no_font_has_is_a_box_and_the_pdf_says_so(paper: Paper, name: str) -> None:
    drawn = pdf_of(told(replace(paper, payee=name), "en"), 1)
    shown = text_of(drawn)
    assert b"pdfuaid:part" in drawn
    if name[0] != "\ue000":
        assert LACKING in shown
    assert "2,837.78" in shown
    assert drawn == pdf_of(told(replace(paper, payee=name), "en"), 1)


@pytest.mark.parametrize("name", ["a\x00b\x1f", "a\ud83db", "\u2028\u2029", "", "a" * 3_000])
def test_odd_names_make_a_pdf_all_the_same(paper: Paper, name: str) -> None:
    assert pdf_of(told(replace(paper, payee=name, title=name), "en"), 1).startswith(b"%PDF")


def test_without_the_extra_there_is_no_pdf(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda name: None)
    with pytest.raises(NoPdf):
        pdf_of(told(paper, "en"), 1)


def test_the_figures_of_the_worked_example_agree(paper: Paper) -> None:
    assert adds_up(paper)
    assert not adds_up(replace(paper, groups=paper.groups[:1]))


def test_too_many_rows_are_summed_over_territories(paper: Paper) -> None:
    eu = paper.groups[0]
    many = [replace(eu, territory=f"T{number:03}") for number in range(201)]
    assert grouped(reversed(many[:200])) == tuple(many[:200])
    (one,) = grouped(many)
    assert one.territory is None
    assert (one.lines, one.earned, one.gross) == (201, 201 * eu.earned, 201 * eu.gross)
    assert "all territories" in str(told(replace(paper, groups=(one,)), "en"))


def test_of_nothing_sold_the_statement_says_so(paper: Paper) -> None:
    empty = told(replace(paper, groups=(), quotes=()), "en")
    assert "Nothing was sold" in text_of(pdf_of(empty, 1))


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (Money(-123_456_789, "EUR"), "−1,234,567.89 EUR", "−1 234 567,89 EUR"),
        (Money(0, "JPY"), "0 JPY", "0 JPY"),
        (Money(1_234_567, "KWD"), "1,234.567 KWD", "1 234,567 KWD"),
        (Percent(100), "1%", "1 %"),
        (Percent(125), "1.25%", "1,25 %"),
        (Percent(10_000), "100%", "100 %"),
        (Decimal("0.9200"), "0.9200", "0,9200"),
        (12_400, "12,400", "12 400"),
        (-5, "−5", "−5"),
        (date(2026, 8, 1), "August 1, 2026", "1 août 2026"),
        ("as it is 1,000", "as it is 1,000", "as it is 1,000"),
    ],
)
def test_figures_are_written_in_both_languages(value: Value, english: str, french: str) -> None:
    blank = dict.fromkeys(map(ord, "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"), " ")
    for language, expected in (("en", english), ("fr", french)):
        writing = writing_in(words_of(1, language))
        assert writing.shown(value).translate(blank) == expected


def test_a_version_says_the_same_things_in_every_language() -> None:
    def names(words: object, before: str = "") -> set[str]:
        if not isinstance(words, dict):
            return {before}
        return {name for key, each in words.items() for name in names(each, f"{before}.{key}")}

    for version in range(1, NEWEST + 1):
        folder = VERSIONS / str(version)
        first, *others = (json.loads(each.read_text("utf-8")) for each in folder.glob("*.json"))
        assert all(names(other) == names(first) for other in others)
    assert words_of(1, "de")["language"] == "en"


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", ("1,000 units at 1%", "1 unit at 2%", "1 returned", "0 returned")),
        ("fr", ("1 000 unités à 1 %", "1 unité à 2 %", "1 retournée", "0 retournée")),
    ],
)
def test_the_third_version_says_what_fell_on_each_step_and_counts_in_words(
    newest: Paper, language: str, wanted: tuple[str, ...]
) -> None:
    blank = dict.fromkeys(map(ord, "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"), " ")
    texts = [each.translate(blank) for each in texts_in(told(newest, language))]
    assert set(wanted) <= set(texts)
    assert not any(each == "310 retournée" for each in texts)


def test_the_third_version_says_what_is_not_paid_and_the_audit_clause(newest: Paper) -> None:
    closing = told(newest, "en").closing
    assert "What is disputed is not paid" in closing[0]
    assert closing[-1].endswith("Once a year you may have this checked.")
    assert told(newest, "de").closing[-1] == closing[-1]
    assert "no audit clause" in told(replace(newest, audit=()), "en").closing[-1]
    rows = {row["what"]: row["note"] for row in csv.DictReader(io.StringIO(csv_of(newest, [])))}
    assert rows["while_disputed"] == "nothing of this statement is paid"
    assert rows["audit_clause_fr"].startswith("Vous pouvez")
    before = csv_of(replace(newest, version=2), [])
    assert "while_disputed" not in before


def test_what_fell_on_steps_is_summed_over_territories(newest: Paper) -> None:
    step = newest.groups[-1]
    (one,) = grouped([replace(step, territory=f"T{number:03}") for number in range(201)])
    assert [each.quantity for each in one.falls] == [201_000, 201]


def test_the_csv_names_the_rate_card_since_the_second_version(paper: Paper) -> None:
    held = tuple(
        replace(step, notes=(*step.notes, ("card", 3))) if step.code == "reserve_held" else step
        for step in paper.pool
    )
    first, second = (
        list(csv.DictReader(io.StringIO(csv_of(replace(paper, version=v, pool=held), []))))
        for v in (1, 2)
    )
    assert all("rate_version" not in row for row in first)
    told = {row["what"]: row["rate_version"] for row in second}
    assert (told["reserve_held"], told["earned"]) == ("3", "")
    plain = [{k: v for k, v in row.items() if k != "rate_version"} for row in second]
    assert plain == first
