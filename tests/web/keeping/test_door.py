"""Pages that are kept: who gets a copy, what is never in one, and how soon it is drawn anew."""

import gzip
import threading
from typing import Any

import brotli
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.journey.models import Idea
from ideas.settings.actions import turn
from ideas.voting.actions import cast_vote
from ideas.voting.referrals.gathering import gathered_by
from ideas.voting.referrals.models import Referral
from ideas.voting.referrals.rules import Channel
from ideas.web.keeping.copies import HOUR, OFTEN, OLD
from ideas.web.keeping.store import MOST_AT_ONCE
from ideas.web.settings import Brand
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, sign_in, the_campaign
from tests.web.keeping.reading import BROWSER, Process

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.long]


def test_a_page_is_drawn_once_a_second_for_everybody(site: Process, session: Session) -> None:
    the_campaign()
    first = site.get("/")
    assert [site.get("/").data for _ in range(5)] == [first.data] * 5
    assert site.passed == ["/"]
    site.moment += 1
    site.get("/")
    site.wait()
    assert site.passed == ["/"] * 2


def test_a_copy_is_what_the_site_would_say(site: Process, session: Session, client: Any) -> None:
    idea = a_live_idea()
    client.application.extensions["ideas.keeping"].store.clear()  # of another time than the site's
    for address in ("/", "/ideas", "/ideas?sort=new&stage=all", f"/ideas/{idea.slug}?tab=journey"):
        asked = {"Accept-Language": "fr;q=0.3", "Accept-Encoding": "gzip"}
        for _ in range(2):
            given, said = (each.get(address, headers=asked) for each in (site.client, client))
            assert gzip.decompress(given.data) == gzip.decompress(said.data)
            without = {"ETag", "Content-Length", "Vary", "Date", "X-Request-ID"}
            assert {n: v for n, v in given.headers if n not in without} == {
                n: v for n, v in said.headers if n not in without
            }
            assert set(given.vary) == set(said.vary)


def test_the_encoding_is_the_readers(site: Process, session: Session) -> None:
    the_campaign()
    plain = site.get("/").data
    for wanted, read in (("br", brotli.decompress), ("gzip", gzip.decompress), ("x", bytes)):
        answer = site.get("/", Accept_Encoding=wanted)
        assert read(answer.data) == plain
        assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert site.passed == ["/"]


def test_an_unchanged_page_is_not_sent_again(site: Process, session: Session) -> None:
    the_campaign()
    etag = site.get("/").headers["ETag"]
    site.moment += 2
    for known in (etag, f'"other", {etag}', "*", etag.removeprefix("W/")):
        again = site.get("/", If_None_Match=known)
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
        assert again.headers["Cache-Control"] == "no-cache"
        assert "Content-Length" not in again.headers
    assert site.get("/", If_None_Match='"other"').status_code == 200


def test_heads_are_those_of_the_page(site: Process, session: Session) -> None:
    the_campaign()
    head = site.client.head("/")
    page = site.client.get("/")
    for each in (head, page):
        assert each.headers.pop("X-Request-ID")  # one of its own
    assert (head.data, dict(head.headers)) == (b"", dict(page.headers))
    assert site.passed == ["/"]


def test_each_language_has_its_copy(site: Process, session: Session) -> None:
    the_campaign()
    for _ in range(2):
        assert '<html lang="en"' in site.get("/", Accept_Language="de,en;q=0.1").text
        assert '<html lang="fr"' in site.get("/", Accept_Language="fr-CA").text
        assert '<html lang="fr"' in site.get("/", Cookie="language=fr", Accept_Language="en").text
        assert '<html lang="en"' in site.get("/", Cookie="language=xx; a=b").text
    assert len(site.passed) == 2


def test_a_part_has_its_copy(site: Process, session: Session) -> None:
    idea = a_live_idea(votes=7)
    page = site.get(f"/ideas/{idea.slug}/vote")
    assert (page.status_code, page.location) == (303, f"/ideas/{idea.slug}")
    for _ in range(2):
        part = site.get(f"/ideas/{idea.slug}/vote", HX_Request="true")
        assert part.text.lstrip().startswith('<section class="vote-panel" id="ballot"')
        assert "7 counted" in part.text
        assert "<html" in site.get("/ideas").text
        assert "<html" not in site.get("/ideas", HX_Request="true").text
    assert len(site.passed) == 4


def test_whoever_has_a_session_is_answered_by_the_site(site: Process, session: Session) -> None:
    idea, vera = a_live_idea(), a_person("Vera")
    site.get(f"/ideas/{idea.slug}")
    browser = site.app.test_client()
    sign_in(browser, vera)
    for address in (f"/ideas/{idea.slug}", "/ideas"):
        own = site.get(address, by=browser)
        assert "Vera" in own.text
        assert own.headers["Cache-Control"] == "no-store"
        assert "Vera" not in site.get(address).text
    name = site.app.config["SESSION_COOKIE_NAME"]
    site.passed.clear()
    site.get("/ideas", Cookie=f"{name}=forged")
    assert site.passed == ["/ideas"]


def test_a_search_is_answered_by_the_site(site: Process, session: Session) -> None:
    the_campaign()
    for _ in range(2):
        assert site.get("/ideas?q=lamp&sort=new").status_code == 200
    assert len(site.passed) == 2


def changed_by_vote(idea: Idea) -> str:
    cast_vote(idea, by=a_person("Vera"))
    return "1 counted"


def changed_by_dial(idea: Idea) -> str:
    turn(Brand, "banner", "We are moving house.", by=None)
    return "We are moving house."


@pytest.mark.parametrize("change", [changed_by_vote, changed_by_dial])
def test_what_changes_shows_in_two_seconds(site: Process, session: Session, change: Any) -> None:
    idea = a_live_idea()
    address = f"/ideas/{idea.slug}"
    before = site.get(address).text
    words = change(idea)
    session.commit()
    assert words not in before
    assert site.get(address).text == before
    site.moment += 2
    assert words in site.get(address).text


def test_what_is_hidden_is_gone_in_two_seconds(site: Process, session: Session) -> None:
    idea = a_live_idea()
    address = f"/ideas/{idea.slug}"
    assert site.get(address).status_code == 200
    idea.hidden_at = idea.published_at
    session.commit()
    site.moment += 2
    assert site.get(address).status_code == 404
    assert site.door.store.get((address, "", "en", False)) is None
    assert idea.title not in site.get("/").text


def test_a_crowd_has_its_page_drawn_once(
    site: Process, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    the_campaign()
    began, goes_on = threading.Event(), threading.Event()
    inside = site.door.inside

    def slowly(environ: Any, start_response: Any) -> Any:
        began.set()
        assert goes_on.wait(10)
        return inside(environ, start_response)

    monkeypatch.setattr(site.door, "inside", slowly)
    answers: list[int] = []

    def come() -> None:
        answers.append(site.app.test_client().get("/").status_code)

    crowd = [threading.Thread(target=come) for _ in range(8)]
    for each in crowd:
        each.start()
    assert began.wait(10)
    goes_on.set()
    for each in crowd:
        each.join()
    assert answers == [200] * 8
    assert site.passed == ["/"]


def test_while_it_is_drawn_beside_them_visitors_get_what_is_there(
    site: Process, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    idea = a_live_idea()
    address, goes_on = f"/ideas/{idea.slug}", threading.Event()
    page = site.get(address).data
    words = changed_by_vote(idea)
    session.commit()
    inside = site.door.inside

    def slowly(environ: Any, start_response: Any) -> Any:
        assert goes_on.wait(10)
        return inside(environ, start_response)

    monkeypatch.setattr(site.door, "inside", slowly)
    site.moment += 1.5
    assert [site.get(address).data for _ in range(3)] == [page] * 3
    goes_on.set()
    site.wait()
    assert words in site.get(address).text
    assert site.passed == [address] * 2


def test_a_page_that_fails_beside_its_visitors_is_told_and_tried_again(
    site: Process,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    the_campaign()
    page = site.get("/").data
    with monkeypatch.context() as broken:
        broken.setattr(site.door, "inside", None)
        site.moment += 1.5
        assert site.get("/").data == page
        site.wait()
    assert "a page was not drawn" in caplog.text
    site.get("/")
    site.wait()
    assert site.passed == ["/"] * 2


def test_memory_is_bounded(site: Process, session: Session) -> None:
    the_campaign()
    store = site.door.store
    store.most_bytes = 30_000
    for number in range(40):
        site.get(f"/ideas?tag=tag-{number}", Accept_Encoding="br")
        assert store.bytes == sum(copy.size for copy in store.copies.values()) <= 30_000
    assert 0 < len(store.copies) < 40
    site.passed.clear()
    site.get("/ideas?tag=tag-39")
    assert site.passed == []


def test_copies_are_forgotten_after_an_hour(site: Process, session: Session) -> None:
    the_campaign()
    site.get("/")
    site.moment += HOUR
    assert site.door.store.get(("/", "", "en", False)) is None


def test_visits_are_counted_though_nothing_is_drawn(site: Process, session: Session) -> None:
    idea = a_live_idea()
    address, gathered = f"/ideas/{idea.slug}", gathered_by(site.app)
    for _ in range(2):
        for network in ("203.0.113.7", "198.51.100.1"):
            place = {"REMOTE_ADDR": network}
            headers = {"User-Agent": BROWSER}
            site.client.get(f"{address}?via=qr", environ_overrides=place, headers=headers)
        site.get(address, User_Agent="SomeBot/1.0")
        site.client.head(address, headers={"User-Agent": BROWSER})
        site.get(address, Sec_Purpose="prefetch")
        site.get(f"{address}?tab=journey", Referer=f"http://localhost{address}?via=qr")
    gathered.flush()
    session.rollback()
    seen = session.execute(sa.select(Referral.channel, Referral.visits)).all()
    assert [tuple(each) for each in seen] == [(Channel.QR, 2)]
    assert len(site.passed) == 2


def test_a_vote_that_must_wait_for_an_account_knows_how_its_voter_came(
    site: Process, session: Session
) -> None:
    idea = a_live_idea()
    address = f"/ideas/{idea.slug}"
    for query, before, said in (
        ("", "", "direct"),
        ("?via=qr", "", "qr"),
        ("", "https://elsewhere.example/", "web"),
        ("", "http://localhost/ideas", "site"),
        ("", f"http://localhost{address}?via=mail", "mail"),
    ):
        page = site.get(address + query, Referer=before)
        assert f"errand=vote:{idea.slug}:{said}" in page.text
    assert site.passed == [address]


def test_a_busy_process_draws_first_what_many_ask_for(site: Process, session: Session) -> None:
    the_campaign()
    for _ in range(OFTEN):
        site.get("/")
    rare = site.get("/ideas").data
    site.passed.clear()
    for number in range(MOST_AT_ONCE):
        site.door.store.board(f"another {number}")
    site.moment += 4
    assert site.get("/ideas").data == rare
    assert site.passed == []
    site.get("/")
    assert site.passed == ["/"]
    site.get("/guidelines")
    assert site.passed == ["/", "/guidelines"]
    site.door.store.flights.popitem()
    site.get("/ideas")
    assert site.passed[2:] == ["/ideas"]


def test_a_busy_process_gives_nothing_that_was_taken_away(
    site: Process, session: Session, clock: Clock
) -> None:
    the_campaign()
    site.get("/ideas")
    for number in range(MOST_AT_ONCE):
        site.door.store.board(f"another {number}")
    site.door.not_before = clock.moment
    site.moment += 4
    site.passed.clear()
    site.get("/ideas")
    assert site.passed == ["/ideas"]


def test_a_page_that_can_wait_is_drawn_after_a_minute(site: Process, session: Session) -> None:
    the_campaign()
    site.get("/ideas")
    for number in range(MOST_AT_ONCE):
        flight, _ = site.door.store.board(f"another {number}")
        flight.started += OLD
    site.moment += OLD
    site.passed.clear()
    site.get("/ideas")
    assert site.passed == ["/ideas"]
