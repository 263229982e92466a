"""Reporting and deciding through HTTP."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from ideas.comments.actions import publish_update, write_comment
from ideas.comments.models import Comment
from ideas.db import db
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.moderation.judgements.actions import carry_out_due
from ideas.moderation.reports.actions import keep_reported, report
from ideas.moderation.reports.models import Report
from ideas.moderation.reports.rules import ReportReason
from ideas.moderation.reports.things import Thing
from ideas.policy import Role
from tests.conftest import Clock
from tests.factories import a_person, an_idea, sign_in

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def idea() -> Idea:
    return an_idea(stage=Stage.LIVE)


@pytest.fixture
def said(idea: Idea) -> Comment:
    comment = write_comment(idea, "Buy **watches**", by=a_person("Eve"))
    db.session.commit()
    return comment


def as_(client: FlaskClient, name: str, *roles: Role) -> FlaskClient:
    sign_in(client, a_person(name, *roles))
    return client


def reports() -> list[tuple[str, int | None, int | None]]:
    db.session.expire_all()
    return [(each.reason.value, each.comment_id, each.update_id) for each in _all()]


def _all() -> list[Report]:
    return db.session.query(Report).order_by(Report.id).all()


def test_a_fan_reports_each_kind_of_thing(client: FlaskClient, idea: Idea, said: Comment) -> None:
    update = publish_update(idea, "News", "Buy now", by=idea.creator)
    db.session.commit()
    as_(client, "Vera")
    for query in (f"?comment={said.id}", f"?update={update.id}", ""):
        page = client.get(f"/ideas/{idea.slug}/report{query}")
        assert page.status_code == 200
        sent = client.post(f"/ideas/{idea.slug}/report{query}", data={"reason": "spam"})
        assert sent.status_code == 303
    expected = [("spam", said.id, None), ("spam", None, update.id), ("spam", None, None)]
    assert reports() == expected
    again = client.get(f"/ideas/{idea.slug}/report?comment={said.id}").text
    assert "You have reported this." in again


def test_what_was_just_left_as_it_is_can_be_reported_tomorrow(
    client: FlaskClient, idea: Idea, said: Comment, clock: Clock
) -> None:
    place, vera = f"/ideas/{idea.slug}/report?comment={said.id}", as_(client, "Vera")
    vera.post(place, data={"reason": "spam"})
    keep_reported(Thing(idea, comment=said), by=a_person("Max", Role.MODERATOR))
    assert "report it again tomorrow" in vera.get(place).text
    assert vera.post(place, data={"reason": "spam"}).status_code == 409
    clock.go(days=1)
    assert "Send the report" in vera.get(place).text
    assert vera.post(place, data={"reason": "spam"}).status_code == 303
    assert len(reports()) == 2


def test_what_was_typed_is_kept_and_a_reason_is_needed(
    client: FlaskClient, idea: Idea, said: Comment
) -> None:
    place = f"/ideas/{idea.slug}/report?comment={said.id}"
    as_(client, "Vera")
    for reason in ({}, {"reason": "dislike"}):
        page = client.post(place, data={**reason, "words": "Look at it"})
        assert (page.status_code, "Look at it" in page.text) == (422, True)
    assert reports() == []


def test_visitors_writers_and_wrong_addresses(
    client: FlaskClient, idea: Idea, said: Comment
) -> None:
    place = f"/ideas/{idea.slug}/report?comment={said.id}"
    assert client.get(f"/ideas/{idea.slug}/report?feedback=mark").status_code == 404
    sign_in(client, said.author)
    assert client.post(place, data={"reason": "spam"}).status_code == 409
    other = an_idea("Another", stage=Stage.LIVE)
    for query in (f"?comment={said.id}", "?comment=x", "?update=9", f"?comment={'9' * 30}"):
        assert client.get(f"/ideas/{other.slug}/report{query}").status_code == 404
    assert client.get(f"/ideas/{an_idea('Draft').slug}/report").status_code == 404


def test_nobody_floods_the_moderators(client: FlaskClient, idea: Idea, clock: object) -> None:
    as_(client, "Eve")
    place = f"/ideas/{idea.slug}/report"
    codes = [client.post(place, data={"reason": "spam"}).status_code for _ in range(21)]
    assert codes == [303] * 20 + [429]


def test_a_moderator_goes_from_one_to_the_next(
    client: FlaskClient, idea: Idea, said: Comment, clock: Clock
) -> None:
    ada = a_person("Ada")
    first = report(Thing(idea, comment=said), ReportReason.SPAM, "They sell things", by=ada)
    second = report(Thing(idea), ReportReason.RIGHTS, "", by=ada)
    db.session.commit()
    as_(client, "Max", Role.MODERATOR)
    listed = client.get("/desk/reports").text
    assert "Buy **watches**" in listed
    item = client.get(f"/desk/reports/{first.id}").text
    assert "They sell things" in item
    assert "Ada" not in item.partition('<main id="main"')[2].partition("Where it stands")[0]
    assert 'data-key="k"' in item
    decision = f"/desk/reports/{first.id}/decision"
    assert client.post(decision, data={"verdict": "own"}).status_code == 422
    onward = client.post(decision, data={"verdict": "spam"})
    assert onward.headers["Location"].endswith(f"/desk/reports/{second.id}")
    assert client.post(decision, data={"verdict": "spam"}).status_code == 409
    last = client.post(f"/desk/reports/{second.id}/decision", data={"verdict": "keep"})
    assert last.headers["Location"].endswith("/desk/reports")
    assert "Nobody has reported anything" in client.get("/desk/reports").text
    assert "Leave it as it is" in client.get("/desk/reports").text
    assert said.removed_at is None
    clock.go(seconds=30)
    carry_out_due()
    db.session.expire_all()
    assert said.removed_at is not None


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.FINANCE, Role.ADMIN, None])
def test_only_moderators_decide(
    client: FlaskClient, idea: Idea, said: Comment, role: Role | None
) -> None:
    row = report(Thing(idea, comment=said), ReportReason.SPAM, "", by=a_person("Ada"))
    db.session.commit()
    as_(client, "Eve", *([role] if role else []))
    for path in ("/desk/reports", f"/desk/reports/{row.id}"):
        assert client.get(path).status_code == 403
    decision = client.post(f"/desk/reports/{row.id}/decision", data={"verdict": "keep"})
    assert decision.status_code == 403
    assert as_(client, "Max", Role.MODERATOR).get("/desk/reports/999").status_code == 404


def test_what_waits_long_is_seen(
    client: FlaskClient, idea: Idea, said: Comment, clock: Clock
) -> None:
    clock.stand_at(datetime(2026, 3, 2, 9, tzinfo=UTC))
    row = report(Thing(idea, comment=said), ReportReason.SPAM, "", by=a_person("Ada"))
    db.session.commit()
    for hours, word in ((0, "in time"), (13, "due soon"), (12, "late")):
        clock.go(hours=hours)
        as_(client, "Max", Role.MODERATOR)
        for path in ("/desk/reports", f"/desk/reports/{row.id}"):
            assert f"{word}</span>" in client.get(path).text
