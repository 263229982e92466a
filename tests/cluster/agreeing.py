"""Do the machines agree: who is signed in, and how often somebody did something?"""

import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping

from ideas.limits.rules import LIMITS
from tests.bench.votes.people import browsers, sign_in_many
from tests.cluster.site import PORT
from tests.cluster.whole import Cluster

SIGNED_IN = "/workshop"
SECONDS_BEHIND = 5.0
"""Who only looks reads a copy, and may be told what was so a moment ago."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """Answers are looked at, not followed."""

    def redirect_request(self, *_: object) -> None:
        """Nowhere."""
        return


_open = urllib.request.build_opener(_Stay).open


def disagreements(cluster: Cluster) -> list[str]:
    """What one machine knows and the other does not; said on the way."""
    found = [*_about_sessions(cluster), *_about_limits(cluster)]
    print("machines disagree on:", ", ".join(found) or "nothing")
    return found


def _about_sessions(cluster: Cluster) -> list[str]:
    ((cookie, token),) = browsers(cluster.app, sign_in_many(1))
    before = [_status(cluster, name, SIGNED_IN, cookie) for name in cluster.fronts]
    gone = _status(cluster, "app1", "/sign-out", cookie, {"csrf_token": token})
    until = time.monotonic() + SECONDS_BEHIND
    while 200 in (after := [_status(cluster, name, SIGNED_IN, cookie) for name in cluster.fronts]):
        if time.monotonic() > until:
            break
    is_right = before == [200, 200] and gone == 303 and 200 not in after
    return [] if is_right else [f"sessions {before} {gone} {after}"]


def _about_limits(cluster: Cluster) -> list[str]:
    """Half of the limit at each machine, and then no more at either."""
    ((cookie, token),) = browsers(cluster.app, sign_in_many(1))
    form = {"csrf_token": token, "email": "nobody@mail.example"}
    most, names = LIMITS["reset"].most, [*cluster.fronts] * 2
    statuses = [
        _status(cluster, name, "/account/password/lost", cookie, form) for name in names[: most + 1]
    ]
    return [] if statuses == [303] * most + [429] else [f"limits {statuses}"]


def _status(
    cluster: Cluster, name: str, page: str, cookie: str, form: Mapping[str, str] | None = None
) -> int:
    address = f"http://{cluster.fronts[name].machine.address}:{PORT}{page}"
    sent = urllib.parse.urlencode(form).encode() if form else None
    asked = urllib.request.Request(address, sent, {"Cookie": cookie, "X-Forwarded-For": "9.9.9.9"})
    try:
        with _open(asked, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
