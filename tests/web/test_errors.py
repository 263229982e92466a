"""Error answers: whole pages, and words beside the form for htmx."""

import pytest
from flask.testing import FlaskClient

PART = {"HX-Request": "true"}


@pytest.mark.parametrize(("address", "status"), [("/nowhere", 404), ("/language", 405)])
def test_a_page_says_what_happened(client: FlaskClient, address: str, status: int) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert "<h1>" in response.text
    assert "HX-Request" in response.headers["Vary"]


def test_htmx_gets_the_words_and_leaves_the_page_as_it_was(client: FlaskClient) -> None:
    response = client.get("/nowhere", headers=PART)
    assert response.status_code == 404
    assert response.headers["HX-Retarget"] == "#flashes"
    assert response.text.lstrip().startswith("<div")
    assert 'role="alert"' in response.text
    assert "<h1>" not in response.text
