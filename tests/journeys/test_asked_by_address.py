"""Ada asks two addresses to join: Ben's, who is here, and Cleo's, who has never heard of it."""

import re

import pytest

from ideas.db import db
from ideas.mail.letters import letter_of
from tests.factories import the_campaign
from tests.journeys.conftest import Enter
from tests.journeys.steps import last_mail, sign_up, the_idea
from tests.journeys.times import Later

SHARES = {"ben@example.org": "40", "cleo@example.org": "10"}


def link_in(address: str) -> str:
    """The local page that the last mail to an address leads to."""
    letter = letter_of(last_mail(address))
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    db.session.rollback()
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert found is not None
    return found[1]


@pytest.mark.long
def test_both_are_asked_alike_and_are_named_once_they_say_yes(enter: Enter, later: Later) -> None:
    the_campaign()
    ben, ada = enter().go("/sign-up"), enter("Ada")
    sign_up(ben, "Ben Baker", "ben@example.org")
    ada.go("/drafts/new").press("Continue", rights="own")
    team = f"/drafts/{ada.path.split('/')[2]}/team"
    for address, share in SHARES.items():
        ada.go(team).press("Ask", who=address, share=share)
        assert ada.status == 200
        assert address in ada.text
    assert ada.text.count("We have written to this address.") == len(SHARES)
    assert "Ben" not in ada.text
    for _ in ("the notice", "its mail"):
        later(seconds=10)

    ben.go(link_in("ben@example.org"))
    assert "40%" in ben.text
    ben.click("Read and answer").press("Yes, join")
    later(seconds=10)
    assert "Ben Baker joined the team" in ada.go("/notices").text
    assert "Ben Baker" in ada.go(team).text
    assert "ben@example.org" not in ada.text

    cleo = enter().go(link_in("cleo@example.org"))
    sign_up(cleo, "Cleo Carter", "cleo@example.org")
    assert "Ada asks you to join" in cleo.text
    assert "Ada asks you to join" in cleo.go("/workshop").text
    assert "Cleo" not in ada.go(team).text
    cleo.click("Read and answer").press("No, thank you")
    later(seconds=10)
    notices = ada.go("/notices").text
    assert "Somebody you wrote to will not join the team" in notices
    assert "Cleo" not in notices
    assert "cleo@example.org" not in ada.go(team).text
    assert len(the_idea().team) == 1
