"""A file through HTTP: sent, mapped, checked, posted by two where it is large, and decided."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import sqlalchemy.exc
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from ideas.accounts.models import Person
from ideas.db import db
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.royalties.ledger.actions import check_ledger
from ideas.royalties.ledger.queries import balance
from ideas.royalties.periods.models import Period
from ideas.royalties.sales.conflicts.queries import conflicts
from ideas.royalties.sales.imports.actions import check
from ideas.royalties.sales.imports.files import file_of, folder
from ideas.royalties.sales.imports.models import SaleProblem, SalesImport
from ideas.royalties.sales.imports.receiving import receive
from ideas.royalties.sales.imports.rules import ImportState
from ideas.royalties.sales.models import Sale
from ideas.royalties.sales.queries import unreconciled_imports
from ideas.royalties.sales.showing import problems_told
from ideas.royalties.settings import Royalties
from ideas.settings.actions import turn
from ideas.storage.buckets import Bucket, address_in
from ideas.storage.waiting import IMPORTS, KEY, Shared
from tests.factories import a_person, sign_in
from tests.money import WORKED_EXAMPLE, a_file, a_row, checked, take_in, uploaded, worked
from tests.storage.shelf import a_shelf

SALES = "/desk/royalties/sales"
GERMAN = (
    "Bestellung;Datum;Artikel;Land;Menge;Umsatz\r\n"
    'A-1;24.12.2025;LAMP-1;DE;2;"1.234,50"\r\n'
    "A-2;31.12.2025;LAMP-1;AT;1;617,25\r\n"
).encode("cp1252")
MAP = {
    "encoding": "cp1252",
    "delimiter": ";",
    "numbers": "comma_grouped",
    "dates": "day_first",
    "column_external_id": "Bestellung",
    "column_period": "Datum",
    "column_sku": "Artikel",
    "column_territory": "Land",
    "column_units": "Menge",
    "column_gross": "Umsatz",
    "fixed_source": "haus",
    "fixed_currency": "EUR",
    "fixed_channel": "web",
}


def send(client: FlaskClient, content: bytes | None, source: str = "shop") -> TestResponse:
    file = {"file": (io.BytesIO(content), "sales.csv")} if content is not None else {}
    return client.post(SALES, data={"source": source, **file})


def the_import(session: Session) -> SalesImport:
    found = sa.select(SalesImport).order_by(SalesImport.id.desc()).limit(1)
    return session.scalars(found.execution_options(populate_existing=True)).one()


def test_the_preview_says_when_an_amount_could_be_meant_in_two_ways(
    client: FlaskClient, fay: Person, period: Period
) -> None:
    sign_in(client, fay)
    for gross, is_said in (("1.500", True), ("1.234,50", False), ("99.50", False)):
        row = a_row(gross=gross, returns="0", deductions="0")
        sent = send(client, a_file(row, a_row("2", gross="2.000")), gross)
        page = client.get(sent.location).text
        assert "How we read them" in page
        assert ("could be meant in two ways" in page) is is_said


def test_a_shops_own_columns_are_mapped_once_and_remembered(
    client: FlaskClient, session: Session, fay: Person, period: Period
) -> None:
    sign_in(client, fay)
    sent = send(client, GERMAN, "haus")
    assert sent.status_code == 303
    page = client.get(sent.location).text
    assert "1.234,50" in page
    assert "How we read them" not in page
    refused = client.post(f"{sent.location}/layout", data={**MAP, "column_sku": ""})
    assert refused.status_code == 422
    assert "Say where these come from: SKU" in refused.text
    again = MAP | {"again": "1"}
    for numbers, told in (("point", "cannot be read"), ("comma_grouped", "€1,234.50")):
        client.post(f"{sent.location}/layout", data=again | {"numbers": numbers})
        page = client.get(sent.location).text
        assert told in page.partition("How we read them")[2]
        assert "December 24, 2025" in page
    client.post(f"{sent.location}/layout", data=again | {"dates": "iso"})
    assert client.get(sent.location).text.count("cannot be read") == 2
    assert client.post(f"{sent.location}/layout", data=MAP).status_code == 303
    assert "being read" in client.get(sent.location).text
    worked(the_import(session))
    page = client.get(sent.location).text
    assert "€1,851.75" in page
    assert "Every row can be posted" in page
    assert balance("sales", "EUR") == 0
    assert client.post(f"{sent.location}/posting").status_code == 303
    worked(the_import(session))
    assert balance("sales", "EUR") == -185_175
    assert {sale.channel for sale in session.scalars(sa.select(Sale))} == {"web"}
    page = client.get(send(client, GERMAN.replace(b"A-", b"B-"), "haus").location).text
    chosen = set(re.findall(r'<option selected value="([^"]+)"', page))
    assert {"Bestellung", "Umsatz", "comma_grouped", "day_first"} <= chosen
    assert 'value="EUR"' in page


def test_a_file_sent_again_is_the_import_there_is(
    client: FlaskClient, session: Session, fay: Person, period: Period
) -> None:
    sign_in(client, fay)
    content = a_file(a_row("1"))
    first = send(client, content)
    again = send(client, content)
    assert again.location == first.location
    assert "was sent before" in client.get(again.location).text
    assert session.scalar(sa.select(sa.func.count()).select_from(SalesImport)) == 1


def test_a_file_with_errors_is_posted_whole_or_by_choice(
    client: FlaskClient, session: Session, fay: Person, period: Period
) -> None:
    take_in(fay, a_row("1"))
    content = a_file(a_row("1", gross="99.00"), a_row("2", sku="<b>NOPE</b>"), a_row("=3"))
    kept = checked(fay, content)
    sign_in(client, fay)
    address = f"{SALES}/{kept.id}"
    page = client.get(address).text
    for told in ("No product has this SKU", "&lt;b&gt;NOPE&lt;/b&gt;", "€99.00", "Post the good"):
        assert told in page
    refused = client.post(f"{address}/posting")
    assert refused.status_code == 409
    assert "Rows in error: 1, in conflict: 1" in refused.text
    file = client.get(f"{address}/errors.csv")
    assert file.mimetype == "text/csv"
    assert "3,SKU,No product has this SKU,<b>NOPE</b>" in file.text
    assert client.post(f"{address}/posting", data={"rows": "good"}).status_code == 303
    worked(kept)
    assert (kept.added, kept.bad, kept.conflicting) == (1, 1, 1)
    assert "€99.00" in client.get(SALES).text
    assert client.post(f"{address}/posting").status_code == 409
    assert client.post(f"{address}/cancellation").status_code == 409
    assert client.post(f"{address}/layout", data=MAP).status_code == 409
    check_ledger()


@pytest.mark.once
@pytest.mark.parametrize(
    ("code", "value", "field", "shown"),
    [
        ("sale.number", "units: x", "Units sold", "x"),
        ("sale.text", "territory, channel: FR: Paris, ", "Territory, Channel", "FR: Paris, "),
        ("sale.no_product", "units: x", "SKU", "units: x"),
        ("sale.columns", "", "", ""),
    ],
)
def test_a_problem_names_its_field_in_words(code: str, value: str, field: str, shown: str) -> None:
    (told,) = problems_told([SaleProblem(import_id=1, row=3, code=code, value=value)])
    assert (told["field"], told["value"]) == (field, shown)


def test_a_large_import_is_approved_by_another(
    client: FlaskClient, session: Session, fay: Person, flo: Person, period: Period
) -> None:
    kept = checked(fay, a_file(*WORKED_EXAMPLE))
    address = f"{SALES}/{kept.id}"
    sign_in(client, fay)
    assert "another of finance approves" in client.get(address).text
    assert client.post(f"{address}/posting").status_code == 303
    assert "waits for a colleague" in client.get(address).text
    refused = client.post(f"{address}/posting")
    assert refused.status_code == 409
    assert "Ask one of these: Flo" in refused.text
    for change in ("state = 'posting'", f"approved_by_id = {fay.id}"):
        with pytest.raises(sqlalchemy.exc.IntegrityError):
            session.execute(sa.text(f"UPDATE sales_imports SET {change}"))
        session.rollback()
    sign_in(client, flo)
    assert client.post(f"{address}/posting").status_code == 303
    worked(kept)
    assert (kept.state, kept.approved_by_id) == ("posted", flo.id)
    assert balance("sales", "EUR") == -62_000_000


def test_who_is_alone_in_finance_is_told_so(
    client: FlaskClient, session: Session, fay: Person, period: Period
) -> None:
    turn(Royalties, "large_import_rows", 1, by=fay.id)
    kept = checked(fay, a_file(a_row("1")))
    sign_in(client, fay)
    client.post(f"{SALES}/{kept.id}/posting")
    assert "only one in finance" in client.post(f"{SALES}/{kept.id}/posting").text


def test_what_another_prepared_is_posted_at_once(
    client: FlaskClient, session: Session, fay: Person, flo: Person, period: Period
) -> None:
    kept = checked(fay, a_file(*WORKED_EXAMPLE))
    sign_in(client, flo)
    assert "when you post it, you approve it" in client.get(f"{SALES}/{kept.id}").text
    client.post(f"{SALES}/{kept.id}/posting")
    assert (worked(kept).state, kept.approved_by_id) == ("posted", flo.id)


def test_a_cancelled_import_leaves_nothing(
    client: FlaskClient, session: Session, fay: Person, period: Period
) -> None:
    kept = checked(fay, a_file(a_row("1"), a_row("2", sku="NOPE")))
    sign_in(client, fay)
    assert client.post(f"{SALES}/{kept.id}/cancellation").status_code == 303
    worked(kept)
    for table in ("staged_sales", "sale_problems", "sales", "journal_entries"):
        assert session.scalar(sa.text(f"SELECT count(*) FROM {table}")) == 0
    assert "was cancelled" in client.get(f"{SALES}/{kept.id}").text
    assert client.post(f"{SALES}/{kept.id}/cancellation").status_code == 409
    assert checked(fay, a_file(a_row("1"), a_row("2", sku="NOPE"))).id != kept.id


def a_conflict(fay: Person) -> Any:
    take_in(fay, a_row("1"))
    take_in(fay, a_row("1", gross="99.00"))
    (conflict,) = conflicts()
    return conflict


def test_a_conflict_is_taken_as_the_next_revision(
    client: FlaskClient, session: Session, fay: Person, period: Period
) -> None:
    address = f"{SALES}/conflicts/{a_conflict(fay).id}"
    sign_in(client, fay)
    marked = client.get(address).text.partition("is-chosen")[2].partition("</tr>")[0]
    assert all(told in marked for told in ("Gross", "€99.00", "€100.00", "differs"))
    assert client.get(address).text.count("is-chosen") == 1
    assert "Gross: €99.00 instead of €100.00" in client.get(SALES).text
    assert client.post(address, data={"choice": "take"}).status_code == 422
    taken = client.post(address, data={"choice": "take", "reason": "The shop said so"})
    assert taken.status_code == 303
    worked(the_import(session))
    assert balance("sales", "EUR") == -9_900
    assert conflicts() == []
    assert unreconciled_imports() == []
    again = client.post(address, data={"choice": "ignore", "reason": "No"})
    assert again.status_code == 409
    page = client.get(address).text
    assert "The shop said so" in page
    session.expire_all()
    (entry,) = session.execute(
        sa.text("SELECT detail FROM audit_entries WHERE action = 'sales.take_conflict'")
    )
    assert "The shop said so" in str(entry)


def test_a_conflict_is_ignored_with_a_reason(
    client: FlaskClient, session: Session, fay: Person, period: Period
) -> None:
    address = f"{SALES}/conflicts/{a_conflict(fay).id}"
    sign_in(client, fay)
    ignored = client.post(address, data={"choice": "ignore", "reason": "A slip"})
    assert ignored.location.endswith(SALES)
    assert conflicts() == []
    assert balance("sales", "EUR") == -10_000
    for change in ("UPDATE conflict_decisions SET reason = 'x'", "DELETE FROM conflict_decisions"):
        with pytest.raises(sqlalchemy.exc.DBAPIError, match="append-only"):
            session.execute(sa.text(change))
        session.rollback()


def test_a_large_conflict_needs_another_too(
    client: FlaskClient, session: Session, fay: Person, flo: Person, period: Period
) -> None:
    address = f"{SALES}/conflicts/{a_conflict(fay).id}"
    turn(Royalties, "large_import_amount", 1, by=fay.id)
    sign_in(client, fay)
    client.post(address, data={"choice": "take", "reason": "The shop said so"})
    kept = the_import(session)
    assert kept.state == "proposed"
    sign_in(client, flo)
    client.post(f"{SALES}/{kept.id}/posting")
    worked(kept)
    assert balance("sales", "EUR") == -9_900


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty"),
        (b"only\n1\n", "no table"),
        (b"\xff\xfe\x00\x01\x00", "neither UTF-8 nor Windows-1252"),
        (b"\x81\x8d,b\n", "neither UTF-8 nor Windows-1252"),
        (b"a,b,a\n1,2,3\n", "Two columns have the same name: a"),
        (b"PK\x03\x04 no workbook", "workbook cannot be read"),
        (None, "Choose a file"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    client: FlaskClient, fay: Person, content: bytes | None, sentence: str
) -> None:
    sign_in(client, fay)
    answer = send(client, content)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="shop"' in answer.text


def test_a_file_that_is_too_large_is_refused(
    client: FlaskClient, fay: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = set(folder().iterdir())
    with pytest.raises(Refused) as refused:
        receive(io.BytesIO(b"a,b\n" + b"1,2\n" * 300_000), "large.csv", most=10**6)
    assert (refused.value.refusal.code, refused.value.refusal.values) == (
        "sales_file.too_large",
        {"most": 1},
    )
    assert set(folder().iterdir()) == before
    sign_in(client, fay)
    monkeypatch.setattr("ideas.royalties.sales.views.MEGABYTE", 1_000)
    assert send(client, b"a,b\n" + b"1,2\n" * 30_000).status_code == 413


def test_a_file_that_is_gone_fails_kindly(
    client: FlaskClient, session: Session, fay: Person, period: Period
) -> None:
    kept = uploaded(fay, a_file(a_row("1")))
    sign_in(client, fay)
    file_of(kept.mark).unlink()
    check(kept, kept.read_by, by=fay)
    worked(kept)
    assert "The file is gone" in client.get(f"{SALES}/{kept.id}").text


def test_another_node_reads_on_what_one_took_in(
    app: Flask, fay: Person, period: Period, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_shelf() as shelf:
        bucket = Bucket(address_in(shelf.url), "imports")
        one, two = (Shared(tmp_path / name, bucket) for name in ("one", "two"))
        monkeypatch.setitem(app.extensions[KEY], IMPORTS, one)
        kept = uploaded(fay, a_file(a_row("1")))
        monkeypatch.setitem(app.extensions[KEY], IMPORTS, two)
        check(kept, kept.read_by, by=fay)
        worked(kept)
        assert (kept.state, kept.added, kept.bad) == (ImportState.CHECKED, 1, 0)
        assert list(shelf.kept) == [f"/brand/imports/{kept.mark[:2]}/{kept.mark}.csv"]


def test_only_finance_comes_in(client: FlaskClient, fay: Person, period: Period) -> None:
    conflict = a_conflict(fay)
    kept = conflict.import_id
    pages = ("", f"/{kept}", f"/{kept}/errors.csv", f"/conflicts/{conflict.id}")
    forms = ("", f"/{kept}/layout", f"/{kept}/posting", f"/{kept}/cancellation")
    for page in pages:
        assert "/sign-in" in client.get(SALES + page).location
    staff = [a_person(role.value, role) for role in (Role.MODERATOR, Role.REVIEWER)]
    for person in (a_person("Eve"), *staff):
        sign_in(client, person)
        for page in pages:
            assert client.get(SALES + page).status_code == 403
        for form in (*forms, f"/conflicts/{conflict.id}"):
            assert client.post(SALES + form).status_code == 403
    sign_in(client, fay)
    for page in ("/999", "/999/errors.csv", "/conflicts/999"):
        assert client.get(SALES + page).status_code == 404
    db.session.rollback()
