"""Disputing through HTTP: the payee's form, the desk's queue, and who stays out."""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.policy import Role
from ideas.royalties.disputes.queries import looks_at
from ideas.royalties.payments.actions import prepare
from ideas.royalties.payments.queries import statements_due
from ideas.royalties.settlements.models import Statement
from tests.conftest import Clock
from tests.factories import a_person, sign_in
from tests.money import with_account

COMPLAINT = {"reason": "units", "words": "The shop told me of 13,000."}
REJECTED = {"outcome": "rejected", "answer": "310 came back."}


def test_a_dispute_from_the_statement_to_its_second_answer(
    client: FlaskClient, fay: Person, flo: Person, ada: Person, statement: Statement
) -> None:
    page = f"/workshop/statements/{statement.id}"
    sign_in(client, ada)
    assert f"{page}/dispute" in client.get(page).text
    assert "Say what looks wrong" in client.get(f"{page}/dispute").text
    bad = client.post(f"{page}/dispute", data=COMPLAINT | {"words": ""})
    assert bad.status_code == 422
    for _ in range(2):
        assert client.post(f"{page}/dispute", data=COMPLAINT).status_code == 303
    assert "13,000" in client.get(f"{page}/dispute").text
    assert "disputed" in client.get(page).text
    (dispute,) = looks_at(statement.id)
    desk = f"/desk/royalties/disputes/{dispute.id}"
    sign_in(client, fay)
    assert "Disputes to answer" in client.get("/desk").text
    assert desk in client.get("/desk/royalties/disputes").text
    assert "Disputes" in client.get("/desk/royalties").text
    needed = client.post(f"{desk}/answer", data=REJECTED | {"outcome": "upheld"})
    assert needed.status_code == 422
    assert "310 came back." in needed.text
    assert client.post(f"{desk}/answer", data=REJECTED).status_code == 303
    assert client.post(f"{desk}/answer", data=REJECTED).status_code == 409
    sign_in(client, ada)
    assert "310 came back." in client.get(f"{page}/dispute").text
    assert client.post(f"{page}/dispute/second-look", data={"words": ""}).status_code == 422
    again = {"words": "They did not."}
    assert client.post(f"{page}/dispute/second-look", data=again).status_code == 303
    second = f"/desk/royalties/disputes/{looks_at(statement.id)[1].id}"
    sign_in(client, fay)
    refused = client.post(f"{second}/answer", data=REJECTED)
    assert refused.status_code == 409
    assert "somebody else in finance" in refused.text
    sign_in(client, flo)
    upheld = {"outcome": "upheld", "amount": "276.00", "answer": "600 units were missing."}
    assert client.post(f"{second}/answer", data=upheld).status_code == 303
    sign_in(client, ada)
    assert "€276.00" in client.get(f"{page}/dispute").text


def test_the_batch_says_what_is_left_out_of_it(
    client: FlaskClient,
    session: Session,
    fay: Person,
    flo: Person,
    ada: Person,
    ben: Person,
    statement: Statement,
) -> None:
    for person in (ada, ben):
        with_account(person, approved_by=flo)
    (batch,) = prepare(by=fay, only=[f"royalty:{each.id}" for each in statements_due()])
    session.commit()
    address, owed = f"/desk/royalties/batches/{batch.id}", "€2,558.52"
    hold = f"/desk/royalties/payees/{ben.id}/hold"
    sign_in(client, flo)
    client.post(hold, data={"reason": "Which Ben?"})
    page = client.get(address).text
    assert ("cannot be approved like this" in page, "Approve the batch" in page) == (True, False)
    client.post(hold, data={"_method": "DELETE"})
    assert "Approve the batch" in client.get(address).text
    assert client.post(f"{address}/approval").status_code == 303
    sign_in(client, ada)
    client.post(f"/workshop/statements/{statement.id}/dispute", data=COMPLAINT)
    sign_in(client, flo)
    assert "1 payment is not to be carried out" in client.get(address).text
    assert client.post(f"{address}/export").status_code == 303
    page = client.get(address).text
    assert "Left out: In dispute" in page
    assert "not to be carried out" not in page
    told = client.post(f"{address}/files/csv").text
    assert ("2558.52" in told, "3837.78" in told) == (True, False)
    assert client.post(f"{address}/confirmation", data={}).status_code == 303
    assert owed in client.get(address).text
    sign_in(client, ada)
    assert "Sent on" not in client.get(f"/workshop/statements/{statement.id}").text


def test_a_line_can_be_disputed(
    client: FlaskClient, session: Session, ada: Person, statement: Statement
) -> None:
    sign_in(client, ada)
    page = client.get(f"/workshop/statements/{statement.id}/lines/1").text
    assert f"/workshop/statements/{statement.id}/dispute?line=" in page
    line = page.partition("dispute?line=")[2].partition('"')[0]
    form = client.get(f"/workshop/statements/{statement.id}/dispute?line={line}").text
    assert "About the sale eu" in form
    address = f"/workshop/statements/{statement.id}/dispute"
    assert client.post(address, data=COMPLAINT | {"line": line}).status_code == 303
    assert looks_at(statement.id)[0].settled_sale_id == int(line)


def test_too_late_says_until_when(
    client: FlaskClient, ada: Person, statement: Statement, clock: Clock
) -> None:
    sign_in(client, ada)
    clock.go(days=61)
    sign_in(client, ada)
    page = f"/workshop/statements/{statement.id}/dispute"
    assert "could be disputed until" in client.get(page).text
    late = client.post(page, data=COMPLAINT)
    assert late.status_code == 409
    assert late.headers["Refusal"] == "dispute.too_late"


def test_the_desk_shows_what_is_late(
    client: FlaskClient, ada: Person, fay: Person, statement: Statement, clock: Clock
) -> None:
    sign_in(client, ada)
    client.post(f"/workshop/statements/{statement.id}/dispute", data=COMPLAINT)
    clock.go(days=15)
    sign_in(client, fay)
    assert "late" in client.get("/desk/royalties/disputes").text


def test_others_find_nothing(
    client: FlaskClient, ada: Person, ben: Person, fay: Person, statement: Statement
) -> None:
    sign_in(client, ada)
    page = f"/workshop/statements/{statement.id}/dispute"
    client.post(page, data=COMPLAINT)
    desk = f"/desk/royalties/disputes/{looks_at(statement.id)[0].id}"
    for person in (a_person("Eve"), ben, a_person("Max", Role.MODERATOR), fay):
        sign_in(client, person)
        assert client.get(page).status_code == 404
        assert client.post(page, data=COMPLAINT).status_code == 404
        assert client.post(f"{page}/second-look", data={"words": "x"}).status_code == 404
        if person is not fay:
            assert client.get("/desk/royalties/disputes").status_code == 403
            assert client.get(desk).status_code == 403
            assert client.post(f"{desk}/answer", data=REJECTED).status_code == 403
    assert client.get("/desk/royalties/disputes/999").status_code == 404
    with client.session_transaction() as kept:
        kept.clear()
    assert client.get(page).status_code == 303
    assert statement in statements_due() or statement.payable == 0
