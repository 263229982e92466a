"""A statement through HTTP: page, PDF and CSV say the same, to its payee alone."""

import csv
import html
import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.journey.models import Idea
from ideas.policy import Role
from ideas.royalties.periods.models import Period
from ideas.royalties.settings import Royalties
from ideas.royalties.settlements.models import Statement
from ideas.royalties.statements import pdf, queries
from ideas.royalties.statements.paper import adds_up
from ideas.royalties.statements.papers import paper_of
from ideas.royalties.statements.wording import told
from ideas.settings.actions import turn
from tests.factories import a_person, sign_in
from tests.money import a_row, close, take_in
from tests.pdfs import text_of

BLANKS = dict.fromkeys(map(ord, "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"), " ")


def seen(page: str) -> str:
    """A page's text, its blanks plain and its lines one."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", page)).translate(BLANKS)
    return " ".join(text.split())


def address_of(statement: Statement) -> str:
    return f"/workshop/statements/{statement.id}"


def rows_of(client: FlaskClient, statement: Statement) -> list[dict[str, str]]:
    answer = client.get(f"{address_of(statement)}.csv")
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_the_page_shows_every_step_to_the_cent(
    client: FlaskClient, ada: Person, statement: Statement, closed: Period
) -> None:
    sign_in(client, ada)
    assert address_of(statement) in client.get("/workshop/statements").text
    page = seen(client.get(address_of(statement)).text)
    for figure in (
        *("12,400", "310 returned", "620,000.00 EUR gross", "−15,500.00 EUR returns"),
        *("−34,100.00 EUR deductions", "570,400.00 EUR", "5,704.00 EUR"),
        *("3,050", "152,500.00 USD", "0.9200", "140,300.00 EUR", "1,403.00 EUR", "7,107.00 EUR"),
        *("−710.70 EUR", "10% of what was earned", "6,396.30 EUR", "60%", "3,837.78 EUR"),
        *("−1,000.00 EUR", "2,837.78 EUR", closed.ledger_hash or "-", "May 1, 2026"),
    ):
        assert figure in page


@pytest.mark.parametrize("language", ["en", "fr"])
def test_page_pdf_and_csv_hold_the_same_figures(
    client: FlaskClient, ada: Person, statement: Statement, language: str
) -> None:
    sign_in(client, ada)
    client.set_cookie("language", language)
    paper = paper_of(statement)
    assert adds_up(paper)
    page = seen(client.get(address_of(statement)).text)
    drawn = client.get(f"{address_of(statement)}.pdf")
    assert drawn.mimetype == "application/pdf"
    printed = "".join(text_of(drawn.data).translate(BLANKS).split())
    for table in told(paper, language).tables:
        for row in (*table.rows, *((table.total,) if table.total else ())):
            for cell in row.cells:
                for text in (cell.text, *cell.under):
                    plain = text.translate(BLANKS)
                    assert plain in page
                    assert "".join(plain.split()) in printed
    rows = rows_of(client, statement)
    steps = [(each.code, each.money.plain()) for each in (*paper.pool, *paper.part)]
    told_in_csv = [
        (row["what"], row["amount"]) for row in rows if row["amount"] and row["note"] == ""
    ]
    assert [each for each in told_in_csv if each[0] not in ("sale", "taken_back")] == steps
    sales = [row for row in rows if row["what"] == "sale"]
    assert [row["amount"] for row in sales] == ["5704.00", "1403.00"]
    assert [row["rate_of_exchange"] for row in sales] == ["1", "0.9200"]
    assert sum(int(row["units"]) for row in sales) == sum(group.units for group in paper.groups)


def test_drawing_it_again_gives_the_same_bytes(
    client: FlaskClient, session: Session, fay: Person, ada: Person, statement: Statement
) -> None:
    """Whatever is called otherwise by then."""
    sign_in(client, ada)
    addresses = [f"{address_of(statement)}{ending}" for ending in (".pdf", ".csv")]
    before = [client.get(address).data for address in addresses]
    turn(Royalties, "issuer", "Another Ltd", by=fay.id)
    turn(Royalties, "contact", "else@example.org", by=fay.id)
    idea = session.get_one(Idea, statement.settlement.agreement.idea_id)
    idea.title = "Something else"
    ada.name = "Ada Byron"
    session.commit()
    assert [client.get(address).data for address in addresses] == before


def test_the_statement_says_who_issues_it(
    client: FlaskClient, session: Session, fay: Person, ada: Person, period: Period
) -> None:
    turn(Royalties, "issuer", "Oddlark Works Ltd", by=fay.id)
    turn(Royalties, "contact", "royalties@example.org", by=fay.id)
    session.commit()
    take_in(fay, a_row("1"))
    close(fay, period)
    sign_in(client, ada)
    statement = queries.statements_of(ada.id)[0]
    page = seen(client.get(address_of(statement)).text)
    assert "From Oddlark Works Ltd" in page
    assert "write to royalties@example.org" in page


def test_every_row_opens_to_its_sales(
    client: FlaskClient, fay: Person, ada: Person, statement: Statement
) -> None:
    sign_in(client, ada)
    page = client.get(address_of(statement)).text
    rows = re.findall(rf'href="({address_of(statement)}/lines/\d+)"', page)
    assert len(rows) == 2
    lines = [seen(client.get(row).text) for row in rows]
    assert all("sales.csv" in line and "shop, revision 1" in line for line in lines)
    assert "€5,704.00" in lines[0]
    assert "$152,500.00" in lines[1]
    assert "€5,704.00" not in lines[1]
    assert "1 USD = 0.9200 EUR" in lines[1]
    assert "1 USD" not in lines[0]
    assert all("at 1% rates, version 1" in line for line in lines)
    for number in (0, 3, 10**30):
        assert client.get(f"{address_of(statement)}/lines/{number}").status_code == 404
    sign_in(client, fay)
    assert client.get(rows[0]).status_code == 200


def test_a_row_of_many_sales_goes_on(
    client: FlaskClient,
    fay: Person,
    ada: Person,
    period: Period,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    take_in(fay, *(a_row(f"sale-{number}") for number in range(5)), a_row("us", territory="US"))
    close(fay, period)
    sign_in(client, ada)
    statement = queries.statements_of(ada.id)[0]
    found, address = list[str](), f"{address_of(statement)}/lines/1"
    while address:
        page = client.get(address).text
        found += re.findall(r"sale-\d", page)
        more = re.search(r'href="([^"]*after=[^"]+)"', page)
        address = html.unescape(more[1]) if more else ""
    assert found == [f"sale-{number}" for number in range(5)]


def test_texts_in_the_csv_are_no_formulas(
    client: FlaskClient, fay: Person, ada: Person, period: Period
) -> None:
    take_in(fay, a_row("=1+1", territory="@SUM(A1)", channel="-2+3", gross="100000.00"))
    close(fay, period)
    sign_in(client, ada)
    text = client.get(f"{address_of(queries.statements_of(ada.id)[0])}.csv").text
    for cell in ("'=1+1", "'@SUM(A1)", "'-2+3"):
        assert cell in text


def test_others_find_nothing(
    client: FlaskClient, ben: Person, statement: Statement, fay: Person
) -> None:
    endings = ("", ".csv", ".pdf", "/lines/1")
    for person in (a_person("Eve"), ben, a_person("Max", Role.MODERATOR)):
        sign_in(client, person)
        for ending in endings:
            assert client.get(address_of(statement) + ending).status_code == 404
        assert client.get(f"/desk/royalties/statements/{statement.id}").status_code == 403
        assert str(statement.payment.plain()) not in client.get("/workshop/statements").text
    sign_in(client, fay)
    assert client.get(f"/desk/royalties/statements/{statement.id}").status_code == 200
    with client.session_transaction() as kept:
        kept.clear()
    for ending in endings:
        assert client.get(address_of(statement) + ending).status_code == 303


def test_without_the_extra_the_page_says_so(
    client: FlaskClient, ada: Person, statement: Statement, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_spec(name: str) -> Any:
        return None

    monkeypatch.setattr(pdf, "find_spec", no_spec)
    sign_in(client, ada)
    page = client.get(address_of(statement)).text
    assert "makes no PDFs" in page
    assert ".pdf" not in page
    refused = client.get(f"{address_of(statement)}.pdf")
    assert refused.status_code == 409
    assert "makes no PDFs" in refused.text
