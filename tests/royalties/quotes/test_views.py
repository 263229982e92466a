"""A period's rates from a file, through HTTP: shown, kept, twice, wrong, too late."""

import html
import io
import re

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from ideas.accounts.models import Person
from ideas.agreements.models import Agreement
from ideas.royalties.periods.models import FxRate, Period
from tests.factories import sign_in
from tests.money import close

GOOD = (
    'date,currency,rate,source\n2025-12-31,USD,0.9200,"ECB, ""fixing"""\n2025-12-31,GBP,1.15,ECB\n'
)


def sent(client: FlaskClient, period: Period, text: str, into: str = "EUR") -> TestResponse:
    file = (io.BytesIO(text.encode()), "rates.csv")
    address = f"/desk/royalties/periods/{period.id}/rates/file"
    return client.post(address, data={"file": file, "into": into})


def kept(client: FlaskClient, period: Period, page: str) -> TestResponse:
    rows = [html.unescape(each) for each in re.findall(r'name="row" value="([^"]*)"', page)]
    address = f"/desk/royalties/periods/{period.id}/rates/file/confirmation"
    return client.post(address, data={"row": rows, "into": "EUR"})


def rates(session: Session) -> list[tuple[str, str, str]]:
    found = session.scalars(sa.select(FxRate).order_by(FxRate.id))
    return [(each.currency, f"{each.rate}", each.source) for each in found]


def test_a_file_is_shown_kept_and_kept_once(
    client: FlaskClient, session: Session, fay: Person, period: Period
) -> None:
    sign_in(client, fay)
    page = sent(client, period, GOOD)
    assert (page.status_code, rates(session)) == (200, [])
    assert page.text.count(">new<") == 2
    assert kept(client, period, page.text).status_code == 303
    known = [("USD", "0.9200", 'ECB, "fixing"'), ("GBP", "1.15", "ECB")]
    assert rates(session) == known
    again = sent(client, period, GOOD.replace("1.15", "1.16"))
    assert "takes the place of 1.15" in again.text
    assert "holds already" in again.text
    assert kept(client, period, page.text).status_code == 303
    assert rates(session) == known
    assert kept(client, period, again.text).status_code == 303
    assert rates(session) == [*known, ("GBP", "1.16", "ECB")]


def test_one_wrong_line_keeps_all_of_it_out(
    client: FlaskClient, session: Session, fay: Person, period: Period
) -> None:
    sign_in(client, fay)
    page = sent(client, period, GOOD + "31/12/2025,CHF,1,ECB\n")
    assert page.status_code == 422
    assert "31/12/2025" in page.text
    assert 'name="row"' not in page.text
    forged = {
        "row": ["2\t2025-12-31\tUSD\t0.9\tECB", "3\t2025-12-31\tUSD\t0.8\tECB"],
        "into": "EUR",
    }
    address = f"/desk/royalties/periods/{period.id}/rates/file/confirmation"
    assert client.post(address, data=forged).status_code == 409
    for text, into in (("not, rates\n1,2\n", "EUR"), (GOOD, "EURO"), ("x" * 100_001, "EUR")):
        assert sent(client, period, text, into).status_code == 422
    assert rates(session) == []


def test_who_may_not_and_when_it_is_too_late(
    client: FlaskClient,
    session: Session,
    fay: Person,
    ada: Person,
    agreement: Agreement,
    period: Period,
) -> None:
    address = f"/desk/royalties/periods/{period.id}/rates/file"
    assert client.get(address).status_code in (302, 303, 401)
    sign_in(client, ada)
    assert client.get(address).status_code in (403, 404)
    assert sent(client, period, GOOD).status_code in (403, 404)
    sign_in(client, fay)
    page = sent(client, period, GOOD)
    close(fay, period)
    assert kept(client, period, page.text).status_code == 409
    assert rates(session) == []
