"""Everybody types an attack into every field; then every page is read by everybody."""

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup, Tag
from bs4.filter import SoupStrainer
from sqlalchemy.orm import Session

from ideas.journey.models import Idea
from ideas.mail.letters import letter_of
from ideas.mail.models import Message
from ideas.review.settings import Review
from ideas.royalties.payments.actions import approve
from ideas.royalties.payments.exporting import export
from ideas.royalties.payments.models import Batch
from ideas.royalties.payments.rules import BatchState
from ideas.settings.actions import turn
from tests.conftest import Clock
from tests.factories import a_person
from tests.journeys.conftest import Enter
from tests.journeys.times import Later
from tests.journeys.town import STAFF, Town, a_town
from tests.journeys.walker import Walker, value_of, values_of
from tests.money import a_file, a_row
from tests.storage.files import a_picture
from tests.submission.making import a_finished_draft

ATTACK = '"><img src=x onerror=alert(1)>{{7*191}}'
RUN = ("<img src=x", "alert(1)>1337", "alert(1)&gt;1337")
WRITTEN = re.compile(r"(\w+)(?:&#34;|&quot;)&gt;&lt;img src=x onerror")
LINK = re.compile(r'href="(/[^"#]*)')
NAMED = "ideas|drafts|people|rounds|cases|moderation|agreements|periods|statements|sales|comments"
ONE = re.compile(rf"(?<=/)(?P<of>(?:{NAMED})/)(?!new)[^/?.]+|\?(?!tab=).*")
LEFT_ALONE = (
    *("/static/", "/media/", "/brand/", "/account/leaving", "/account/sessions", "/sign"),
    *("/site.webmanifest", "/account/data"),  # no pages: nothing in them is drawn
)
LEFT_UNSENT = "/conflict"  # whoever declares one can answer nothing any more
OWN = ("/workshop", "/drafts", "/account", "/ideas/", "/notices")
SENSIBLE = {
    "cutoff_on": "2026-06-01",
    "decision_due_on": "2026-09-01",
    "on_sale_on": "2026-03-01",
    "starts_on": "2026-07-01",
    "ends_on": "2026-12-31",
    "quoted_on": "2026-03-01",
    "currency": "USD",
    "into": "EUR",
    "rate": "1",
    "zone": "UTC",
    "cutoff_time": "12:00",
    "sku": "ODD-1",
    "code": "2026-H2",
    "price": "1",
    "amount": "1",
    "tags": "sea",
    "minimum": "1",
    "reserve": "1",
    "deductions_cap": "1",
    "capacity": "9",
    "share": "1",
    "url": f"https://shop.example/{ATTACK}",
    "accent": "#aa3311",
    "agree": "y",
    "reserve_periods": "1",
    "copies": "1",
    "advance": "0",
    "rights": "own",
    "guidelines_version": "1",
    "privacy_version": "1",
}
TEXTS = {"text", "search", "email", "url", "tel"}
SHOWN = {
    *("title", "summary", "body", "specs", "name", "about", "property_named", "alt", "who", "tags"),
    *("sentence_en", "note", "feedback", "text_en", "reason", "source", "reference"),
    *("tagline", "banner", "contact", "guidelines_en", "licence_en", "sku", "zone"),
}


@pytest.fixture
def town(session: Session, clock: Clock) -> Town:
    return a_town(clock)


@pytest.mark.once
def test_nothing_that_is_typed_ever_runs(
    session: Session, town: Town, enter: Enter, later: Later
) -> None:
    everybody = {name: enter(town[name]) for name in ("Ada", *STAFF)}
    turn(Review, "quorum", 0, by=town["Adam"].id)  # an answer is attacked before anybody scored
    session.commit()
    everybody["Fay"].go("/desk/agreements").press("Prepare")
    _send_to_the_bank(session, town)
    seen = set(_everybody_attacks(everybody, town))
    eve = a_person("Eve")
    everybody |= {"Eve": enter(eve), "": enter()}
    idea = _eves_idea(everybody, a_finished_draft(eve))
    _publish_everything(everybody, town)
    later(seconds=30)
    later(seconds=10)
    for name, walker in everybody.items():
        within = ("/desk",) if name in STAFF else ("/",)
        for path in pages(walker, ("/desk", f"/ideas/{idea.slug}"), within):
            seen |= written_in(walker.html, path)
    assert seen >= SHOWN, SHOWN - seen
    for message in session.scalars(sa.select(Message)):
        letter = letter_of(message).get_body(("html",))
        assert letter is not None
        written_in(letter.get_content(), message.template)


def _send_to_the_bank(session: Session, town: Town) -> None:
    """What is prepared is approved and exported, so that a reference can be typed."""
    batch = session.scalars(sa.select(Batch).where(Batch.state == BatchState.PREPARED)).one()
    approve(batch, by=town["Flo"])
    export(batch, by=town["Fay"])
    session.commit()


def _everybody_attacks(everybody: dict[str, Walker], town: Town) -> Iterator[str]:
    done: set[Any] = set()
    starts = {
        "Fay": f"/desk/ideas/{town.ideas['crane'].slug}/production",
        "Max": f"/ideas/{town.ideas['live'].slug}?tab=answers",
        "Adam": f"/desk/people/{town['Vera'].handle}",
    }
    for name, walker in everybody.items():
        first = "/desk" if name in STAFF else "/workshop"
        within = ("/desk", starts.get(name, "/desk")) if name in STAFF else OWN
        for path in pages(walker, (starts.get(name, first), first), within):
            for html in attack(walker, path, done):
                yield from written_in(html, path)


def _eves_idea(everybody: dict[str, Walker], draft: Idea) -> Idea:
    eve, slug = everybody["Eve"], draft.slug
    texts = {name: f"{name}{ATTACK}" for name in ("title", "summary")}
    body = f"body{ATTACK} [a](javascript:alert(1)) <script>alert(1)</script> ![b](//evil.example)"
    eve.go(f"/drafts/{slug}/idea").press("Save", **texts, body=body, specs=f"Name: specs{ATTACK}")
    eve.go(f"/drafts/{slug}/pictures").press("Save", alt=f"alt{ATTACK}")
    eve.go(f"/drafts/{slug}/team").press("Submit the idea")
    everybody["Max"].go(f"/desk/moderation/{draft.slug}").press("Publish")
    return draft


def _publish_everything(everybody: dict[str, Walker], town: Town) -> None:
    """What takes a second step: the answer that was proposed, and the terms."""
    round_ = f"/desk/rounds/{town.rounds['past'].slug}"
    everybody["Ravi"].go(f"{round_}/cases/{town.ideas['reviewed'].slug}").press("Confirm")
    everybody["Rita"].go(round_).press("Publish all answers")
    adam = everybody["Adam"].go("/desk/terms/next")
    adam.press("See what changes", guidelines_en=f"guidelines_en{ATTACK}", reason=f"reason{ATTACK}")
    adam.press("Publish")


def pages(walker: Walker, starts: Iterable[str], within: tuple[str, ...]) -> Iterator[str]:
    """One page of each kind that links lead to, beginning at some."""
    waiting, kinds = list(starts), {""}
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if kind not in kinds and path.startswith(within) and not path.startswith(LEFT_ALONE):
            kinds.add(kind)
            if is_page(walker.go(path)):
                yield walker.path
            waiting += [link.replace("&amp;", "&") for link in LINK.findall(walker.html)]


def is_page(walker: Walker) -> bool:
    """Is it drawn by a browser, not a table or a calendar to be kept?"""
    return walker.headers.get("Content-Type", "").startswith("text/html")


def kind_of(path: str) -> str:
    """An address without what names one thing of many."""
    return ONE.sub(lambda one: f"{one['of'] or ''}*", path)


def attack(walker: Walker, path: str, done: set[Any]) -> Iterator[str]:
    """Send each new form of the page at hand, wildly and then sensibly; what the answers say."""
    html = walker.html
    for form in _forms(html):
        key = (kind_of(str(form.get("action") or path)), *sorted(values_of(form)))
        button = form.find("button")
        pressed = value_of(button) if isinstance(button, Tag) else {}
        for sensibly in (False, True) if key not in done else ():
            walker.html, walker.path = html, path
            walker.submit(form, **(pressed | attacked(form, sensibly=sensibly)))
            if is_page(walker):
                yield walker.html
            if sensibly and walker.status < 400:
                done.add(key)


def _forms(html: str) -> list[Tag]:
    """The forms of a page in which something can be typed."""
    if not html.lstrip().startswith("<!DOCTYPE html"):
        return []
    drawn = BeautifulSoup(html, "html.parser", parse_only=SoupStrainer("form")).find_all("form")
    posted = (form for form in drawn if form.get("method") == "post")
    sent = (form for form in posted if not str(form.get("action")).endswith(LEFT_UNSENT))
    return [form for form in sent if attacked(form)]


def attacked(form: Tag, *, sensibly: bool = False) -> dict[str, Any]:
    """An attack in every field; sensibly, only in those that take any text."""
    filled: dict[str, Any] = {}
    for field in form.find_all(["input", "textarea"]):
        name, kind = str(field.get("name", "")), str(field.get("type", "text"))
        bare = re.split(r"[-_]\d+-?|-", name)[-1] or name
        text = f"{bare}{ATTACK}"[-int(str(field.get("maxlength", "99"))) :]
        if kind == "file":
            filled[name] = _file(str(form.get("action") or ""))
        elif sensibly and bare in SENSIBLE:
            filled[name] = SENSIBLE[bare]
        elif name and (field.name == "textarea" or kind in TEXTS):
            filled |= {} if sensibly and field.get("inputmode") else {name: text}
    return filled


def _file(action: str) -> tuple[io.BytesIO, str]:
    told = {"period": "2026-H1", "territory": f"territory{ATTACK}", "source": f"source{ATTACK}"}
    sales = a_file(a_row(ATTACK, **told), a_row("9", period="2026-H1", sku=f"sku{ATTACK}"))
    content = sales if "sales" in action else a_picture(size=(40, 40))
    return io.BytesIO(content), "<img src=x onerror=alert(1)>.csv"


def written_in(html: str, path: str) -> set[str]:
    """The fields whose attack the page shows as text; nothing of it may be more than that."""
    for trace in RUN:
        at = html.find(trace)
        assert at < 0, f"{path}: {html[max(0, at - 300) : at + 60]}"
    return set(WRITTEN.findall(html))
