"""Drafting over HTTP: signed out, somebody else, too late, twice, with and without htmx."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from ideas.accounts.models import Person
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.search.actions import index_idea
from ideas.submission.models import Rights
from ideas.submission.queries import draft_of, tags_of
from ideas.submission.team.actions import answer_invitation, invite
from tests.factories import a_live_idea, a_person, an_idea, sign_in, the_campaign
from tests.submission.making import TEXTS, a_draft, a_finished_draft

pytestmark = pytest.mark.usefixtures("session", "clock")
PART = {"HX-Request": "true"}
STEPS = ("rights", "idea", "pictures", "team", "preview", "deletion")


@pytest.fixture
def ada(client: FlaskClient, session: Session) -> Person:
    """Ada, signed in."""
    the_campaign()
    ada = a_person("Ada")
    sign_in(client, ada)
    return ada


def nonce_in(html: str) -> str:
    """The hidden word that makes two identical forms one."""
    found = re.search(r'name="nonce"[^>]*value="([^"]+)"', html)
    assert found
    return found[1]


def test_two_identical_forms_make_one_idea(
    client: FlaskClient, ada: Person, session: Session
) -> None:
    page = client.get("/drafts/new")
    sent = {"nonce": nonce_in(page.text), "rights": "third_party", "property_named": "Sea Stories"}
    first, second = (client.post("/drafts/new", data=sent) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    (idea,) = session.query(Idea).all()
    draft = draft_of(idea.id)
    assert draft is not None
    assert (draft.rights, draft.property_named) == (Rights.THIRD_PARTY, "Sea Stories")
    assert client.get(first.location).status_code == 200


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose one answer."),
        ({"rights": "stolen"}, "Choose one of the list."),
        ({"rights": "third_party", "property_named": "  "}, "Name it"),
    ],
)
def test_the_rights_question_wants_an_answer(
    client: FlaskClient, ada: Person, sent: dict[str, str], said: str
) -> None:
    response = client.post("/drafts/new", data=sent | {"nonce": "kept"})
    assert response.status_code == 422
    assert said in response.text
    assert nonce_in(response.text) == "kept"


def test_rights_can_be_answered_anew(client: FlaskClient, ada: Person) -> None:
    idea = a_draft(ada)
    response = client.post(f"/drafts/{idea.slug}/rights", data={"rights": "not_sure"})
    assert response.status_code == 303
    draft = draft_of(idea.id)
    assert draft is not None
    assert draft.rights is Rights.NOT_SURE


def texts(**changed: str) -> dict[str, str]:
    """What the idea's form sends."""
    return TEXTS | {"language": "fr", "tags": "Sea, wood"} | changed


@pytest.mark.parametrize(("button", "onward"), [("onward", "pictures"), ("", "idea")])
def test_the_texts_are_saved_by_a_plain_form(
    client: FlaskClient, ada: Person, session: Session, button: str, onward: str
) -> None:
    idea = a_draft(ada)
    response = client.post(
        f"/drafts/{idea.slug}/idea", data=texts(title="A slow lighthouse") | {button: "1"}
    )
    assert response.status_code == 303
    assert response.location.endswith(f"/drafts/{idea.slug}/{onward}")
    assert (idea.title, idea.language) == ("A slow lighthouse", "fr")
    assert tags_of(idea.id) == ["sea", "wood"]
    assert "A slow lighthouse" in client.get(f"/drafts/{idea.slug}/idea").text


def test_the_texts_are_saved_while_one_types(
    client: FlaskClient, ada: Person, session: Session
) -> None:
    idea = a_draft(ada)
    address = f"/drafts/{idea.slug}/idea"
    response = client.put(address, data=texts(title="Li"), headers=PART)
    assert response.status_code == 200
    assert response.text.lstrip().startswith('<div id="beside"')
    assert "Give it a title of 5 to 80 characters." in response.text
    assert idea.title == "Li"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": "x" * 81}, "At most 80 characters."),
        ({"summary": "x" * 201}, "At most 200 characters."),
        ({"body": "x" * 20_001}, "At most 20000 characters."),
        ({"specs": "x" * 2_001}, "At most 2000 characters."),
        ({"tags": "one,two,three,four,five,six"}, "Up to 5 tags; you wrote 6."),
        ({"tags": "a<b"}, "is no tag"),
        ({"language": "xx"}, "Choose one of the list."),
    ],
)
def test_what_does_not_fit_is_given_back_as_typed(
    client: FlaskClient, ada: Person, session: Session, changed: dict[str, str], said: str
) -> None:
    idea = a_draft(ada)
    address, sent = f"/drafts/{idea.slug}/idea", texts(title="Typed anew") | changed
    plain = client.post(address, data=sent)
    part = client.put(address, data=sent, headers=PART)
    for response in (plain, part):
        assert response.status_code == 422
        assert said in response.text
    assert sent["title"] in plain.text
    assert "<html" not in part.text
    assert idea.title == TEXTS["title"]


def written(client: FlaskClient, idea: Idea, **sent: str) -> TestResponse:
    """Type in a window, as htmx sends it."""
    return client.put(f"/drafts/{idea.slug}/idea", data=texts(**sent), headers=PART)


def seen_in(html: str) -> str:
    """The version a page says it has seen."""
    found = re.search(r'name="seen" value="(\d+)"', html)
    assert found
    return found[1]


def test_two_windows_do_not_write_over_each_other(
    client: FlaskClient, ada: Person, session: Session
) -> None:
    idea = a_draft(ada)
    seen = seen_in(client.get(f"/drafts/{idea.slug}/idea").text)
    first = {"pen": "first", "seen": seen}
    assert written(client, idea, title="From the first", **first).status_code == 200
    assert written(client, idea, title="From the first too", **first).status_code == 200
    refused = written(client, idea, title="From the second", pen="second", seen=seen)
    assert refused.status_code == 409
    assert "From the second" in refused.text
    assert "From the first too" in refused.text
    assert seen_in(refused.text) == seen
    assert idea.title == "From the first too"
    over = re.search(r'name="over" value="(\d+)"', refused.text)
    assert over
    sent = texts(title="From the second", pen="second", seen=seen, over=over[1])
    assert client.post(f"/drafts/{idea.slug}/idea", data=sent).status_code == 303
    assert idea.title == "From the second"
    assert written(client, idea, title="From the first", **first).status_code == 409


def test_a_plain_form_shows_both_texts_too(client: FlaskClient, ada: Person) -> None:
    idea = a_draft(ada)
    seen = seen_in(client.get(f"/drafts/{idea.slug}/idea").text)
    written(client, idea, title="From the first", pen="first", seen=seen)
    sent = texts(title="From the second", pen="second", seen=seen, onward="1")
    refused = client.post(f"/drafts/{idea.slug}/idea", data=sent)
    assert refused.status_code == 409
    assert 'value="From the second"' in refused.text
    assert "From the first" in refused.text
    assert "Keep what is here" in refused.text


def test_similar_ideas_stand_beside_the_title(client: FlaskClient, ada: Person) -> None:
    other = a_live_idea("Lighthouse that turned", votes=2)
    index_idea(an_idea("Lighthouse that turns", stage=Stage.LIVE, by=ada))
    index_idea(an_idea("Lighthouse that burns", stage=Stage.DECLINED))
    asked = {"title": "Lighthuose that turn"}
    part = client.get("/workshop/similar", query_string=asked, headers=PART).text
    assert part.lstrip().startswith('<div id="similar"')
    assert f"/ideas/{other.slug}" in part
    assert "2 votes" in part
    assert part.count("<li") == 1
    assert "read like" in client.get("/workshop/similar", query_string=asked).text
    assert client.get("/workshop/similar").status_code == 200


def test_script_in_a_text_stays_text(client: FlaskClient, ada: Person) -> None:
    attack = '"><img src=x onerror=alert(1)>{{7*7}}'
    idea = a_draft(ada, title=attack, summary=attack, body=attack)
    for step in ("idea", "pictures", "team", "deletion"):
        page = client.get(f"/drafts/{idea.slug}/{step}").text
        assert "<img src=x" not in page
        assert '">49' not in page


def test_handing_in(client: FlaskClient, ada: Person, session: Session) -> None:
    idea = a_finished_draft(ada)
    assert "You can submit it." in client.get(f"/drafts/{idea.slug}/team").text
    address = f"/drafts/{idea.slug}/submission"
    assert client.post(address).status_code == 303
    assert idea.stage is Stage.SUBMITTED
    again = client.post(address)
    assert again.status_code == 303
    assert "within 2 working days" in client.get(again.location).text
    late = client.post(f"/drafts/{idea.slug}/idea", data=texts())
    assert late.status_code == 409
    assert "With the moderators" in late.text
    assert client.get(f"/drafts/{idea.slug}/pictures").location == f"/ideas/{idea.slug}"


def test_an_unfinished_draft_is_refused_with_what_is_missing(
    client: FlaskClient, ada: Person
) -> None:
    idea = a_draft(ada)
    page = client.get(f"/drafts/{idea.slug}/team").text
    assert "Add at least one picture." in page
    assert "Submit the idea" not in page
    refused = client.post(f"/drafts/{idea.slug}/submission")
    assert refused.status_code == 409
    assert "Add at least one picture." in refused.text


def test_a_live_idea_cannot_be_handed_in(client: FlaskClient, ada: Person) -> None:
    idea = an_idea(by=ada, stage=Stage.LIVE)
    assert client.post(f"/drafts/{idea.slug}/submission").status_code == 409


def test_withdrawing_asks_first(client: FlaskClient, ada: Person, session: Session) -> None:
    idea = an_idea(by=ada, stage=Stage.LIVE)
    address = f"/ideas/{idea.slug}/withdrawal"
    assert "This is for good" in client.get(address).text
    assert idea.stage is Stage.LIVE
    assert client.post(address).status_code == 303
    assert idea.stage.value == "withdrawn"
    assert client.get(address).status_code == 409


def test_deleting_asks_first(client: FlaskClient, ada: Person, session: Session) -> None:
    idea = a_draft(ada)
    address = f"/drafts/{idea.slug}/deletion"
    assert client.get(address).status_code == 200
    assert session.query(Idea).count() == 1
    assert client.post(address).status_code == 303
    assert session.query(Idea).count() == 0
    assert client.get(address).status_code == 404


def test_taking_up_again(client: FlaskClient, ada: Person, session: Session) -> None:
    idea = an_idea(by=ada, stage=Stage.EXPIRED)
    address = f"/ideas/{idea.slug}/resubmission"
    assert client.get(address).status_code == 200
    first, second = client.post(address), client.post(address)
    assert first.status_code == 303
    assert first.location == second.location
    page = client.get(first.location).text
    assert idea.title in page
    assert "What has changed since the earlier idea" in page
    assert "what has changed since the earlier idea." in page
    client.put(first.location, data=TEXTS | {"changed": "A stronger <b>motor</b>."})
    page = client.get(first.location).text
    assert "A stronger &lt;b&gt;motor&lt;/b&gt;." in page
    assert "what has changed since the earlier idea." not in page
    long = client.post(first.location, data=TEXTS | {"changed": "x" * 1_001})
    assert (long.status_code, "At most 1000 characters." in long.text) == (422, True)
    live = an_idea(by=ada, stage=Stage.LIVE)
    assert client.get(f"/ideas/{live.slug}/resubmission").status_code == 409


def test_eve_sees_nothing_of_a_draft(client: FlaskClient) -> None:
    idea = a_finished_draft()
    sign_in(client, a_person("Eve"))
    for step in STEPS:
        assert client.get(f"/drafts/{idea.slug}/{step}").status_code == 404, step
    assert client.get(f"/drafts/{idea.slug}").status_code == 404
    assert client.put(f"/drafts/{idea.slug}/idea", data=texts()).status_code == 404
    for noun in ("submission", "deletion", "pictures", "team", "rights"):
        assert client.post(f"/drafts/{idea.slug}/{noun}").status_code == 404, noun
    for noun in ("withdrawal", "resubmission"):
        assert client.post(f"/ideas/{idea.slug}/{noun}").status_code == 404, noun
    assert client.get(f"/workshop/handed-in/{idea.slug}").status_code == 404


def test_who_only_joined_may_look_and_not_change(client: FlaskClient) -> None:
    idea, ben = a_finished_draft(), a_person("Ben")
    answer_invitation(invite(idea, ben, 100, by=idea.creator), accept=True, by=ben)
    sign_in(client, ben)
    assert client.get(f"/drafts/{idea.slug}/idea").status_code == 403
    assert client.post(f"/drafts/{idea.slug}/submission").status_code == 403


def test_somebody_elses_open_idea_is_not_withdrawn(client: FlaskClient) -> None:
    idea = an_idea(stage=Stage.LIVE)
    sign_in(client, a_person("Eve"))
    assert client.post(f"/ideas/{idea.slug}/withdrawal").status_code == 403
    assert idea.stage is Stage.LIVE


@pytest.mark.parametrize("step", STEPS)
def test_a_visitor_is_sent_to_sign_in(client: FlaskClient, step: str) -> None:
    idea = a_finished_draft()
    response = client.get(f"/drafts/{idea.slug}/{step}")
    assert response.status_code == 303
    assert "/sign-in" in response.location


def test_the_preview_is_the_ideas_own_page(client: FlaskClient, ada: Person) -> None:
    idea = a_finished_draft(ada)
    page = client.get(f"/drafts/{idea.slug}/preview", follow_redirects=True)
    assert page.status_code == 200
    assert page.request.path == f"/ideas/{idea.slug}"
    assert "<strong>lamp</strong>" in page.text
    assert "A lighthouse at night" in page.text
    assert "People vote here once the idea is published." in page.text
    sign_in(client, a_person("Eve"))
    assert client.get(f"/ideas/{idea.slug}").status_code == 404


def test_who_has_not_confirmed_is_asked_to(client: FlaskClient) -> None:
    sign_in(client, a_person("Una", confirmed=False))
    response = client.get("/drafts/new")
    assert response.status_code == 303
    assert "/sign-in" not in response.location


def test_a_draft_is_still_found_after_it_was_handed_in(
    client: FlaskClient, session: Session, ada: Person
) -> None:
    idea = a_finished_draft(ada)
    begun = idea.slug
    assert client.post(f"/drafts/{begun}/submission").status_code == 303
    session.refresh(idea)
    assert idea.slug != begun
    for step in ("", "/idea", "/team", "/pictures"):
        seen = client.get(f"/drafts/{begun}{step}")
        assert (seen.status_code, seen.location) == (303, f"/ideas/{idea.slug}")
    again = client.post(f"/drafts/{begun}/submission")
    assert (again.status_code, again.location) == (303, f"/workshop/handed-in/{idea.slug}")
    assert client.post(f"/drafts/{begun}/idea", data={"title": "Late"}).status_code == 409
    sign_in(client, a_person("Eve"))
    assert client.get(f"/drafts/{begun}/idea").status_code == 404


def test_the_reading_is_rendered_and_not_kept(client: FlaskClient, ada: Person) -> None:
    idea = a_draft(ada)
    address = f"/drafts/{idea.slug}/reading"
    texts = {"title": "Kite", "summary": "It sings.", "body": "**Red** <b>x</b>", "language": "fr"}
    part = client.post(address, data=texts).text
    assert part.lstrip().startswith('<section id="reading"')
    assert "<strong>Red</strong> &lt;b&gt;x&lt;/b&gt;" in part
    assert 'lang="fr">It sings.' in part
    assert idea.title == "Lighthouse that turns"
    assert "as people will see it" in client.post(address).text
    sign_in(client, a_person("Eve"))
    assert client.post(address, data=texts).status_code == 404


@pytest.mark.parametrize("seen", ["", "9", "-1", "x"])
def test_a_window_that_says_nothing_clear_writes_over_nothing(
    client: FlaskClient, ada: Person, seen: str
) -> None:
    idea = a_draft(ada)
    known = seen_in(client.get(f"/drafts/{idea.slug}/idea").text)
    written(client, idea, title="From the first", pen="first", seen=known)
    refused = written(client, idea, title="From the second", pen="second", seen=seen)
    assert refused.status_code == 409
    assert "From the first" in refused.text


def test_half_a_fact_is_kept_and_named_among_what_is_missing(
    client: FlaskClient, ada: Person, session: Session
) -> None:
    idea = a_finished_draft(ada)
    part = written(client, idea, specs="Height: 42 cm\r\nof <b>oak")
    assert part.status_code == 200
    assert "Write the detail “of &lt;b&gt;oak” with a colon" in part.text
    assert f"/drafts/{idea.slug}/idea#specs" in part.text
    assert idea.specs == "Height: 42 cm\r\nof <b>oak"
    client.post(f"/drafts/{idea.slug}/submission")
    assert idea.stage is Stage.DRAFT
    page = client.get(f"/drafts/{idea.slug}/idea").text
    assert "Height: 42 cm\r\nof &lt;b&gt;oak</textarea>" in page
    assert "of <b>" not in page
    sign_in(client, a_person("Eve"))
    assert written(client, idea, specs="Height: none").status_code == 404
    assert idea.specs.startswith("Height: 42 cm")


def test_two_windows_do_not_write_over_each_others_facts(client: FlaskClient, ada: Person) -> None:
    idea = a_draft(ada)
    seen = seen_in(client.get(f"/drafts/{idea.slug}/idea").text)
    written(client, idea, specs="Height: 1 m", pen="first", seen=seen)
    refused = written(client, idea, specs="Height: 2 m", pen="second", seen=seen)
    assert refused.status_code == 409
    assert "Height: 1 m" in refused.text
    assert "Height: 2 m" in refused.text


def test_the_reading_shows_the_facts_that_are_whole(client: FlaskClient, ada: Person) -> None:
    address = f"/drafts/{a_draft(ada).slug}/reading"
    sent = {"specs": "Hauteur\u00a0: <42 cm\nbois", "language": "fr"}
    part = client.post(address, data=sent).text
    assert '<dl class="facts facts-ruled" lang="fr">' in part
    assert ("<dt>Hauteur</dt>" in part, "<dd>&lt;42 cm</dd>" in part) == (True, True)
    assert part.count("<dt>") == 1
    assert "<dl" not in client.post(address, data=sent | {"specs": "bois"}).text


def test_lines_that_end_another_way_are_no_words_of_another_window(
    client: FlaskClient, ada: Person
) -> None:
    idea = a_draft(ada)
    seen = seen_in(client.get(f"/drafts/{idea.slug}/idea").text)
    facts, tags = "Height: 1 m\nMade of: oak", "sea, wood"
    written(client, idea, title="From the first", specs=facts, tags=tags, pen="first", seen=seen)
    sent = texts(title="From me", specs=facts.replace("\n", "\r\n"), tags=tags)
    sent |= {"pen": "second", "seen": seen}
    refused = client.post(f"/drafts/{idea.slug}/idea", data=sent)
    assert refused.status_code == 409
    assert refused.text.count('class="elsewhere-words"') == 2
