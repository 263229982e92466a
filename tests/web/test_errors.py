"""Error answers: whole pages, and words beside the form for htmx."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.journey.models import Idea
from ideas.policy import Role
from tests.factories import a_live_idea, a_person, sign_in

PART = {"HX-Request": "true"}


@pytest.fixture
def idea(session: Session) -> Idea:
    return a_live_idea()


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


@pytest.mark.parametrize("host", ["http://localhost", "https://elsewhere.example"])
def test_a_refusal_leads_back_to_where_it_came_from(
    client: FlaskClient, idea: Idea, host: str
) -> None:
    sign_in(client, idea.creator)
    page = f"/ideas/{idea.slug}?tab=journey"
    address = f"/ideas/{idea.slug}/resubmission"
    refused = client.post(address, headers={"Referer": f"{host}{page}"})
    assert refused.status_code == 409
    assert (f'href="{page}"' in refused.text) is (host == "http://localhost")
    assert "elsewhere.example" not in refused.text


@pytest.mark.parametrize(("role", "way"), [(Role.FINANCE, "/desk"), (None, "/ideas")])
def test_whoever_may_not_come_in_has_somewhere_to_go(
    client: FlaskClient, session: Session, role: Role | None, way: str
) -> None:
    sign_in(client, a_person("Fay", role) if role else a_person("Eve"))
    page = client.get("/desk/integrity")
    assert page.status_code == 403
    assert f'class="button button-primary" href="{way}"' in page.text


def test_an_address_of_forms_is_not_offered_for_reading(client: FlaskClient, idea: Idea) -> None:
    sign_in(client, idea.creator)
    address, came_from = f"/ideas/{idea.slug}/resubmission", {"Referer": "http://localhost/ideas"}
    refused = client.post(address, headers=came_from)
    assert 'name="next" value="/ideas"' in refused.text
    assert 'name="next" value="/"' in client.get("/language").text
    assert 'name="next" value="/nowhere"' in client.get("/nowhere").text


def test_a_form_sent_after_signing_out_leads_to_signing_in(app: Flask, idea: Idea) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        late = app.test_client().post(
            f"/ideas/{idea.slug}/comments",
            data={"body": "Late"},
            headers={"Referer": f"http://localhost/ideas/{idea.slug}"},
        )
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert late.status_code == 400
    assert f"/sign-in?next=/ideas/{idea.slug}" in late.text


def test_a_form_that_grew_old_leads_back_to_its_page(app: Flask, idea: Idea) -> None:
    client, page = app.test_client(), f"/ideas/{idea.slug}"
    sign_in(client, idea.creator)
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        late = client.post(f"{page}/comments", headers={"Referer": f"http://localhost{page}"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert (late.status_code, f'class="button button-primary" href="{page}"' in late.text) == (
        400,
        True,
    )
