"""Calling people by their handle: who is linked, who is told, and what is left when they leave."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from ideas.accounts.models import Person
from ideas.comments.actions import answer_officially, edit_comment, take_back, write_comment
from ideas.comments.events import Mentioned
from ideas.comments.mentions.actions import PAGE_OF_PERSON, forget_calls_of
from ideas.comments.mentions.models import Mention
from ideas.comments.mentions.queries import people_to_call
from ideas.comments.mentions.rules import MOST_CALLED, MOST_OFFERED, MOST_TOLD, is_begun_by
from ideas.comments.models import Comment
from ideas.db import db
from ideas.events.models import RecordedEvent
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.limits.actions import spend
from ideas.limits.rules import LIMITS
from ideas.notifications.listeners import tell_of_mention
from ideas.notifications.models import Notice
from ideas.policy import Role
from ideas.text import handles_in, html_of, without_handle
from tests.conftest import Clock
from tests.factories import a_person, an_idea, sign_in


@pytest.mark.parametrize(
    ("text", "handles"),
    [
        ("Ask @vera and @Max-2, or @vera.", ["vera", "max-2"]),
        ("Mail vera@example.org or <vera@example.org>", []),
        ("`@vera` and\n\n    @vera\n\n```\n@vera\n```", []),
        ("[@vera](https://example.org)", []),
        ("**@vera**, (@max) and *see @noor*", ["vera", "max", "noor"]),
        ("@@vera @vera@max é@vera /@vera @vera_x", []),
        ("nobody @ all, @", []),
    ],
)
def test_a_handle_is_found_where_somebody_is_called(text: str, handles: list[str]) -> None:
    assert handles_in(text) == handles


def test_only_the_known_are_linked_and_nothing_else_changes() -> None:
    html = html_of("@vera *and* @eve `@vera` <b>", {"vera": "/people/vera"})
    assert html == (
        '<p><a href="/people/vera" rel="nofollow ugc noopener">@vera</a> <em>and</em> @eve '
        "<code>@vera</code> &lt;b&gt;</p>\n"
    )
    assert without_handle("@vera, @vera-2 and @VERA", "vera") == "@…, @vera-2 and @…"


@pytest.fixture
def idea() -> Idea:
    return an_idea(stage=Stage.LIVE)


pytestmark = pytest.mark.usefixtures("session")


def called(comment: Comment) -> set[int]:
    asked = sa.select(Mention.person_id).where(Mention.comment_id == comment.id)
    return set(db.session.scalars(asked))


def tell_everybody() -> None:
    asked = sa.select(RecordedEvent).where(RecordedEvent.name == "comments.Mentioned")
    for event in db.session.scalars(asked.order_by(RecordedEvent.id)).all():
        tell_of_mention(Mentioned(**event.values))


def told(person: Person) -> list[str]:
    asked = sa.select(Notice.kind).where(Notice.person_id == person.id)
    return [kind.value for kind in db.session.scalars(asked.order_by(Notice.id))]


def test_whoever_is_called_is_linked_and_told_once(idea: Idea) -> None:
    vera, max_ = a_person("Vera"), a_person("Max")
    comment = write_comment(idea, f"@{max_.handle} @{max_.handle} @{vera.handle} @nobody", by=vera)
    edit_comment(comment, f"Well, @{max_.handle}.")
    db.session.commit()
    assert f'<a href="{PAGE_OF_PERSON.format(max_.handle)}"' in comment.body_html
    assert called(comment) == {max_.id, vera.id}
    tell_everybody()
    tell_everybody()
    assert (told(max_), told(vera)) == (["mention"], [])


def test_correcting_calls_those_who_were_not_called_before(idea: Idea) -> None:
    vera, max_ = a_person("Vera"), a_person("Max")
    comment = write_comment(idea, "Hello", by=vera)
    edit_comment(comment, f"Hello @{max_.handle}")
    assert called(comment) == {max_.id}
    edit_comment(comment, "Hello")
    assert "<a" not in comment.body_html
    edit_comment(comment, f"Hello again @{max_.handle}")
    assert "<a" in comment.body_html
    asked = sa.select(sa.func.count()).where(RecordedEvent.name == "comments.Mentioned")
    assert db.session.scalar(asked) == 1


def test_one_comment_calls_few_whatever_is_corrected(idea: Idea) -> None:
    vera, people = a_person("Vera"), [a_person(f"Fan {n}") for n in range(MOST_CALLED + 3)]
    handles = [f"@{person.handle}" for person in people]
    comment = write_comment(idea, " ".join(handles[:3]), by=vera)
    edit_comment(comment, " ".join(handles))
    edit_comment(comment, " ".join(handles[3:]))
    assert called(comment) == {person.id for person in people[:MOST_CALLED]}
    assert comment.body_html.count("<a ") == MOST_CALLED - 3


def test_nobody_is_told_of_words_taken_back(idea: Idea) -> None:
    vera, max_ = a_person("Vera"), a_person("Max")
    comment = write_comment(idea, f"@{max_.handle}", by=vera)
    take_back(comment, by=vera)
    tell_everybody()
    assert told(max_) == []


def test_the_brand_mentions_without_a_name(idea: Idea) -> None:
    rita, vera = a_person("Rita", Role.REVIEWER), a_person("Vera")
    answer_officially(idea, f"Thank you, @{vera.handle}", by=rita)
    tell_everybody()
    notice = db.session.scalars(sa.select(Notice)).one()
    assert (notice.variant, notice.actor_id, notice.person_id) == ("official", None, vera.id)


def test_who_leaves_is_called_no_more(idea: Idea) -> None:
    vera, max_ = a_person("Vera"), a_person("Max")
    handle = max_.handle
    comment = write_comment(idea, f"@{handle}, @{vera.handle}: hello", by=vera)
    forget_calls_of(max_.id)
    forget_calls_of(max_.id)
    assert handle not in comment.body + comment.body_html
    assert f"/people/{vera.handle}" in comment.body_html
    assert called(comment) == {vera.id}


@pytest.mark.parametrize(
    ("begun", "is_meant"),
    [
        *(("", True), ("no", True), ("noor-", True), ("NOOR", True), ("haddad", True)),
        *(("noor ha", True), ("oor", False), ("noor-3", False), ("%", False)),
    ],
)
def test_somebody_is_meant_by_handle_or_by_a_word_of_the_name(begun: str, is_meant: bool) -> None:
    assert is_begun_by(begun, name="Noor Haddad", handle="noor-2") is is_meant


def offered(idea: Idea, begun: str, by: Person) -> list[str]:
    return [each.name for each in people_to_call(idea, begun, by=by)]


def test_those_who_take_part_are_offered_first(idea: Idea) -> None:
    vera, max_, noor = (a_person(name) for name in ("Vera", "Max", "Noor"))
    a_person("Noah")
    write_comment(idea, "Would it float?", by=max_)
    write_comment(idea, "It would.", by=noor)
    write_comment(idea, "And sink?", by=vera)
    assert offered(idea, "", vera) == ["Ada", "Noor", "Max"]
    assert offered(idea, "n", vera) == ["Noor"]
    assert offered(idea, "no", vera) == ["Noor", "Noah"]
    assert offered(idea, "NOA", vera) == ["Noah"]
    assert offered(idea, "_o", vera) == []


def test_nobody_is_offered_who_is_gone_suspended_or_not_confirmed(idea: Idea) -> None:
    vera, moment = a_person("Vera"), idea.created_at
    for number, gone in enumerate(("erased_at", "suspended_at", "email_confirmed_at")):
        person = a_person(f"Noor {number}")
        write_comment(idea, f"Words of {number}", by=person)
        setattr(person, gone, None if gone == "email_confirmed_at" else moment)
    taken = write_comment(idea, "Nothing.", by=a_person("Nora"))
    take_back(taken, by=taken.author)
    db.session.commit()
    assert offered(idea, "n", vera) == []
    assert offered(idea, "no", vera) == ["Nora"]


def test_only_so_many_are_offered(idea: Idea) -> None:
    for number in range(MOST_OFFERED + 3):
        a_person(f"Noor {number}")
    assert len(offered(idea, "noor", idea.creator)) == MOST_OFFERED


def test_the_list_is_for_those_who_may_speak(client: FlaskClient, idea: Idea) -> None:
    address = f"/ideas/{idea.slug}/comments/people?begun=a"
    assert client.get(address).status_code == 303
    sign_in(client, a_person("Vera", confirmed=False))
    assert client.get(address).status_code == 303
    sign_in(client, a_person("Vera"))
    page = client.get(address).text
    assert f'data-handle="{idea.creator.handle}"' in page
    assert "One person: Enter takes them." in page
    assert "Nobody is called so." in client.get(address + "xyz").text
    hidden = an_idea("Hidden", stage=Stage.DRAFT)
    assert client.get(f"/ideas/{hidden.slug}/comments/people").status_code == 404


def test_looking_people_up_has_a_limit(client: FlaskClient, idea: Idea, clock: Clock) -> None:
    sign_in(client, a_person("Vera"))
    for _ in range(LIMITS["mention"].most):
        spend("mention", f"person {db.session.scalar(sa.select(sa.func.max(Person.id)))}")
    assert client.get(f"/ideas/{idea.slug}/comments/people?begun=a").status_code == 429


def test_calling_somebody_all_day_tells_them_a_few_times(idea: Idea, clock: Clock) -> None:
    vera, max_, eve = a_person("Vera"), a_person("Max"), a_person("Eve")
    for number in range(MOST_TOLD + 3):
        write_comment(idea, f"{number} @{max_.handle}", by=eve)
    write_comment(idea, f"@{max_.handle} @{vera.handle}", by=eve)
    tell_everybody()
    assert (len(told(max_)), len(told(vera))) == (MOST_TOLD, 1)
    write_comment(idea, f"@{max_.handle}", by=vera)
    answer_officially(idea, f"@{max_.handle}", by=a_person("Mo", Role.MODERATOR))
    tell_everybody()
    assert told(max_).count("mention") == MOST_TOLD + 2
    clock.go(days=1)
    write_comment(idea, f"Good morning @{max_.handle}", by=eve)
    tell_everybody()
    assert told(max_).count("mention") == MOST_TOLD + 3
