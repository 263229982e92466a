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
    styles, scripts = weighed(client, address.format(slug=idea.slug), encoding)
    assert 0 < styles <= MOST_CSS
    assert 0 < scripts <= MOST_JS


@pytest.mark.parametrize("address", ["/", "/ideas/{slug}?tab=comments", "/drafts/new"])
def test_styles_and_scripts_of_the_signed_in_stay_small(
    session: Session, client: FlaskClient, address: str
) -> None:
    idea = a_live_idea("A whale of glass")
    sign_in(client, a_person("Vera"))
    styles, scripts = weighed(client, address.format(slug=idea.slug), "gzip")
    assert 0 < styles <= MOST_CSS
    assert 0 < scripts <= MOST_JS


def weighed(client: FlaskClient, address: str, encoding: str) -> tuple[int, int]:
    """The compressed bytes of a page's styles and of its scripts."""
    files = LINKED.findall(client.get(address).text)
    sizes = {
        file: len(client.get(file, headers={"Accept-Encoding": encoding}).data) for file in files
    }
    styles = sum(size for file, size in sizes.items() if file.endswith(".css"))
    scripts = sum(size for file, size in sizes.items() if file.endswith(".js"))
    return styles, scripts
