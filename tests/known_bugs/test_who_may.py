"""What was given to somebody who may not have it, or taken from somebody who may not send it."""

import io
import re

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ideas.accounts.factor import actions as factor
from ideas.accounts.models import Person
from ideas.db import db
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.review.attachments.queries import attachments_of
from ideas.voting.actions import cast_vote
from ideas.voting.models import Ballot
from ideas.web import answer as answering
from tests.accounts.making import PASSWORD, sign_in_by_form, token_to, with_password
from tests.conftest import Client, Clock
from tests.databases import statements
from tests.factories import a_live_idea, a_person, an_idea, sign_in
from tests.races import at_once
from tests.review.rounds_made import address_of, case_for, cut_off, open_for
from tests.submission.making import a_draft

PDF = b"%PDF-1.7 a quotation"
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)
BESIDE = re.compile("auth_sessions|limit_counts")


def test_nobody_reads_a_file_of_another_case(
    client: Client, session: Session, clock: Clock
) -> None:
    """A file asked for under a thing one may see (IDOR)."""
    rita = a_person("Rita", Role.REVIEWER)
    ideas = [an_idea(title, stage=Stage.QUALIFIED) for title in ("Lamp", "Boat")]
    open_for(clock, rita)
    cut_off(clock)
    lamp, boat = map(case_for, ideas)
    sign_in(client, rita)
    sent = {"attachment": (io.BytesIO(PDF), "offer.pdf")}
    assert client.post(f"{address_of(lamp)}/attachments", data=sent).status_code == 303
    (kept,) = attachments_of(lamp.idea_id)
    assert client.get(f"{address_of(lamp)}/attachments/{kept.mark}").status_code == 200
    for other in (f"{address_of(boat)}/attachments/{kept.mark}", f"/media/{kept.mark}.pdf"):
        assert client.get(other).status_code == 404


def test_fields_nobody_asked_for_are_not_taken(session: Session, client: Client) -> None:
    """Mass assignment: a role, a count or a stage sent along with a form of one's own."""
    vera = a_person("Vera")
    draft = a_draft(vera)
    sign_in(client, vera)
    more = {"roles": "admin", "level": "trusted", "email_confirmed_at": "2020-01-01", "id": "1"}
    more |= {"email": "eve@example.org", "age_band": "adult", "handle": "brand", "is_staff": "1"}
    before = (vera.id, vera.email, vera.handle, vera.level, vera.age_band)
    named = {"name": "Vera Voter", "about": "", "language": "en"}
    assert client.post("/account", data=named | more).status_code == 303
    session.rollback()
    assert (vera.id, vera.email, vera.handle, vera.level, vera.age_band) == before
    assert (vera.name, vera.roles) == ("Vera Voter", frozenset())
    texts = {"title": "A lamp of mine", "summary": "s" * 20, "body": "b" * 60, "language": "en"}
    other = a_person("Ada")
    taken = {"stage": "live", "creator_id": str(other.id), "hidden_at": "", "published_at": "x"}
    assert client.post(f"/drafts/{draft.slug}/idea", data=texts | taken).status_code == 303
    session.rollback()
    idea = session.get_one(Idea, draft.id)
    assert (idea.title, idea.stage, idea.creator_id) == ("A lamp of mine", Stage.DRAFT, vera.id)
    assert idea.published_at is None


@pytest.mark.once
def test_reading_changes_nothing(
    app: Flask, session: Session, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CSRF through GET: an address that does something when it is only opened."""
    a_live_idea(votes=1)
    sign_in(client, a_person("Adam", *Role))
    client.get("/desk")
    plain = [rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    addresses = sorted(each for each in plain if "<" not in each and each != "/account/data")
    monkeypatch.setattr(answering, "render_template", lambda *page, **values: "")
    with statements(db.engine) as sent:
        for address in addresses:
            client.get(address, query_string={"_method": "DELETE"})
    written = {each for each in sent if WRITES.match(each) and not BESIDE.search(each)}
    assert written == set()


def test_two_presses_are_one_vote(app: Flask, session: Session, clock: Clock) -> None:
    """A vote (an endorsement) pressed many times at once (Decidim, CVE-2023-47634)."""
    idea, vera = a_live_idea(), a_person("Vera")
    idea_id, person_id = idea.id, vera.id

    def press() -> None:
        cast_vote(db.session.get_one(Idea, idea_id), by=db.session.get_one(Person, person_id))

    at_once(app, *[press] * 4)
    session.expire_all()
    assert session.get_one(Ballot, idea_id).votes == 1


def test_a_new_password_is_no_second_factor(session: Session, client: Client, clock: Clock) -> None:
    """A lost password that leads round the second factor, and sessions that outlive it."""
    max_ = with_password(a_person("Max", Role.MODERATOR, email="max@example.org"), session)
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    import pyotp

    factor.set_up(max_, secret, pyotp.TOTP(secret).at(clock.moment))
    session.commit()
    old = client.application.test_client()
    sign_in(old, max_)
    assert old.get("/desk").status_code == 200
    client.post("/account/password/lost", data={"email": "max@example.org"})
    address = f"/account/password/{token_to(session, 'max@example.org')}"
    answered = client.post(address, data={"password": f"{PASSWORD} again"})
    assert answered.location.startswith("/account/second-factor")
    assert client.get("/desk").location.startswith("/account/second-factor")
    assert client.get("/account/second-factor/new").location == "/account/second-factor"
    assert old.get("/desk").status_code == 303
    assert client.post(address, data={"password": f"{PASSWORD} thrice"}).status_code == 410
    assert sign_in_by_form(client, "max@example.org").status_code == 422


def test_a_role_that_was_taken_works_no_longer(session: Session, client: Client) -> None:
    """A session that keeps the rights it was opened with."""
    from ideas.accounts.roles.actions import take_role

    max_ = a_person("Max", Role.MODERATOR)
    sign_in(client, max_)
    assert client.get("/desk/moderation").status_code == 200
    take_role(max_, Role.MODERATOR, by=None)
    session.commit()
    assert client.get("/desk/moderation").status_code == 303
    sign_in(client, max_)
    assert client.get("/desk/moderation").status_code == 403


def test_no_program_reads_what_nobody_may(session: Session, client: Client) -> None:
    """JSON and feeds that answer without asking who it is (Decidim, CVE-2026-40870)."""
    draft = an_idea("A secret lamp", by=a_person("Ada"))
    for part in ("", ".atom", "/updates", "/comments", "/survey", "/vote", "/qr.svg"):
        for kind in ("text/html", "application/json"):
            answer = client.get(f"/ideas/{draft.slug}{part}", headers={"Accept": kind})
            assert draft.summary not in answer.text
            assert answer.status_code in {303, 401, 404, 405}
    assert session.scalar(sa.select(Idea.stage).where(Idea.id == draft.id)) is Stage.DRAFT
