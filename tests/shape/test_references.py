"""What names a route, a template or a static file names one that exists."""

import re
from collections.abc import Iterator
from http import HTTPStatus

from flask import Flask
from flask.testing import FlaskClient

from ideas.web.assets import asset
from tests.shape.source import modules, templates

ENDPOINT = re.compile(r"\b(?:url_for|href)\(\s*\"([a-z_]+\.[a-z_]+)\"")
TEMPLATE = re.compile(r"\"((?:[a-z_]+/)+[a-z_]+\.(?:html|txt|xml)|layout\.html)\"")
ASSET = re.compile(r"\basset\(\s*\"([^\"]+)\"")


def _texts() -> Iterator[tuple[str, str]]:
    yield from templates().items()
    yield from ((module.name, module.text) for module in modules())


def _named(pattern: re.Pattern[str]) -> dict[str, str]:
    return {name: place for place, text in _texts() for name in pattern.findall(text)}


def test_every_address_leads_to_a_route(app: Flask) -> None:
    named = _named(ENDPOINT)
    assert {name: named[name] for name in named.keys() - app.view_functions.keys()} == {}


def test_every_template_named_is_there() -> None:
    named = _named(TEMPLATE)
    assert {name: named[name] for name in named.keys() - templates().keys()} == {}


def test_every_template_is_used() -> None:
    named = {name.rpartition(".")[0] for name in _named(TEMPLATE)}
    named |= set(_named(re.compile(r"\"([a-z_]+/[a-z_]+)\"")))
    unused = [
        name
        for name in templates()
        if not name.startswith("errors/")
        and name.rpartition(".")[0].removeprefix("mail/") not in named
        and name.rpartition(".")[0] not in named
    ]
    assert unused == []


def test_every_static_file_named_is_served(client: FlaskClient) -> None:
    named = _named(ASSET)
    statuses = {}
    for name in named:
        with client.get(asset(name)) as served:
            statuses[name] = served.status_code
    assert {name: named[name] for name in named if statuses[name] != HTTPStatus.OK} == {}
