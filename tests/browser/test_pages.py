"""Every page with a fixed address, looked at by those who may see it."""

from collections.abc import Callable

from flask.testing import FlaskClient
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.policy import Role
from tests.browser.look import look_at
from tests.factories import a_person, the_campaign

OK = 200


def pages_for(client: FlaskClient) -> set[str]:
    """The addresses without a variable part that show this browser a page."""
    return {
        rule.rule
        for rule in client.application.url_map.iter_rules()
        if not rule.arguments and "GET" in (rule.methods or ()) and _is_page(client, rule.rule)
    }


def _is_page(client: FlaskClient, address: str) -> bool:
    with client.get(address) as answer:
        return answer.status_code == OK and answer.mimetype == "text/html"


def look_at_all(page: Page, who: str, addresses: set[str]) -> None:
    """Look at each; the names of the pictures say who saw what."""
    for address in sorted(addresses):
        page.goto(address)
        look_at(page, f"{who}{address.replace('/', '-').rstrip('-')}")


def test_visitors_see_whole_pages(session: Session, client: FlaskClient, page: Page) -> None:
    the_campaign()
    look_at_all(page, "visitor", pages_for(client))


def test_people_see_whole_pages(
    session: Session, client: FlaskClient, sign_in: Callable[[Person], None], page: Page
) -> None:
    the_campaign()
    seen = pages_for(client)
    sign_in(a_person("Vera"))
    look_at_all(page, "fan", pages_for(client) - seen)


def test_staff_see_whole_pages(
    session: Session, client: FlaskClient, sign_in: Callable[[Person], None], page: Page
) -> None:
    the_campaign()
    sign_in(a_person("Vera"))
    seen = pages_for(client)
    for role in Role:
        sign_in(a_person("Rita", role))
        theirs = pages_for(client) - seen
        look_at_all(page, role, theirs)
        seen |= theirs
