"""How much a first visit may weigh. What the whole page weighs is tests/browser/test_budgets.py."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories import a_live_idea, a_person, sign_in, the_campaign

KB = 1024
MOST_CSS, MOST_JS = 40 * KB, 30 * KB
LINKED = re.compile(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"')


@pytest.mark.parametrize("encoding", ["br", "gzip"])
@pytest.mark.parametrize("address", ["/", "/ideas", "/ideas/{slug}", "/rounds", "/sign-in"])
def test_styles_and_scripts_stay_small(
    session: Session, client: FlaskClient, address: str, encoding: str
) -> None:
    the_campaign()
    idea = a_live_idea("A whale of glass")
    _weigh(client, address.format(slug=idea.slug), encoding)


def test_styles_and_scripts_of_creating_stay_small(session: Session, client: FlaskClient) -> None:
    the_campaign()
    sign_in(client, a_person("Vera"))
    _weigh(client, "/drafts/new", "gzip")


def _weigh(client: FlaskClient, address: str, encoding: str) -> None:
    files = LINKED.findall(client.get(address).text)
    sizes = {
        file: len(client.get(file, headers={"Accept-Encoding": encoding}).data) for file in files
    }
    styles = sum(size for file, size in sizes.items() if file.endswith(".css"))
    scripts = sum(size for file, size in sizes.items() if file.endswith(".js"))
    assert 0 < styles <= MOST_CSS
    assert 0 < scripts <= MOST_JS
