"""The terms' pages, through HTTP."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.campaigns.actions import publish_terms
from ideas.campaigns.ladder import PRESETS, ladder_from
from ideas.campaigns.models import Terms
from ideas.campaigns.queries import current_terms
from ideas.policy import Role
from tests.conftest import Clock
from tests.factories import a_person, sign_in, the_campaign

NEXT, PUBLISHED = "/desk/terms/next", "/desk/terms"
Fields = list[tuple[str, str]]


@pytest.fixture(autouse=True)
def _admin(client: FlaskClient, session: Session, clock: Clock) -> None:
    the_campaign()
    sign_in(client, a_person("Adam Brook", Role.ADMIN))


def fields_in(page: str) -> Fields:
    """What a browser would send of the page's form, buttons left out."""
    (form,) = re.findall(r'<form class="(?:form panel|confirm)".*?</form>', page, re.S)
    found: Fields = []
    pattern = r"<input[^>]*?>|<textarea[^>]*?name=\"([^\"]+)\"[^>]*>\r?\n?(.*?)</textarea>"
    for each in re.finditer(pattern, form, re.S):
        if each[1]:
            found.append((each[1], unescape(each[2])))
        else:
            attributes = dict(re.findall(r'(\w+)="([^"]*)"', each[0]))
            found.append((attributes["name"], unescape(attributes.get("value", ""))))
    return found


def sent(client: FlaskClient, fields: Fields, to: str = NEXT, **changed: str) -> tuple[int, str]:
    """Send the form with some fields changed."""
    data: dict[str, list[str]] = {}
    for name, value in fields:
        data.setdefault(name, []).append(changed.pop(name, value))
    answer = client.post(to, data={**data, **changed})
    return answer.status_code, answer.text


def typed(client: FlaskClient) -> Fields:
    """The form as it comes, with a reason."""
    fields = [each for each in fields_in(client.get(NEXT).text) if each[0] != "reason"]
    return [*fields, ("reason", "Too steep")]


def test_a_version_is_checked_then_published(client: FlaskClient, session: Session) -> None:
    text = "Be kind.\r\n\r\nBe <b>clear</b>."
    status, page = sent(client, typed(client), royalty_bp="1.5", guidelines_en=text)
    assert status == 200
    assert "Publish version 2?" in page
    assert re.search(r"<del>\s*1%\s*</del> → <ins>\s*1.5%\s*</ins>", page)
    assert "<ins>Be &lt;b&gt;clear&lt;/b&gt;.</ins>" in page
    assert session.query(Terms).count() == 1
    status, _ = sent(client, fields_in(page), PUBLISHED)
    assert status == 303
    terms = current_terms(the_campaign().id)
    assert (terms.version, terms.royalty_bp, terms.reason) == (2, 150, "Too steep")
    assert terms.guidelines == {"en": "Be kind.\n\nBe <b>clear</b>."}
    page = client.get("/desk/terms").text
    assert "version 2" in page
    assert "Adam Brook" in page
    assert "Too steep" in page
    assert "<b>clear" not in page
    second = client.get("/desk/terms/2").text
    assert "What it changed" in second
    assert "What it changed" not in client.get("/desk/terms/1").text
    assert client.get("/desk/terms/3").status_code == 404


def test_rows_are_added_and_emptied(client: FlaskClient, session: Session) -> None:
    others = [each for each in typed(client) if each[0] != "ladder"]
    rows = [("ladder", cell) for cell in ("10", "30", "", "", "1 000", "60", "", "")]
    _, page = sent(client, others + rows)
    assert sent(client, fields_in(page), PUBLISHED)[0] == 303
    assert current_terms(the_campaign().id).ladder == [[10, 30], [1000, 60]]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ([], "A ladder has 1 to 12 milestones."),
        (["10", ""], "Fill in both numbers of each row, or neither."),
        (["many", "30"], "Fill in both numbers of each row, or neither."),
        (["9" * 5000, "30"], "Fill in both numbers of each row, or neither."),
        (["10", "30", "5", "30"], "Each milestone must ask for more votes than the one before."),
        (["10", "0"], "Each milestone needs between 1 and 3,650 days."),
    ],
)
def test_a_ladder_nobody_can_climb_is_kept_with_its_sentence(
    client: FlaskClient, session: Session, cells: list[str], sentence: str
) -> None:
    others = [each for each in typed(client) if each[0] != "ladder"]
    status, page = sent(client, others + [("ladder", cell) for cell in cells])
    assert status == 422
    assert sentence in page
    assert [value for name, value in fields_in(page) if name == "ladder"][: len(cells)] == cells
    assert session.query(Terms).count() == 1


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("reason", "", "Please fill this in."),
        ("certification_hours", "721", "Write a number from 0 to 720."),
        ("decision_days", "soon", "Write a whole number."),
        ("royalty_bp", "101", "Write a percentage from 0 to 100"),
        ("royalty_bp", "1.234", "Write a percentage from 0 to 100"),
        ("currency", "EURO", "Write a currency"),
        ("prices", "10 twenty", "Write amounts such as 10 20 49.90"),
        ("prices", "10.999", "Write amounts such as 10 20 49.90"),
        ("prices", "20 10", "Each price must be higher than the one before."),
        ("prices", "1 2 3 4 5 6 7 8 9 10 11", "Ask about at most 10 prices."),
        ("copies", "-1", "Write a number from 0 to 10000."),
    ],
)
def test_what_is_wrong_is_said_and_kept(
    client: FlaskClient, session: Session, name: str, value: str, sentence: str
) -> None:
    status, page = sent(client, typed(client), PUBLISHED, **{name: value})
    assert status == 422
    assert sentence in page
    assert (name, value) in fields_in(page)
    assert session.query(Terms).count() == 1


def test_prices_are_read_shown_and_published(client: FlaskClient, session: Session) -> None:
    assert ("prices", "10.00 20.00 35.00 50.00 80.00 120.00") in typed(client)
    status, page = sent(client, typed(client), prices="9.90; 20, 45")
    assert status == 200
    assert "<del>€10.00 · €20.00" in page
    assert "<ins>€9.90 · €20.00 · €45.00" in page
    assert sent(client, fields_in(page), PUBLISHED)[0] == 303
    assert current_terms(the_campaign().id).price_steps == [990, 2_000, 4_500]
    assert "€9.90 · €20.00 · €45.00" in client.get("/desk/terms").text


def test_no_prices_are_prices_too(client: FlaskClient, session: Session) -> None:
    _, page = sent(client, typed(client), prices="")
    assert sent(client, fields_in(page), PUBLISHED)[0] == 303
    assert current_terms(the_campaign().id).price_steps == []


def test_a_preset_replaces_the_ladder_and_keeps_the_rest(client: FlaskClient) -> None:
    status, page = sent(client, typed(client), copies="77", preset="micro")
    assert status == 200
    fields = fields_in(page)
    assert [value for name, value in fields if name == "ladder"][:6] == [
        *("10", "30", "50", "60", "100", "60"),
    ]
    assert ("copies", "77") in fields
    assert ("reason", "Too steep") in fields
    assert sent(client, typed(client), preset="giant")[0] == 200


def test_one_goes_back_from_the_consequences(client: FlaskClient) -> None:
    _, page = sent(client, typed(client), copies="77")
    status, page = sent(client, fields_in(page), back="1")
    assert status == 200
    assert ("copies", "77") in fields_in(page)
    assert "See what changes" in page


def test_what_changes_nothing_is_not_published(client: FlaskClient, session: Session) -> None:
    status, page = sent(client, typed(client), PUBLISHED)
    assert status == 200
    assert "Nothing would change." in page
    assert session.query(Terms).count() == 1


def test_somebody_elses_version_comes_first(client: FlaskClient, session: Session) -> None:
    _, page = sent(client, typed(client), copies="77")
    ladder = ladder_from(PRESETS["micro"])
    publish_terms(the_campaign(), ladder, by=a_person("Bea", Role.ADMIN), reason="Other")
    status, refusal = sent(client, fields_in(page), PUBLISHED)
    assert status == 409
    assert "Somebody published version 2 in the meantime." in refusal


@pytest.mark.parametrize("role", [None, Role.MODERATOR, Role.REVIEWER, Role.FINANCE])
def test_terms_are_the_admins(client: FlaskClient, role: Role | None) -> None:
    sign_in(client, a_person("Eve", *([role] if role else [])))
    for address in ("/desk/terms", "/desk/terms/1", NEXT):
        assert client.get(address).status_code == 403
    assert client.post(NEXT).status_code == client.post(PUBLISHED).status_code == 403
