"""Where a form leads back to: pages of this site, and nothing a browser reads as another."""

import pytest
from flask import Flask

from ideas.web.answer import back_or


@pytest.mark.parametrize("address", ["/", "/ideas?q=red+lamp&tag=a", "/ideas/été#tabs"])
def test_a_page_of_this_site(app: Flask, address: str) -> None:
    with app.test_request_context(query_string={"next": address}):
        assert back_or("/home") == address


@pytest.mark.parametrize(
    "address",
    [
        *("", "ideas", "//evil.example", "///evil.example", "https://evil.example", "//["),
        *("/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example"),
        *("javascript:alert(1)", "/a\r\nSet-Cookie: a=b", "/a\x7f", " /a", "/a\u2028b"),
    ],
)
def test_anything_else_leads_home(app: Flask, address: str) -> None:
    with app.test_request_context(query_string={"next": address}):
        assert back_or("/home") == "/home"
