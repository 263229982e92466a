"""Lists: filtered, ordered, counted and paged in both directions."""

from datetime import timedelta

import pytest

from ideas.gallery import listing
from ideas.gallery.listing import listed, page_by
from ideas.gallery.queries import ideas_with_ids
from ideas.gallery.rules import Group, Sort, Wanted
from ideas.journey.actions import advance
from ideas.journey.stages import Stage
from ideas.search.actions import index_idea
from ideas.web.paging import mark_of
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea
from tests.gallery.listed import bring_up_to_date, hide, live_ideas, tagged

pytestmark = pytest.mark.usefixtures("session")


def titles(wanted: Wanted) -> list[str]:
    return [idea.title for idea in ideas_with_ids(listed(wanted).ids)]


@pytest.fixture
def _short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)


@pytest.mark.usefixtures("_short_pages")
@pytest.mark.parametrize("sort", [Sort.NEW, Sort.CLOSING, Sort.RISING, Sort.VOTES])
def test_one_pages_through_everything_and_back(sort: Sort, clock: Clock) -> None:
    live_ideas("a", "b", "c", "d", "e")
    wanted = Wanted(sort=sort)
    first = listed(wanted)
    second = listed(wanted.but(after=first.after))
    third = listed(wanted.but(after=second.after))
    pages = [[idea.title for idea in ideas_with_ids(page.ids)] for page in (first, second, third)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert sorted(title for page in pages for title in page) == ["a", "b", "c", "d", "e"]
    assert (first.before, third.after) == (None, None)
    assert listed(wanted.but(before=third.before)).ids == second.ids
    back = listed(wanted.but(before=second.before))
    assert (back.ids, back.before) == (first.ids, None)
    assert back.after == first.after


@pytest.mark.parametrize("sort", [sort for sort in Sort if sort is not Sort.BEST])
def test_a_common_tag_finds_what_any_tag_finds(sort: Sort) -> None:
    a, b, c = live_ideas("a", "b", "c")
    tagged(a, "music", "wood"), tagged(b, "wood"), tagged(c, "music")
    wanted = Wanted(tag="music", group=Group.ALL, sort=sort)
    assert sorted(listed(wanted).ids) == sorted([a.id, c.id])
    assert listed(wanted, ["wood", "music"]) == listed(wanted)


@pytest.mark.usefixtures("_short_pages")
def test_a_search_pages_too() -> None:
    for idea in live_ideas("lamp a", "lamp b", "lamp c"):
        index_idea(idea)
    wanted = Wanted("lamp", group=Group.ALL, sort=Sort.BEST)
    first = listed(wanted)
    second = listed(wanted.but(after=first.after))
    assert (first.total, len(first.ids), len(second.ids)) == (3, 2, 1)
    assert (first.before, second.after) == (None, None)
    assert listed(wanted.but(before=second.before)).ids == first.ids


BROKEN_MARKS = (
    *("", "zzz", "e30", mark_of(999), mark_of("x", 1), mark_of(2**70, 1), mark_of(None, 1)),
    *(mark_of(1, "x"), mark_of("2026-03-02T12:00:00", 1), mark_of([], 1)),
)


@pytest.mark.parametrize("mark", BROKEN_MARKS)
@pytest.mark.parametrize("sort", list(Sort))
def test_a_broken_mark_is_the_first_page(sort: Sort, mark: str) -> None:
    live_ideas("a", "b")
    wanted = Wanted("a" if sort is Sort.BEST else "", group=Group.ALL, sort=sort)
    assert listed(wanted.but(after=mark)).ids == listed(wanted).ids
    assert listed(wanted.but(before=mark)).ids == listed(wanted).ids


def test_orders_say_what_they_promise(clock: Clock) -> None:
    live_ideas("newest", "older", apart=timedelta(days=2))
    voted = a_live_idea("voted", votes=2)
    clock.go(hours=1)
    bring_up_to_date()
    assert titles(Wanted(sort=Sort.VOTES))[0] == voted.title
    assert titles(Wanted(sort=Sort.RISING))[0] == voted.title
    assert titles(Wanted(sort=Sort.NEW)) == ["voted", "newest", "older"]
    assert titles(Wanted(sort=Sort.UNDER_SEEN))[0] == "older"
    assert titles(Wanted(sort=Sort.CLOSING)) == ["voted", "older", "newest"]


def test_closing_soon_leaves_out_what_has_closed(clock: Clock) -> None:
    live_ideas("late")
    clock.go(days=4000)
    assert titles(Wanted(sort=Sort.CLOSING)) == []
    assert titles(Wanted(sort=Sort.NEW)) == ["late"]


def test_filters_hold_together() -> None:
    a, b = live_ideas("lamp a", "lamp b")
    tagged(a, "home")
    tagged(b, "garden")
    advance(b, Stage.ARCHIVED, by=None)
    bring_up_to_date()
    assert titles(Wanted()) == ["lamp a"]
    assert titles(Wanted(group=Group.ENDED)) == ["lamp b"]
    assert titles(Wanted(tag="garden", group=Group.ALL)) == ["lamp b"]
    assert titles(Wanted(tag="garden", group=Group.OPEN)) == []
    search = Wanted("lamp", group=Group.OPEN, sort=Sort.BEST)
    assert titles(search) == ["lamp a"]
    assert titles(search.but(sort=Sort.NEW, group=Group.ALL, tag="garden")) == ["lamp b"]


def test_what_is_hidden_disappears_before_the_standings_know(clock: Clock) -> None:
    (idea,) = live_ideas("secret")
    hide(idea, clock.moment)
    assert listed(Wanted()).total == 0
    assert titles(Wanted("secret", group=Group.ALL, sort=Sort.BEST)) == []


def test_what_was_withdrawn_unpublished_is_never_listed() -> None:
    idea = an_idea("unseen", stage=Stage.SUBMITTED)
    advance(idea, Stage.WITHDRAWN, by=None)
    bring_up_to_date()
    assert titles(Wanted(group=Group.ALL)) == []
    assert not idea.is_public


def test_the_count_is_exact_until_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    live_ideas("a", "b", "c")
    assert (listed(Wanted()).total, listed(Wanted()).is_more) == (3, False)
    monkeypatch.setattr(listing, "MOST_COUNTED", 2)
    assert listed(Wanted()).is_more


@pytest.mark.usefixtures("_short_pages")
def test_a_persons_ideas_are_those_they_lead_or_joined() -> None:
    ada, vera = a_person("Ada"), a_person("Vera")
    own = [an_idea(title, stage=Stage.LIVE, by=ada) for title in ("one", "two")]
    joined = an_idea("three", stage=Stage.LIVE, by=vera, team=(ada,))
    an_idea("draft", by=ada)
    an_idea("other", stage=Stage.LIVE, by=vera)
    first, older = page_by(ada.id, before=None)
    second, end = page_by(ada.id, before=older)
    assert [*first, *second] == [joined.id, own[1].id, own[0].id]
    assert end is None
