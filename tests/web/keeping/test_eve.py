"""Eve at the kept pages: nothing of her own request is in what others get, nor others' in hers."""

import pytest
from sqlalchemy.orm import Session

from tests.factories import a_live_idea, a_person, sign_in, the_campaign
from tests.web.keeping.reading import Process

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.long]
EVIL = '"><script src=//evil.test></script>'


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.test"},
        {"X-Forwarded-Host": "evil.test", "X-Forwarded-Proto": "https", "X-Forwarded-For": "::1"},
        {"Forwarded": "host=evil.test", "X-Host": "evil.test", "X-Forwarded-Prefix": "/evil"},
        {"X-Original-URL": "/desk", "X-Rewrite-URL": "/desk"},
        {"X-HTTP-Method-Override": "POST"},
        {"Accept-Language": f"en{EVIL}, ../../fr"},
        {"Accept": "application/json"},
        {"Range": "bytes=0-9"},
        {"If-Modified-Since": "Mon, 02 Mar 2026 12:00:00 GMT"},
        {"Referer": f"https://evil.test/{EVIL}"},
        {"Referer": "https://[evil"},
        {"User-Agent": EVIL},
        {"Cookie": f"theme={EVIL}; language=evil; ideas=evil"},
        {"Authorization": "Bearer evil"},
        {"HX-Boosted": "true", "HX-Current-URL": "https://evil.test", "HX-Target": EVIL},
        {"HX-Request": "true", "HX-Request-Type": "full"},
    ],
)
def test_a_header_poisons_nothing(site: Process, session: Session, headers: dict[str, str]) -> None:
    idea = a_live_idea()
    for address in ("/", "/ideas", f"/ideas/{idea.slug}"):
        clean = site.get(address)
        site.door.store.clear()
        hers = site.client.get(address, headers=headers)
        theirs = site.get(address)
        assert hers.status_code == theirs.status_code == 200
        assert theirs.data == clean.data
        for each in (theirs, clean):
            assert each.headers.pop("X-Request-ID")  # one of its own
        assert theirs.headers == clean.headers
        assert "evil" not in hers.text


@pytest.mark.parametrize(
    "query",
    [
        "utm_source=evil&fbclid=evil",
        "next=https://evil.test",
        "lang=fr&language=fr&_method=DELETE",
        "evil",
        "&&=&%0a=evil",
        "tag=&stage=&sort=",
    ],
)
def test_arguments_nobody_reads_share_the_copy(site: Process, session: Session, query: str) -> None:
    the_campaign()
    hers, theirs = site.get(f"/ideas?{query}"), site.get("/ideas")
    assert hers.data == theirs.data
    assert "evil" not in hers.text
    assert site.passed == ["/ideas"]


def test_arguments_in_another_order_share_the_copy(site: Process, session: Session) -> None:
    the_campaign()
    site.get("/ideas?stage=all&sort=new&sort=votes")
    site.get("/ideas?utm_medium=x&sort=new&stage=all")
    assert site.passed == ["/ideas?sort=new&stage=all"]


def test_what_is_typed_into_an_address_stays_in_its_copy(site: Process, session: Session) -> None:
    the_campaign()
    hers = site.client.get("/ideas", query_string={"tag": EVIL, "after": EVIL})
    assert EVIL not in hers.text
    assert "evil" not in site.get("/ideas").text


@pytest.mark.parametrize(
    "end", ["/x.css", ";x.css", ".css", "/vote.css", "%2fx.css", "/..%2fx.css", "\\x.js", "%0a"]
)
def test_a_page_of_ones_own_is_never_under_another_name(
    site: Process, session: Session, end: str
) -> None:
    browser = site.app.test_client()
    sign_in(browser, a_person("Vera"))
    idea = a_live_idea()
    for page in ("/account", "/workshop", f"/ideas/{idea.slug}", "/ideas"):
        hers = site.get(page + end, by=browser)
        assert hers.status_code in {303, 308, 404} or hers.headers["Cache-Control"] == "no-store"
        assert not [key for key in site.door.store.copies if "Vera" in str(key)]
        assert "Vera" not in site.get(page + end).text


def test_only_whole_open_pages_are_kept(site: Process, session: Session) -> None:
    the_campaign()
    for address in ("/account", "/sign-up", "/ideas/nothing-here", "/people/nobody", "/robots.txt"):
        site.get(address)
    site.client.post("/")
    site.client.options("/")
    site.client.get("/", data="a=b")
    assert not site.door.store.copies


def test_long_requests_are_not_remembered(site: Process, session: Session) -> None:
    the_campaign()
    for number in range(5):
        site.get("/", Accept_Language=f"en-{number}" + "x" * 2_000)
    assert site.door.reader._remembered.cache_info().currsize == 0
    assert not site.door.store.copies


def test_the_hole_of_a_page_is_no_word_of_hers(site: Process, session: Session) -> None:
    """Each visitor's channel is a word of ours, whatever they send."""
    idea = a_live_idea()
    site.get(f"/ideas/{idea.slug}")
    for via, said in (("qr", "qr"), (EVIL, "direct"), ("direct", "direct"), ("site", "direct")):
        page = site.client.get(f"/ideas/{idea.slug}", query_string={"via": via})
        assert f"vote:{idea.slug}:{said}" in page.text.replace("%3A", ":")
        assert site.door.hole not in page.text
        assert page.headers["ETag"].endswith(f'-{said}"')
    assert len(site.passed) == 1
