"""What ``make attack`` watches for in a browser is seen when it is there."""

from collections.abc import Mapping

import pytest
from playwright.sync_api import BrowserContext, Route

from tests.attack.watching import betrayed
from tests.journeys.test_eve_writes_scripts import ATTACK

pytestmark = pytest.mark.once
SITE, POLICY = "http://site.example", {"Content-Security-Policy": "default-src 'self'"}
PAGES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "/plain": ("<p>Nothing</p>", POLICY),
    "/without": (f'<a href="{ATTACK}">', {}),
    "/with": (f'<a href="{ATTACK}">', POLICY),
}


def test_what_runs_and_what_is_stopped_is_told(
    context: BrowserContext, complaints: list[str]
) -> None:
    def answer(route: Route) -> None:
        body, heads = PAGES.get(route.request.url.removeprefix(SITE), ("", {}))
        route.fulfill(body=body, headers=dict(heads), content_type="text/html")

    context.route("**/*", answer)
    plain, without, stopped = betrayed(context, SITE, PAGES)
    assert plain == []
    assert without == ["alert(1) ran on /without"]
    assert stopped == ["script-src-attr stopped inline on /with"]
    complaints.clear()  # as was meant
