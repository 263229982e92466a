"""Eve sends what no browser sends: every answer is a page with a sentence, never a trace."""

import io
import json
from base64 import urlsafe_b64encode

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.conftest import BRIEFLY, Clock
from tests.journeys.conftest import Enter
from tests.journeys.town import Town, a_town
from tests.shape.test_matrix import visits

MARKS = {
    **dict.fromkeys(("/desk/people", "/desk/agreements", "/desk/moderation"), "after"),
    **dict.fromkeys(("/desk/audit", "/desk/outbox", "/notices", "/products", "/ideas"), "before"),
    "/workshop/votes": "after",
}
ODD = ([2**63], ["x"], [True], ["2026-01-01T00:00+00:00", 2**63], ["0001-01-01T00:00+14:00", 1])
BEYOND = str(2**63)


@pytest.fixture
def town(session: Session, clock: Clock) -> Town:
    return a_town(clock)


@pytest.mark.parametrize("digits", [BEYOND] if BRIEFLY else [BEYOND, "9" * 18])
def test_a_number_no_row_has_leads_nowhere(
    protected: Flask, town: Town, enter: Enter, digits: str
) -> None:
    walkers = [enter(town[name]).go("/account") for name in ("Ada", "Adam", "Fay")]
    for method, rule in visits(protected):
        head, number, tail = rule.rule.partition("<int:")
        if not number or "<" in head:
            continue
        path = f"{head}{digits}{tail.partition('>')[2]}"
        for walker in walkers:
            sent = {"csrf_token": walker.token}
            status = walker.client.open(path, method=method, data=sent).status_code
            is_ending = path.startswith("/account/sessions/") and status == 303
            assert status in {403, 404} or is_ending, (method, path, status)


@pytest.mark.long
def test_a_mark_of_her_own_shows_the_first_page(town: Town, enter: Enter) -> None:
    deep = urlsafe_b64encode(b"[" * 2_000).decode()
    marks = [urlsafe_b64encode(json.dumps(odd).encode()).decode() for odd in ODD]
    for name in ("Adam", "Fay", "Max"):
        walker = enter(town[name])
        for path, argument in MARKS.items():
            for mark in (*marks, deep):
                assert walker.go(f"{path}?{argument}={mark}").status in {200, 403}


@pytest.mark.long
def test_a_page_of_comments_begins_where_there_is_one(town: Town, enter: Enter) -> None:
    path = f"/ideas/{town.ideas['live'].slug}/comments"
    for before in (BEYOND, "9" * 5_000, "-1", "x", "²"):
        assert "I want two of them" in enter().go(f"{path}?before={before}").text


def test_a_reply_to_nothing(town: Town, enter: Enter) -> None:
    path, eve = f"/ideas/{town.ideas['live'].slug}/comments", enter("Eve")
    for parent in (BEYOND, "²", "1" * 5_000):
        answer = eve.go("/account").send(path, parent=parent, body="Hello?")
        assert answer.status in {303, 404}, parent


def test_numbers_in_forms_that_no_row_has(town: Town, enter: Enter) -> None:
    fay, rita = enter(town["Fay"]).go("/account"), enter(town["Rita"]).go("/account")
    for kind in ("royalty", "advance"):
        for digits in (BEYOND, "-1", "x", ""):
            assert fay.send("/desk/royalties/payments", due=f"{kind}:{digits}").status == 409
    case = f"/desk/rounds/{town.rounds['past'].slug}/cases/{town.ideas['reviewed'].slug}"
    assert rita.send(f"{case}/scorecard", brand_fit="9" * 5_000).status == 409


def test_dates_at_the_end_of_time(town: Town, enter: Enter) -> None:
    rita, fay = enter(town["Rita"]).go("/account"), enter(town["Fay"]).go("/account")
    announced = {"name": "Never", "capacity": "1", "decision_due_on": "9999-12-31"}
    for day, time, zone in (
        ("9999-12-31", "23:59", "America/New_York"),
        ("0001-01-01", "00:00", "Asia/Tokyo"),
    ):
        sent = {"cutoff_on": day, "cutoff_time": time, "zone": zone}
        assert rita.send("/desk/rounds", **announced, **sent).status == 422
    days = {"starts_on": "9999-01-01", "ends_on": "9999-12-31"}
    assert fay.send("/desk/royalties/periods", code="9999-H1", **days).status in {303, 409, 422}
    assert fay.go("/desk/royalties").status == 200


@pytest.mark.long
def test_nul_is_in_no_text(town: Town, enter: Enter) -> None:
    eve, slug = enter("Eve").go("/account"), town.ideas["live"].slug
    for path in ("/ideas/%00", "/people/a%00b", "/ideas?q=%00", "/ideas?tag=a%00", "/?%00=1"):
        assert eve.go(path).status in {400, 404}, path
    for sent in ({"body": "a\0b"}, {"body": "fine", "a\0b": "c"}):
        assert eve.send(f"/ideas/{slug}/comments", **sent).status == 400
    fay = enter(town["Fay"]).go("/account")
    file = (io.BytesIO(b"source\n"), "sales\0.csv")
    assert fay.send("/desk/royalties/sales", source="shop", file=file).status in {400, 422}


@pytest.mark.long
def test_a_referer_that_is_no_address(protected: Flask, town: Town, enter: Enter) -> None:
    eve = enter().go("/sign-in")
    answer = eve.client.post(
        f"/ideas/{town.ideas['live'].slug}/vote",
        data={"csrf_token": eve.token},
        headers={"Referer": "http://[evil"},
    )
    assert (answer.status_code, answer.location) == (303, "/sign-in")
