"""A hidden field names the method, and the CSRF check still happens."""

import pytest
from flask import Flask, request

from ideas.web.guard import guarded


@pytest.fixture
def app_with_things(another_app: Flask) -> Flask:
    """An application of its own, with a thing that can only be deleted."""

    @guarded(None)
    def thing() -> str:
        return request.method

    another_app.add_url_rule("/thing", view_func=thing, methods=["DELETE"])
    return another_app


def test_a_post_becomes_what_it_says(app_with_things: Flask) -> None:
    app_with_things.config["WTF_CSRF_ENABLED"] = False
    client = app_with_things.test_client()
    assert client.post("/thing", data={"_method": "DELETE"}).text == "DELETE"


@pytest.mark.parametrize("method", ["GET", "TRACE", "delete", ""])
def test_other_words_change_nothing(app_with_things: Flask, method: str) -> None:
    app_with_things.config["WTF_CSRF_ENABLED"] = False
    client = app_with_things.test_client()
    assert client.post("/thing", data={"_method": method}).status_code == 405


def test_without_a_token_nothing_happens(app_with_things: Flask) -> None:
    client = app_with_things.test_client()
    assert client.post("/thing", data={"_method": "DELETE"}).status_code == 400
