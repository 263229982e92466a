"""Whatever Eve sends, the door lets nothing pass that the site's own view would not."""

import io
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.voting.casting.door import Door
from ideas.voting.models import Vote, VoteState
from tests.factories import a_live_idea, a_person
from tests.voting.casting.test_door import Doorkeeper, site

__all__ = ["site"]
FORM = "application/x-www-form-urlencoded"
Odd = Callable[[str, str], dict[str, Any]]


def sent(body: bytes, **more: Any) -> dict[str, Any]:
    """A form of these bytes."""
    return {"input_stream": io.BytesIO(body), "content_length": len(body), **more}


ODD: dict[str, Odd] = {
    "token twice, the good one first": lambda slug, token: sent(
        f"csrf_token={token}&csrf_token=x".encode()
    ),
    "token twice, the good one last": lambda slug, token: sent(
        f"csrf_token=x&csrf_token={token}".encode()
    ),
    "channel twice": lambda slug, token: sent(f"csrf_token={token}&via=qr&via=post".encode()),
    "not UTF-8": lambda slug, token: sent(f"csrf_token={token}&via=%FF".encode() + b"\xff"),
    "a NUL": lambda slug, token: sent(f"csrf_token={token}&via=%00".encode()),
    "lines of a header": lambda slug, token: sent(
        f"csrf_token={token}&via=qr%0d%0aSet-Cookie:+a=b".encode()
    ),
    "half a body": lambda slug, token: sent(f"csrf_token={token}"[:-9].encode()),
    "no length": lambda slug, token: sent(f"csrf_token={token}".encode(), content_length=None),
    "nothing": lambda slug, token: sent(b""),
    "text": lambda slug, token: sent(f"csrf_token={token}".encode(), content_type="text/plain"),
    "another charset": lambda slug, token: sent(
        f"csrf_token={token}".encode(), content_type=f"{FORM}; charset=utf-16"
    ),
    "JSON": lambda slug, token: {"json": {"csrf_token": token}},
    "token in the address": lambda slug, token: {"query_string": {"csrf_token": token}},
    "GET": lambda slug, token: {"method": "GET", "query_string": {"csrf_token": token}},
    "HEAD": lambda slug, token: {"method": "HEAD"},
    "PUT": lambda slug, token: sent(f"csrf_token={token}".encode(), method="PUT"),
    "another host": lambda slug, token: sent(
        f"csrf_token={token}".encode(), headers={"Host": "evil.test", "X-Forwarded-Host": "a.test"}
    ),
    "another page": lambda slug, token: sent(
        f"csrf_token={token}".encode(), headers={"Referer": "https://evil.test/"}
    ),
    "capital letters": lambda slug, token: sent(
        f"csrf_token={token}".encode(), path=f"/ideas/{slug.upper()}/vote"
    ),
    "a slash more": lambda slug, token: sent(
        f"csrf_token={token}".encode(), path=f"/ideas/{slug}/vote/"
    ),
    "a way up": lambda slug, token: sent(
        f"csrf_token={token}".encode(), path=f"/ideas/x/../{slug}/vote"
    ),
    "percent signs": lambda slug, token: sent(
        f"csrf_token={token}".encode(), path=f"/ideas/{slug[:-1]}%{ord(slug[-1]):x}/vote"
    ),
    "an idea that is not": lambda slug, token: sent(
        f"csrf_token={token}".encode(), path="/ideas/nowhere/vote"
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_the_door_and_the_view_answer_alike(site: Doorkeeper, session: Session, name: str) -> None:
    idea = a_live_idea()
    before = site.door.__class__
    answers = []
    for kind in (Door, type("Open", (Door,), {"_hear": lambda self, *rest: None})):
        site.door.__class__ = before
        person = a_person("Eve")
        token = site.come(person)
        site.door.__class__ = kind
        how: dict[str, Any] = {
            "method": "POST",
            "path": f"/ideas/{idea.slug}/vote",
            "content_type": FORM,
        }
        if "json" in (odd := ODD[name](idea.slug, token)):
            del how["content_type"]
        answer = site.client.open(**how | odd)
        session.rollback()
        state = session.scalar(sa.select(Vote.state).where(Vote.person_id == person.id))
        answers.append((answer.status_code, answer.location, state))
    assert answers[0] == answers[1]
    assert answers[0][2] in {None, VoteState.COUNTED}
    if name not in {"GET", "HEAD"}:
        assert (answers[0][2] is None) == (answers[0][0] != 303)
