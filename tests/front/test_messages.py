"""A request reaches the site as it was sent, byte by byte."""

from typing import Any

import pytest

from ideas.front.messages import environ_of
from tests.front.through import scope_of

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        ({}, {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "QUERY_STRING": "", "SCRIPT_NAME": ""}),
        ({"raw_path": b"/l%C3%A4mp?x=1"}, {"PATH_INFO": "/l\xc3\xa4mp"}),
        ({"raw_path": b"/%ff%2e"}, {"PATH_INFO": "/\xff."}),
        ({"raw_path": b"HTTP://a.example/b//c"}, {"PATH_INFO": "/b//c"}),
        ({"raw_path": b"https://a.example"}, {"PATH_INFO": "/"}),
        ({"raw_path": b"//a.example/b"}, {"PATH_INFO": "//a.example/b"}),
        ({"raw_path": b"*"}, {"PATH_INFO": "*"}),
        ({"raw_path": None, "path": "/lämp"}, {"PATH_INFO": "/l\xc3\xa4mp"}),
        (
            {"raw_path": b"/at/home", "root_path": "/at"},
            {"SCRIPT_NAME": "/at", "PATH_INFO": "/home"},
        ),
        ({"query_string": b"a=%ff&b=\xe4"}, {"QUERY_STRING": "a=%ff&b=\xe4"}),
        ({"client": None, "server": None}, {"REMOTE_ADDR": "", "SERVER_PORT": ""}),
        ({"client": ["2001:db8::1", 1]}, {"REMOTE_ADDR": "2001:db8::1"}),
        ({"scheme": "https"}, {"wsgi.url_scheme": "https"}),
        ({"headers": [(b"content-length", b"5")]}, {"CONTENT_LENGTH": "5"}),
        ({"headers": [(b"content-type", b"text/plain")]}, {"CONTENT_TYPE": "text/plain"}),
        ({"headers": [(b"x-a", b"1"), (b"x-a", b"2")]}, {"HTTP_X_A": "1,2"}),
        ({"headers": [(b"cookie", b"a=1"), (b"cookie", b"b=2")]}, {"HTTP_COOKIE": "a=1; b=2"}),
        ({"headers": [(b"referer", b"\xff")]}, {"HTTP_REFERER": "\xff"}),
    ],
)
def test_what_was_sent(scope: dict[str, Any], said: dict[str, str]) -> None:
    environ = environ_of(scope_of(**scope))
    assert {name: environ[name] for name in said} == said
