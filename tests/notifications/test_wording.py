"""Where a notice leads."""

from flask import Flask, url_for

from ideas.notifications.wording import PLACES


def test_every_notice_leads_to_a_page(app: Flask) -> None:
    with app.test_request_context():
        for endpoint in PLACES.values():
            assert url_for(endpoint).startswith("/")
