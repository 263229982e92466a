"""Eve knows every address of the town, and gets at nothing that is not hers."""

import re
from collections.abc import Iterable, Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from ideas.accounts.sessions.models import AuthSession
from ideas.comments.models import Comment, Update
from ideas.db import Base
from ideas.policy import Role
from ideas.royalties.bank.models import BankAccount
from ideas.royalties.payments.models import Batch, Payment
from ideas.royalties.sales.conflicts.models import SaleConflict
from ideas.royalties.sales.imports.models import SalesImport
from ideas.royalties.settlements.models import Statement
from ideas.submission.models import Picture
from ideas.submission.queries import pictures_of
from ideas.submission.team.models import Invitation
from ideas.voting.integrity.appeals.models import Appeal
from ideas.voting.integrity.models import Sweep, VoteCase
from ideas.voting.recounts.models import Miscount
from tests.conftest import Clock
from tests.factories import a_person
from tests.journeys.conftest import Enter
from tests.journeys.times import Later, past_undoing
from tests.journeys.town import Town, a_town
from tests.shape.test_matrix import visits
from tests.submission.making import a_finished_draft

pytestmark = pytest.mark.long

HIDDEN = ("draft", "queued", "hidden")
OPEN_TO_ALL = {"gallery.person", "voting.vote", "notifications.following", "web.media"}
OPEN_TO_ALL |= {f"reports.{each}_of_profile" for each in ("write", "send", "sent")}
PUBLIC_PARTS = {"gallery.idea", "gallery.updates_feed", "comments.thread", "comments.answers"}
PUBLIC_PARTS |= {"comments.updates", "comments.comment", "comments.replies", "comments.feedback"}
PUBLIC_PARTS |= {
    "comments.people",
    "gallery.qr",
    "reports.write",
    "voting.survey",
    "voting.waiting_list",
    "integrity.mine",
    "voting.receipt",
    "measures.of_idea",
    "reports.sent",
    "gallery.subject",
}
OPEN_TO_FANS = {"voting.cast", "voting.take_back", "comments.write"}
OPEN_TO_FANS |= {"notifications.follow", "notifications.stop_following", "reports.send"}
OPEN_TO_FANS |= {"comments.reply", "comments.like", "comments.unlike", "comments.give_feedback"}
OPEN_TO_VOTERS = {
    "voting.answer_questions",
    "voting.wait",
    "voting.wait_no_more",
    "integrity.appeal",
}
DOORS = ("/sign-in", "/account/second-factor")
PART = re.compile(r"<(?:\w+:)?(\w+)>")
Address = tuple[str, str, str]


@pytest.fixture
def town(session: Session, clock: Clock) -> Town:
    return a_town(clock)


def first(session: Session, model: type[Base]) -> str:
    """The number of a table's first row."""
    key = sa.inspect(model).primary_key[0]
    return str(session.scalars(sa.select(key).order_by(key)).first())


def numbers(session: Session, town: Town) -> dict[str, str]:
    """A number or name for each part of an address, all of them somebody else's."""
    return {
        "appeal_id": first(session, Appeal),
        "case_id": first(session, VoteCase),
        "sweep_id": first(session, Sweep),
        "last_id": first(session, Miscount),
        "place": "1",
        "account_id": first(session, BankAccount),
        "batch_id": first(session, Batch),
        "kind": "csv",
        "person_id": str(town["Ada"].id),
        "agreement_id": str(town.agreements["bridge"].id),
        "comment_id": first(session, Comment),
        "handle": town["Ada"].handle,
        "idea": town.ideas["reviewed"].slug,
        "import_id": first(session, SalesImport),
        "conflict_id": first(session, SaleConflict),
        "invitation": first(session, Invitation),
        "payment_id": first(session, Payment),
        "period_id": str(town.periods["open"].id),
        "picture_id": first(session, Picture),
        "role": "admin",
        "session_id": first(session, AuthSession),
        "statement_id": first(session, Statement),
        "update_id": first(session, Update),
        "job_id": "1",
        "message_id": "1",
        "package": "web",
        "turn_id": "1",
    }


def addresses(app: Flask, known: dict[str, str], slugs: Iterable[str]) -> Iterator[Address]:
    """Endpoint, method and path of every route about somebody's thing."""
    for method, rule in visits(app):
        names = set(PART.findall(rule.rule))
        for slug in slugs if "slug" in names else ("",):
            filled = known | {"slug": slug}
            if names and names <= {*filled}:
                path = PART.sub(lambda part, of=filled: of[part[1]], rule.rule)  # type: ignore[misc]
                yield rule.endpoint, method, path


def is_refused(answer: TestResponse) -> bool:
    """Not there, not allowed, or only after signing in."""
    is_door = answer.status_code == 303 and answer.location.startswith(DOORS)
    return answer.status_code in {403, 404} or is_door


def test_nothing_of_others_opens(
    protected: Flask, session: Session, town: Town, enter: Enter
) -> None:
    enter(town["Vera"])
    known = numbers(session, town)
    slugs = [town.ideas[name].slug for name in HIDDEN]
    for walker in (enter(), enter("Eve").go("/account")):
        for endpoint, method, path in addresses(protected, known, slugs):
            if endpoint in OPEN_TO_ALL:
                continue
            sent = {"csrf_token": walker.token or walker.go("/sign-in").token}
            answer = walker.client.open(path, method=method, data=sent)
            is_nothing = endpoint == "accounts.session_end" and answer.status_code == 303
            assert is_refused(answer) or is_nothing, (method, path, answer.status_code)
    assert session.get(AuthSession, int(known["session_id"])) is not None


def test_of_a_public_idea_she_gets_what_everybody_gets(
    protected: Flask, session: Session, town: Town, enter: Enter
) -> None:
    enter(town["Vera"])
    known, slugs = numbers(session, town), [town.ideas["live"].slug]
    eve = enter("Eve").go("/account")
    for endpoint, method, path in addresses(protected, known, slugs):
        if endpoint in OPEN_TO_ALL or (method == "GET" and endpoint in PUBLIC_PARTS):
            continue
        answer = eve.client.open(path, method=method, data={"csrf_token": eve.token})
        if endpoint in OPEN_TO_FANS:
            assert answer.status_code in {303, 422}, (method, path, answer.status_code)
        elif endpoint in OPEN_TO_VOTERS:
            assert answer.status_code == 409, (method, path, answer.status_code)
        elif endpoint != "accounts.session_end":
            assert is_refused(answer), (method, path, answer.status_code)


def test_what_is_not_public_is_shown_to_its_team_and_to_whom_it_was_handed(
    town: Town, enter: Enter
) -> None:
    readers = {
        "draft": {"Ada"},
        "queued": {"Ada", "Max", "Rita", "Adam"},
        "hidden": {"Ada", "Max", "Rita", "Adam"},
    }
    for who in ("Ada", "Max", "Rita", "Adam", "Fay", "Ben", "Vera"):
        walker = enter(town[who])
        for name, may_read in readers.items():
            for part in ("", "?tab=comments", "/updates", ".atom"):
                path = f"/ideas/{town.ideas[name].slug}{part}"
                assert walker.go(path).status == (200 if who in may_read else 404), (who, path)


def test_papers_are_their_peoples_alone(session: Session, town: Town, enter: Enter) -> None:
    statement, agreement = first(session, Statement), town.agreements["bridge"].id
    papers = (f"/workshop/statements/{statement}", f"/workshop/statements/{statement}.csv")
    for paper in (*papers, f"/workshop/agreements/{agreement}"):
        assert enter(town["Ada"]).go(paper).status == 200
        for who in ("Ben", "Vera", "Max", "Rita", "Adam"):
            if who != "Ben" or "statements" in paper:
                assert enter(town[who]).go(paper).status in {403, 404}, (who, paper)
    assert "Lamp for sale" not in enter("Eve").go("/workshop/statements").text
    assert "Lamp for sale" not in enter("Eve").go("/workshop").text


def test_the_pictures_of_a_hidden_idea_are_gone_from_where_they_were(
    session: Session, enter: Enter, later: Later
) -> None:
    ada, max_ = a_person("Ada"), enter("Max", Role.MODERATOR)
    idea = a_finished_draft(ada)
    enter(ada).go(f"/drafts/{idea.slug}/team").press("Submit the idea")
    max_.go(f"/desk/moderation/{idea.slug}").press("Publish")
    past_undoing(later)
    max_.come_back()
    (seen,) = pictures_of(idea.id)
    eve = enter("Eve").go(f"/ideas/{idea.slug}")
    assert seen.largest_url in eve.html
    max_.go(f"/desk/moderation/{idea.slug}?verdict=archive&reason=unlawful")
    max_.press("Archive", sentence_en="It is against the law.")
    later(seconds=10)
    session.rollback()
    assert [eve.go(seen.largest_url).status, eve.go(f"/ideas/{idea.slug}").status] == [404, 404]
    (moved,) = pictures_of(idea.id)
    assert moved.largest_url in enter(ada).go(f"/ideas/{idea.slug}").html
    assert enter(ada).go(moved.largest_url).status == 200
    max_.go(f"/desk/moderation/{idea.slug}?verdict=restore&reason=our_mistake")
    max_.press("Restore")
    assert moved.largest_url in eve.go(f"/ideas/{idea.slug}").html


def test_she_ends_and_reads_only_what_is_hers(
    session: Session, town: Town, enter: Enter, later: Later
) -> None:
    vera = enter(town["Vera"]).go("/account/sessions")
    later(seconds=10)
    notices = vera.go("/notices").text
    eve = enter("Eve").go("/account/sessions")
    for number in range(1, 40):
        eve.send(f"/account/sessions/{number}", _method="DELETE")
    eve.come_back().go("/account").send("/notices/read", newest="9" * 18)
    assert vera.go("/account/sessions").path == "/account/sessions"
    assert vera.go("/notices").text == notices
    assert "Nothing new yet" in eve.go("/notices").text
