"""A naming under attack: a crowd wants a joke, and the brand still says how its boat is called.

Adam announces it; Eve's friends enter their joke again and again. Moderators, the jury and “none of
these” each stop a part of it, and everybody can read why.
"""

import re

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.contests.closing.actions import count_due, finish_due
from ideas.contests.queries import none_of_these
from ideas.db import db
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.moderation.judgements.actions import carry_out_due
from ideas.moderation.rules import Reason
from ideas.policy import Role
from ideas.voting.models import Ballot
from tests.conftest import Clock
from tests.contests.plans import a_jury
from tests.contests.test_views import TYPED
from tests.factories import a_person, sign_in, the_campaign, votes_for

BODY = "It is short enough to be called across the bay, and nobody here bears it yet."


def enter(client: FlaskClient, person: Person, campaign: str, title: str) -> Idea:
    """Somebody enters a name, from the campaign's own page on."""
    sign_in(client, person)
    asked = {"rights": "own", "campaign": campaign}
    draft = client.post("/drafts/new", data=asked).headers["Location"]
    words = {"title": title, "summary": f"Because of {title}.", "body": BODY, "language": "en"}
    client.post(draft, data=words)
    client.post(f"/drafts/{draft.split('/')[2]}/submission")
    db.session.rollback()
    return db.session.query(Idea).filter_by(creator_id=person.id).one()


def judge(client: FlaskClient, person: Person, idea: Idea, verdict: str, reason: Reason) -> None:
    """A moderator decides with a sentence."""
    sign_in(client, person)
    said = {"verdict": verdict, "reason": reason.value, "sentence_en": "It mocks the keepers."}
    assert client.post(f"/desk/moderation/{idea.slug}/decision", data=said).status_code == 303


def announced(client: FlaskClient, *jury: Person) -> str:
    """Adam plans it, names the jury and announces it; answers its slug."""
    sign_in(client, a_person("Adam", Role.ADMIN))
    there = client.post("/desk/campaigns/new", data=TYPED).headers["Location"]
    for juror in jury:
        client.post(f"{there}/jury", data={"handle": juror.handle})
    assert client.post(f"{there}/announcement").status_code == 303
    return there.rpartition("/")[2]


def test_a_joke_does_not_win_a_naming(client: FlaskClient, session: Session, clock: Clock) -> None:
    the_campaign()
    jo, juno = a_jury()
    slug, max_ = announced(client, jo, juno), a_person("Max", Role.MODERATOR)
    page, desk = f"/campaigns/{slug}", f"/desk/campaigns/{slug}"
    assert "The jury decides there" in client.get(page).text  # advice, said before it opens
    clock.go(days=2)
    sign_in(client, a_person("Fanny"))
    start = client.get(f"/drafts/new?campaign={slug}").text
    campaign = re.findall(r'name="campaign"[^>]*value="(\d+)"', start)[-1]
    joke, again, good, fair = (
        enter(client, a_person(name), campaign, title)
        for name, title in (
            ("Eve", "Lighty McLightface"),
            ("Evan", "Lampy McLampface"),
            ("Ada", "Bright Betty"),
            ("Ben", "Lantern of the Bay"),
        )
    )
    judge(client, max_, joke, "decline", Reason.OFFENSIVE)
    for entry in (again, good, fair):
        judge(client, max_, entry, "publish", Reason.FITS_GUIDELINES)
    clock.go(minutes=1)
    carry_out_due()
    session.expire_all()
    refused = client.post(f"/ideas/{again.slug}/vote")  # a moderator votes no more than anybody now
    assert refused.status_code == 403
    sign_in(client, a_person("Eden"))
    assert "has not opened" in client.post(f"/ideas/{again.slug}/vote").text

    clock.go(days=21)
    sign_in(client, jo)
    for entry, reason in ((again, "taken"), (good, "chosen"), (fair, "chosen")):
        said = {"reason": reason, "sentence_en": "A joke that another lamp made famous."}
        said = said if reason == "taken" else {"reason": reason}
        assert client.post(f"{desk}/shortlist/{entry.slug}", data=said).status_code == 303
    assert client.post(f"{desk}/shortlist/publication").status_code == 409  # not one alone
    sign_in(client, juno)
    assert client.post(f"{desk}/shortlist/publication").status_code == 303

    clock.go(days=4)
    crowd = [a_person(f"Eve {number}") for number in range(3)]
    none = none_of_these(int(campaign))
    assert none is not None
    for fan in crowd:
        sign_in(client, fan)
        assert client.post(f"/ideas/{again.slug}/vote").status_code == 409
        assert client.post(f"/ideas/{none.idea.slug}/vote").status_code == 303
    votes_for(db.session.get_one(Idea, good.id), 2)
    clock.go(days=14)
    for due in (count_due, finish_due):
        due()
    session.expire_all()
    stages = [db.session.get_one(Idea, each.id).stage for each in (joke, again, good, fair)]
    assert stages == [Stage.DECLINED, *[Stage.NOT_SELECTED] * 3]
    assert session.get_one(Ballot, again.id).votes == 0
    results = client.get(f"{page}/results").text
    assert "won the vote. No entry goes to the final" in results
    assert "A joke that another lamp made famous." in results
    assert "Lighty McLightface" not in results
