"""Which answers a browser may show again on the way back."""

from typing import Any

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from flask_login import current_user
from sqlalchemy.orm import Session

from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.storage.pictures import file_of
from ideas.web.assets import digest
from ideas.web.settings import Brand
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea, sign_in, the_campaign
from tests.submission.making import a_shown_picture

LOOK = Brand().look.name


def test_a_visitors_form_that_came_back_may_be_shown_again(
    client: FlaskClient, session: Session
) -> None:
    answer = client.post("/sign-up", data={"name": "Vera"})
    assert answer.status_code == 422
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" not in answer.vary


@pytest.mark.usefixtures("session", "clock")
def test_what_is_somebodys_own_may_not(client: FlaskClient) -> None:
    sign_in(client, a_person("Vera"))
    answer = client.post("/drafts/new", data={"rights": "stolen"})
    assert answer.status_code == 422
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.vary


def test_terms_may_be_shown_again(client: FlaskClient, session: Session, clock: Clock) -> None:
    the_campaign()
    sign_in(client, a_person("Adam", Role.ADMIN))
    answer = client.post("/desk/terms/next", data={"copies": "many"})
    assert answer.status_code == 422
    assert answer.headers["Cache-Control"] == "private, no-cache"


PUBLIC = {
    *("gallery.badge", "gallery.qr", "gallery.robots", "gallery.share_image"),
    *("gallery.sitemap", "gallery.sitemap_pages", "gallery.sitemap_part"),
    *("web.text", "web.style", "web.media"),
}


def test_what_others_may_keep_has_nothing_of_whoever_asked_for_it(
    app: Flask, client: FlaskClient, session: Session, clock: Clock
) -> None:
    idea = a_live_idea()
    values: dict[str, Any] = {"slug": idea.slug, "language": "en", "number": 0, "digest": "0" * 12}
    values |= {"page": "home"}
    picture = file_of(a_shown_picture(an_idea(stage=Stage.DRAFT)).name, 480)
    own: dict[str, dict[str, Any]] = {
        "web.media": {"name": picture},
        "web.style": {"name": LOOK, "version": digest()},
        "web.text": {"name": "js/site.js", "version": digest()},
    }
    sign_in(client, a_person("Vera"))
    clock.go(seconds=61)
    public = set()
    for rule in app.url_map.iter_rules():
        known = values | own.get(rule.endpoint, {})
        if "GET" not in (rule.methods or ()) or not rule.arguments <= set(known):
            continue
        with app.test_request_context():
            place = {name: known[name] for name in rule.arguments}
            address = url_for(rule.endpoint, **place)
        with client.get(address) as answer:
            if not answer.cache_control.public:
                continue
            public.add(rule.endpoint)
            assert "Set-Cookie" not in answer.headers, address
            assert "Cookie" not in answer.vary, address
    assert public >= PUBLIC


def test_even_a_public_page_that_looks_at_the_reader_sets_no_cookie(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    the_campaign()
    app = client.application
    sign_in(client, a_person("Vera"))
    clock.go(seconds=61)
    assert "Set-Cookie" in client.get("/ideas").headers
    clock.go(seconds=61)
    robots = app.view_functions["gallery.robots"]

    def looking() -> Any:
        assert current_user.is_authenticated
        return robots()

    app.view_functions["gallery.robots"] = looking
    try:
        answer = client.get("/robots.txt")
    finally:
        app.view_functions["gallery.robots"] = robots
    assert answer.cache_control.public
    assert "Set-Cookie" not in answer.headers
