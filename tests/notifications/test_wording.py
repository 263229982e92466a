"""Where a notice leads."""

import pytest
from flask import Flask, url_for

from ideas.notifications.wording import PLACES, notice_address


def test_every_notice_leads_to_a_page(app: Flask) -> None:
    with app.test_request_context():
        for endpoint in PLACES.values():
            assert url_for(endpoint).startswith("/")


@pytest.mark.parametrize(
    ("kind", "variant", "tab"),
    [
        ("reply", "", "comments"),
        ("mention", "", "comments"),
        ("mention", "official", "answers"),
        ("backed_answer", "", "answers"),
        ("backed_update", "", "updates"),
        ("report_decided", "kept", None),
    ],
)
def test_a_notice_leads_to_where_it_was_said(
    app: Flask, kind: str, variant: str, tab: str | None
) -> None:
    with app.test_request_context():
        place = notice_address(kind, variant, "a-lamp")
        anchor = "tabs" if tab else None
        assert place == url_for("gallery.idea", slug="a-lamp", tab=tab, _anchor=anchor)
