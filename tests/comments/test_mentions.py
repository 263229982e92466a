"""Calling people by their handle: who is linked, who is told, and what is left when they leave."""

import pytest
import sqlalchemy as sa

from ideas.accounts.models import Person
from ideas.comments.actions import answer_officially, edit_comment, take_back, write_comment
from ideas.comments.events import Mentioned
from ideas.comments.mentions.actions import PAGE_OF_PERSON, forget_calls_of
from ideas.comments.mentions.models import Mention
from ideas.comments.mentions.rules import MOST_CALLED
from ideas.comments.models import Comment
from ideas.db import db
from ideas.events.models import RecordedEvent
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.notifications.listeners import tell_of_mention
from ideas.notifications.models import Notice
from ideas.policy import Role
from ideas.text import handles_in, html_of, without_handle
from tests.factories import a_person, an_idea


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
    for event in db.session.scalars(asked).all():
        tell_of_mention(Mentioned(**event.values))


def told(person: Person) -> list[str]:
    asked = sa.select(Notice.kind).where(Notice.person_id == person.id)
    return [kind.value for kind in db.session.scalars(asked)]


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
