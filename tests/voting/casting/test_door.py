"""The door answers a plain vote as the site's own view does, and passes on everything else."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.accounts.sessions.models import AuthSession
from ideas.config import Config
from ideas.db import db
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.limits.rules import LIMITS
from ideas.policy import Role
from ideas.voting.actions import cast_vote
from ideas.voting.casting import together
from ideas.voting.casting.actions import Outcome, cast_votes
from ideas.voting.casting.door import Door
from ideas.voting.casting.queries import Cast
from ideas.voting.integrity.signals import gathering
from ideas.voting.integrity.signals.models import SignalKey, VoteSignal
from ideas.voting.models import Vote, VoteState
from tests.conftest import Client, Clock
from tests.databases import application
from tests.factories import a_live_idea, a_person, an_idea, sign_in

ONES_OWN = {"Content-Length", "Content-Type", "Content-Language", "Vary", "X-Request-ID"}
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Doorkeeper:
    """A site with its door, and a note of whether a request went past it."""

    def __init__(self, app: Flask) -> None:
        app.test_client_class = Client
        self.app, self.client = app, app.test_client()
        self.went_inside = 0
        self.door: Any = app.extensions["ideas.keeping"].inside.application
        assert isinstance(self.door, Door)
        self.inside, self.door.inside = self.door.inside, self._pass_on

    def _pass_on(self, environ: Any, start_response: Any) -> Any:
        if environ["REQUEST_METHOD"] == "POST":
            self.went_inside += 1
        return self.inside(environ, start_response)

    def come(self, person: Person) -> str:
        """Sign in; answers the token of the forms that are shown."""
        sign_in(self.client, person)
        found = TOKEN.search(self.client.get("/account").text)
        assert found is not None
        return found[1]

    def vote(self, idea: Idea, sent: dict[str, str], **how: Any) -> Any:
        """Send the form of an idea's vote."""
        return self.client.post(f"/ideas/{idea.slug}/vote", data=sent, **how)


@pytest.fixture
def site(another_app: Flask, session: Session) -> Doorkeeper:
    return Doorkeeper(another_app)


def states(session: Session) -> list[VoteState]:
    session.rollback()
    return list(session.scalars(sa.select(Vote.state)))


def test_a_plain_vote_is_answered_at_the_door(site: Doorkeeper, session: Session) -> None:
    idea, vera = a_live_idea(), a_person("Vera")
    token = site.come(vera)
    for _ in range(2):
        answer = site.vote(idea, {"csrf_token": token, "via": "qr"})
        assert (answer.status_code, answer.location) == (303, f"/ideas/{idea.slug}#ballot")
    assert site.went_inside == 0
    assert states(session) == [VoteState.COUNTED]
    assert "You have voted" in site.client.get(f"/ideas/{idea.slug}").text


def test_whoever_is_unconfirmed_is_told_to_confirm(site: Doorkeeper, session: Session) -> None:
    idea = a_live_idea()
    token = site.come(a_person("Uma", confirmed=False))
    site.vote(idea, {"csrf_token": token})
    assert (site.went_inside, states(session)) == (0, [VoteState.PENDING])
    page = site.client.get(f"/ideas/{idea.slug}").text
    assert "counts once you have confirmed" in page


def test_its_answer_is_the_sites_own(site: Doorkeeper, session: Session, clock: Clock) -> None:
    """Every header that the view sends, but for those that tell of a body, which it has not."""
    idea = a_live_idea()
    token = site.come(a_person("Vera"))
    by_door = [headers_in(site.vote(idea, {"csrf_token": token})) for _ in range(2)]
    clock.go(minutes=2)
    by_door.append(headers_in(site.vote(idea, {"csrf_token": token})))
    site.door.__class__ = type("Open", (Door,), {"_hear": lambda self, *rest: None})
    clock.go(minutes=2)
    by_site = headers_in(site.vote(idea, {"csrf_token": token}))
    assert by_site == by_door[2]
    assert "Set-Cookie" in by_site
    assert headers_in(site.vote(idea, {"csrf_token": token})) == by_door[1]
    assert site.went_inside == 2


def headers_in(answer: Any) -> dict[str, str]:
    """The headers of an answer, without its body's, its id and what the cookie holds."""
    headers = {name: value for name, value in answer.headers.items() if name not in ONES_OWN}
    if "Set-Cookie" in headers:
        headers["Set-Cookie"] = re.sub("=[^;]*;", "=;", headers["Set-Cookie"], count=1)
    return headers


@pytest.mark.parametrize("token", ["", "forged", "MQ.aQ.aQ", "its first part"])
def test_without_its_own_token_nothing_is_cast(
    site: Doorkeeper, session: Session, token: str
) -> None:
    idea, own = a_live_idea(), site.come(a_person("Vera"))
    sent = {"csrf_token": own.partition(".")[0] if token == "its first part" else token}
    answer = site.vote(idea, sent if token else {})
    assert (answer.status_code, site.went_inside, states(session)) == (400, 1, [])


def test_somebody_elses_token_is_not_ones_own(site: Doorkeeper, session: Session) -> None:
    idea = a_live_idea()
    hers = site.come(a_person("Vera"))
    site.come(a_person("Eve"))
    assert site.vote(idea, {"csrf_token": hers}).status_code == 400
    assert states(session) == []


def test_a_session_that_is_over_is_sent_to_sign_in(
    site: Doorkeeper, session: Session, clock: Clock
) -> None:
    idea = a_live_idea()
    token = site.come(a_person("Vera"))
    session.execute(sa.delete(AuthSession))
    session.commit()
    answer = site.vote(idea, {"csrf_token": token})
    assert answer.status_code == 303
    assert "/sign-in" in answer.location
    assert (site.went_inside, states(session)) == (1, [])


def test_a_session_ends_after_its_longest_time(
    site: Doorkeeper, session: Session, clock: Clock
) -> None:
    idea = a_live_idea(ladder=((100, 365),))
    token = site.come(a_person("Vera"))
    session.execute(sa.update(AuthSession).values(opened_at=clock.go(days=-31)))
    session.commit()
    clock.go(days=31)
    assert "/sign-in" in site.vote(idea, {"csrf_token": token}).location
    assert states(session) == []


def test_what_is_refused_is_said_by_the_site(site: Doorkeeper, session: Session) -> None:
    ada = a_person("Ada")
    idea, hidden = a_live_idea(by=ada), an_idea(stage=Stage.SUBMITTED)
    token = site.come(ada)
    answer = site.vote(idea, {"csrf_token": token})
    assert (answer.status_code, "your own idea" in answer.text) == (409, True)
    token = site.come(a_person("Eve"))
    assert site.vote(hidden, {"csrf_token": token}).status_code == 404
    token = site.come(a_person("Max", Role.MODERATOR))
    assert site.vote(idea, {"csrf_token": token}).status_code == 403
    assert (site.went_inside, states(session)) == (3, [])


def test_a_suspended_person_is_sent_away(site: Doorkeeper, session: Session, clock: Clock) -> None:
    idea, eve = a_live_idea(), a_person("Eve")
    token = site.come(eve)
    eve.suspended_at = clock.moment
    session.commit()
    assert "/sign-in" in site.vote(idea, {"csrf_token": token}).location
    assert states(session) == []


@pytest.mark.parametrize(
    ("sent", "how"),
    [
        ({"_method": "DELETE"}, {}),
        ({"next": "/workshop"}, {}),
        ({}, {"headers": {"HX-Request": "true", "HX-Request-Type": "full"}}),
        ({}, {"query_string": {"next": "/workshop"}}),
        ({}, {"content_type": "multipart/form-data"}),
        ({"via": "x" * 3_000}, {}),
    ],
)
def test_what_is_not_plain_goes_on(
    site: Doorkeeper, session: Session, sent: dict[str, str], how: dict[str, Any]
) -> None:
    idea, vera = a_live_idea(), a_person("Vera")
    cast_vote(idea, by=vera)
    session.commit()
    token = site.come(vera)
    answer = site.vote(idea, {"csrf_token": token, **sent}, **how)
    assert site.went_inside == 1
    assert answer.status_code in {200, 303}
    assert states(session) == [VoteState.WITHDRAWN if "_method" in sent else VoteState.COUNTED]


def test_pressing_too_often_is_slowed_down(
    site: Doorkeeper, session: Session, clock: Clock
) -> None:
    idea = a_live_idea()
    token = site.come(a_person("Vera"))
    codes = [
        site.vote(idea, {"csrf_token": token}).status_code for _ in range(LIMITS["vote"].most + 1)
    ]
    assert codes == [303] * LIMITS["vote"].most + [429]


def test_voting_keeps_a_session_alive(site: Doorkeeper, session: Session, clock: Clock) -> None:
    idea = a_live_idea()
    token = site.come(a_person("Vera"))
    moment = clock.go(minutes=6)
    site.vote(idea, {"csrf_token": token})
    session.rollback()
    assert session.scalars(sa.select(AuthSession.last_seen_at)).all() == [moment]
    with site.client.session_transaction() as kept:
        assert kept["seen"] == int(moment.timestamp())


@pytest.fixture
def secure_site(app: Flask, config: Config, session: Session) -> Iterator[Doorkeeper]:
    over_https = Config(**{**vars(config), "base_url": "https://ideas.example"})
    with application(over_https) as secure:
        yield Doorkeeper(secure)


@pytest.mark.parametrize(
    ("referrer", "code"),
    [
        ("https://localhost/ideas", 303),
        ("https://localhost.evil.test/", 400),
        ("http://localhost/", 400),
        ("https://[localhost", 400),
        ("", 400),
    ],
)
def test_over_https_a_vote_comes_from_a_page_of_ours(
    secure_site: Doorkeeper, session: Session, referrer: str, code: int
) -> None:
    idea = a_live_idea()
    token = secure_site.come(a_person("Vera"))
    answer = secure_site.vote(idea, {"csrf_token": token}, headers={"Referer": referrer})
    assert answer.status_code == code
    assert secure_site.went_inside == (code != 303)
    assert len(states(session)) == (code == 303)


def test_how_it_came_in_is_written_with_the_vote(site: Doorkeeper, session: Session) -> None:
    idea, vera = a_live_idea(), a_person("Vera")
    token = site.come(vera)
    agent = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
    for long in ("", "x" * 5_000):
        site.vote(idea, {"csrf_token": token, "via": "qr"}, headers={"User-Agent": agent + long})
    (signal,) = session.scalars(sa.select(VoteSignal))
    assert (signal.idea_id, signal.person_id, signal.referrer) == (idea.id, vera.id, "qr")
    assert signal.device


def test_a_vote_stands_without_what_could_not_be_written_of_how_it_came(
    site: Doorkeeper, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(seen: Sequence[object], _: str) -> int:
        if seen:
            db.session.execute(sa.insert(SignalKey).values(salt=None, made_at=None))
        return 0

    monkeypatch.setattr(gathering, "write_seen", fail)
    idea, token = a_live_idea(), site.come(a_person("Vera"))
    assert site.vote(idea, {"csrf_token": token}).status_code == 303
    assert not site.went_inside
    assert states(session) == [VoteState.COUNTED]
    assert session.scalars(sa.select(VoteSignal)).all() == []


def test_a_busy_database_is_waited_for_once(
    site: Doorkeeper, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    idea, token, asked = a_live_idea(), site.come(a_person("Vera")), []

    def busy(*knocks: object) -> None:
        asked.append(knocks)
        raise OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))

    monkeypatch.setattr(together, "work", busy)
    answer = site.vote(idea, {"csrf_token": token})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert len(asked) == 1
    assert session.scalars(sa.select(Vote)).all() == []


def test_what_goes_wrong_at_the_door_goes_on_to_the_view(
    site: Doorkeeper, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    idea, token = a_live_idea(), site.come(a_person("Vera"))
    cast_here, troubles = together.work, [LookupError("odd")]

    def work(*asked: Any) -> Any:
        if troubles:
            raise troubles.pop()
        return cast_here(*asked)

    monkeypatch.setattr(together, "work", work)
    assert site.vote(idea, {"csrf_token": token}).status_code == 303
    assert site.went_inside == 1
    assert states(session) == [VoteState.COUNTED]


class Deadlocked(Exception):
    """What PostgreSQL says to one of two who wait for each other."""

    sqlstate = "40P01"


def test_after_a_deadlock_it_is_cast_again(
    site: Doorkeeper, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    idea, token = a_live_idea(), site.come(a_person("Vera"))
    ends = [OperationalError("INSERT", {}, Deadlocked())]

    def cast_second(casts: Sequence[Cast]) -> list[Outcome]:
        if ends:
            raise ends.pop()
        return cast_votes(casts)

    monkeypatch.setattr(together, "cast_votes", cast_second)
    assert site.vote(idea, {"csrf_token": token}).status_code == 303
    assert not site.went_inside
    assert states(session) == [VoteState.COUNTED]
    assert len(session.scalars(sa.select(VoteSignal)).all()) == 1


HTMX = {"HX-Request": "true"}


def without_token(answer: Any) -> tuple[str, dict[str, str]]:
    """What an answer says to everybody: its text, and its headers."""
    own = {"Set-Cookie", "X-Request-ID"}
    headers = {name: value for name, value in answer.headers.items() if name not in own}
    return TOKEN.sub("", answer.text), headers


def test_htmx_is_shown_the_ballot_that_the_view_draws(
    site: Doorkeeper, session: Session, clock: Clock
) -> None:
    one, other = a_live_idea("Lamp"), a_live_idea("Lamp")
    vera = a_person("Vera")
    token = site.come(vera)
    by_door = site.vote(one, {"csrf_token": token}, headers=HTMX)
    site.door.__class__ = type("Open", (Door,), {"_hear": lambda self, *rest: None})
    by_site = site.vote(other, {"csrf_token": token}, headers=HTMX)
    text, headers = without_token(by_site)
    assert without_token(by_door) == (text.replace(other.slug, one.slug), headers)
    assert "You have voted" in by_door.text
    assert states(session) == [VoteState.COUNTED] * 2


def test_each_is_shown_their_own_token_and_the_count_with_their_vote(
    site: Doorkeeper, session: Session
) -> None:
    idea = a_live_idea()
    for number, name in enumerate(("Vera", "Karl", "Mona"), start=1):
        token = site.come(a_person(name))
        answer = site.vote(idea, {"csrf_token": token}, headers=HTMX)
        assert set(TOKEN.findall(answer.text)) == {token}
        assert f"{number} counted" in answer.text
        assert answer.content_length == len(answer.data)


def test_htmx_is_shown_the_ballot_in_the_language_of_each(
    site: Doorkeeper, session: Session
) -> None:
    idea = a_live_idea()
    for language, said in (("en", "You have voted"), ("fr", "Vous avez voté")):
        token = site.come(a_person(language, language=language))
        assert said in site.vote(idea, {"csrf_token": token}, headers=HTMX).text
    token = site.come(a_person("Vera", language="fr"))
    site.client.set_cookie("language", "en")
    assert "You have voted" in site.vote(idea, {"csrf_token": token}, headers=HTMX).text


def test_whoever_votes_again_is_shown_their_own_answers(site: Doorkeeper, session: Session) -> None:
    idea = a_live_idea()
    token = site.come(a_person("Vera"))
    site.vote(idea, {"csrf_token": token}, headers=HTMX)
    site.client.put(
        f"/ideas/{idea.slug}/vote/survey",
        data={"csrf_token": token, "quantity": "2"},
        headers=HTMX,
    )
    again = site.vote(idea, {"csrf_token": token}, headers=HTMX)
    assert "Your answers" in again.text
