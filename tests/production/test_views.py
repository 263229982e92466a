"""The desk's pages for products, through HTTP."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.production.models import Product
from tests.conftest import Clock
from tests.factories import a_person, sign_in
from tests.money import an_active_agreement

LAMP = {
    "sku": "LAMP-1",
    "name": "Lamp",
    "price": "49.99",
    "currency": "EUR",
    "on_sale_on": "2026-03-02",
    "url": "https://shop.example/lamp",
}


@pytest.fixture
def idea(session: Session, clock: Clock, client: FlaskClient) -> Idea:
    """A selected idea with an agreement in force; finance is signed in."""
    fay = a_person("Fay", Role.FINANCE)
    agreement = an_active_agreement(fay, [(a_person("Ada"), 10_000, 0)])
    sign_in(client, fay)
    return agreement.idea


def test_staff_walk_an_idea_to_the_shelf(client: FlaskClient, session: Session, idea: Idea) -> None:
    base = f"/desk/ideas/{idea.slug}"
    assert base in client.get("/desk/products").text
    assert "Start development" in client.get(f"{base}/production").text
    assert client.post(f"{base}/development").status_code == 303
    assert client.post(f"{base}/products", data=LAMP).status_code == 303
    session.expire_all()
    assert idea.stage is Stage.ON_SALE
    product = session.query(Product).one()
    assert (product.price, product.url) == (4_999, "https://shop.example/lamp")
    assert "€49.99" in client.get(f"{base}/production").text
    assert "LAMP-1" in client.get("/desk/products").text
    assert client.post(f"{base}/products", data=LAMP).status_code == 409
    assert client.post(f"{base}/retirement").status_code == 303


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sku", "=1+1"),
        ("price", "49.999"),
        ("currency", "EURO"),
        ("on_sale_on", "yesterday"),
        ("url", "javascript:alert(1)"),
        ("name", ""),
    ],
)
def test_what_is_wrong_is_said_and_kept(
    client: FlaskClient, session: Session, idea: Idea, field: str, value: str
) -> None:
    base = f"/desk/ideas/{idea.slug}"
    client.post(f"{base}/development")
    answer = client.post(f"{base}/products", data=LAMP | {field: value})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert 'value="LAMP-1"' in answer.text or field == "sku"
    assert not session.query(Product).count()


def test_cancelling_needs_a_public_reason(
    client: FlaskClient, session: Session, idea: Idea
) -> None:
    address = f"/desk/ideas/{idea.slug}/cancellation"
    assert client.post(address, data={"text_en": ""}).status_code == 422
    assert client.post(address, data={"text_en": "Not safe."}).status_code == 303
    session.expire_all()
    assert idea.stage is Stage.CANCELLED


def test_fans_and_moderators_stay_out(client: FlaskClient, idea: Idea) -> None:
    for person in (a_person("Vera"), a_person("Max", Role.MODERATOR)):
        sign_in(client, person)
        assert client.get("/desk/products").status_code == 403
        assert client.post(f"/desk/ideas/{idea.slug}/development").status_code == 403
