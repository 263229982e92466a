"""Changing an agreement through HTTP: finance, creators, and who stays out."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import AgeBand, Person
from ideas.agreements.cards.models import RateCard
from ideas.agreements.models import Agreement
from ideas.db import take_write_lock
from ideas.notifications.money.listeners import tell_of_amendment
from ideas.royalties.events import AmendmentEnded, AmendmentOffered
from tests.agreements.guardians.test_guardians import TYPED, token_sent
from tests.factories import a_person, sign_in
from tests.money import an_active_agreement
from tests.royalties.amendments.test_actions import accept_all, offered

YES = {"name": "Ada Lovelace", "agree": "y"}


def typed(**changed: str) -> dict[str, str]:
    form = {
        "first_on": "2026-01-01",
        "reason": "It sells well",
        "rates-0-kind": "percent-units",
        "rates-0-rate": "2",
        "reserve": "10",
        "reserve_periods": "2",
        "reserve_parts": "1",
        "deductions_cap": "6",
        "minimum": "50.00",
        "text_en": "You earn twice as much.",
    }
    return form | changed


def the_seen(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"')[0]


def test_a_change_from_the_draft_to_the_last_name(
    client: FlaskClient, session: Session, fay: Person, flo: Person, agreement: Agreement
) -> None:
    desk, own = f"/desk/agreements/{agreement.id}", f"/workshop/agreements/{agreement.id}"
    sign_in(client, fay)
    assert f"{desk}/amendments/new" in client.get(desk).text
    page = client.get(f"{desk}/amendments/new").text
    assert "Change the agreement" in page
    assert page.count('href="/desk/agreements" aria-current="page"') == 1
    made = client.post(f"{desk}/amendments/new", data=typed())
    assert (made.status_code, made.location) == (303, f"{desk}/amendments/2")
    page = client.get(made.location).text
    assert "<ins>You earn twice as much.</ins>" in page
    assert "Changes of agreements to offer" not in client.get("/desk").text
    own_offer = client.post(f"{made.location}/offer", data={"seen": the_seen(page)})
    assert own_offer.status_code == 409
    assert "Flo" in own_offer.text
    assert client.post(made.location, data=typed(reason="Better")).status_code == 303
    creators = [share.person for share in agreement.shares]
    sign_in(client, creators[0])
    assert client.get(f"{own}/amendments/2").status_code == 404
    sign_in(client, flo)
    assert "Changes of agreements to offer" in client.get("/desk").text
    stale = client.post(f"{made.location}/offer", data={"seen": the_seen(page)})
    assert (stale.status_code, "Read it again" in stale.text) == (409, True)
    now = the_seen(client.get(made.location).text)
    assert client.post(f"{made.location}/offer", data={"seen": now}).status_code == 303
    assert client.post(f"{made.location}/offer", data={"seen": now}).status_code == 409
    assert client.post(made.location, data=typed()).status_code == 409
    for creator in creators:
        sign_in(client, creator)
        assert f"{own}/amendments/2" in client.get("/workshop/agreements").text
        assert f"{own}/amendments/2" in client.get(own).text
        assert "Better" in client.get(f"{own}/amendments/2").text
        assert client.post(f"{own}/amendments/2", data={"name": "Ada"}).status_code == 422
        for _ in range(2):
            assert client.post(f"{own}/amendments/2", data=YES).status_code == 303
    page = client.get(own).text
    assert "What was agreed when" in page
    assert "twice as much" in page
    sign_in(client, fay)
    late = client.post(f"{made.location}/withdraw", data={"why": "Regret"})
    assert late.status_code == 409


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("first_on", "", "Please fill this in"),
        ("first_on", "soon", "Write a date"),
        ("reason", "", "Please fill this in"),
        ("minimum", "0.005", "amount this currency can have"),
        ("rates-0-rate", "101", "from 0 to 100"),
        ("rates-0-kind", "nothing", "Not a valid choice"),
    ],
)
def test_what_is_wrong_is_said(
    client: FlaskClient, fay: Person, agreement: Agreement, field: str, value: str, sentence: str
) -> None:
    sign_in(client, fay)
    address = f"/desk/agreements/{agreement.id}/amendments/new"
    answer = client.post(address, data=typed(**{field: value}))
    assert (answer.status_code, sentence in answer.text) == (422, True)
    more = client.post(address, data=typed(add="rates"))
    assert (more.status_code, "rates-1-rate" in more.text) == (200, True)


def test_refusing_and_withdrawing(
    client: FlaskClient, session: Session, fay: Person, flo: Person, agreement: Agreement
) -> None:
    card, own = offered(agreement, fay, flo), f"/workshop/agreements/{agreement.id}"
    ada, ben = (share.person for share in agreement.shares)
    sign_in(client, ben)
    assert client.post(f"{own}/amendments/2/refuse", data={"why": ""}).status_code == 422
    assert client.post(f"{own}/amendments/2/refuse", data={"why": "Too little"}).status_code == 303
    again = client.post(f"{own}/amendments/2/refuse", data={"why": "Too little"})
    assert again.status_code == 409
    sign_in(client, ada)
    assert "Too little" in client.get(f"{own}/amendments/2").text
    assert client.post(f"{own}/amendments/2", data=YES).status_code == 409
    offered(agreement, fay, flo)
    sign_in(client, fay)
    third = f"/desk/agreements/{agreement.id}/amendments/3"
    assert client.post(f"{third}/withdraw", data={"why": ""}).status_code == 422
    assert client.post(f"{third}/withdraw", data={"why": "A slip"}).status_code == 303
    assert "A slip" in client.get(third).text
    tell_of_amendment(AmendmentOffered(card.id, agreement.idea_id, (ada.id, ben.id)))
    tell_of_amendment(AmendmentEnded(card.id, agreement.idea_id, (ada.id,), ben.id))
    session.commit()
    assert "Ben refused the change" in client.get("/notices").text
    sign_in(client, ada)
    assert "was given up. What was agreed before holds" in client.get("/notices").text


def test_who_stays_out(
    client: FlaskClient, session: Session, fay: Person, flo: Person, agreement: Agreement
) -> None:
    offered(agreement, fay, flo)
    desk = f"/desk/agreements/{agreement.id}/amendments"
    own = f"/workshop/agreements/{agreement.id}/amendments"
    for address in (f"{own}/2", f"{desk}/2", f"{desk}/new"):
        assert client.get(address).status_code in {303, 401}
    sign_in(client, a_person("Eve"))
    assert client.get(f"{desk}/2").status_code == 403
    assert client.post(f"{desk}/2/offer").status_code == 403
    for address in (f"{own}/2", f"{own}/2/refuse"):
        assert client.post(address, data=YES | {"why": "No"}).status_code == 404
    sign_in(client, fay)
    for version in (1, 3):
        assert client.get(f"{desk}/{version}").status_code == 404
    card = session.get_one(RateCard, agreement.cards[1].id)
    accept_all(agreement, card)
    sign_in(client, agreement.shares[0].person)
    assert client.get(f"{own}/1").status_code == 404
    refused = client.post(f"{own}/2/refuse", data={"why": "Late"})
    assert refused.status_code == 409


def test_a_guardian_signs_a_change(
    client: FlaskClient, session: Session, fay: Person, flo: Person
) -> None:
    ben = a_person("Ben")
    agreement = an_active_agreement(fay, [(ben, 10_000, 0)])
    take_write_lock()
    ben.age_band = AgeBand.MINOR
    session.commit()
    offered(agreement, fay, flo)
    own = f"/workshop/agreements/{agreement.id}/amendments/2"
    sign_in(client, ben)
    assert client.post(own, data=YES).status_code == 409
    assert client.post(own, data=YES | TYPED).status_code == 303
    assert "We wrote to Tom Wood" in client.get(own).text
    assert client.post(f"{own}/guardian", data={"address": "?"}).status_code == 422
    assert client.post(f"{own}/guardian", data=TYPED).status_code == 303
    with client.session_transaction() as cookies:
        cookies.clear()
    page = f"/agreements/changes/guardian/{token_sent(session)}"
    assert client.get(page.replace("/changes", "")).status_code == 404
    assert "It sells well" in client.get(page).text
    assert client.post(page, data={"name": "Tom"}).status_code == 422
    assert client.post(page, data={"name": "Tom Wood", "agree": "y"}).status_code == 303
    assert client.get(page).status_code == 410
    sign_in(client, ben)
    assert "Everybody has accepted" in client.get(own).text
    assert client.post(f"{own}/guardian", data=TYPED).status_code == 409
