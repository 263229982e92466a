"""The list of properties: kept, searched, found in texts, warned of."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.db import db
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.properties.actions import drop_property, keep_property
from ideas.properties.models import Property, PropertyKind
from ideas.properties.queries import named_in, properties_after
from ideas.refusals import Refused
from tests.factories import a_person, an_idea, sign_in
from tests.races import at_once
from tests.submission.making import a_draft

BLOCKED, LICENSED = PropertyKind.BLOCKED, PropertyKind.LICENSED
ROW = {"name": "Zorblaxx", "kind": "blocked", "note": "Zorb Inc."}
ROW |= {"aliases": "The Zorb\nÉtoile Zorb"}


def kept(name: str, kind: PropertyKind = BLOCKED, aliases: str = "") -> Property:
    return keep_property(name, kind, by=a_person("Max", Role.MODERATOR), aliases=aliases)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A ZORBLAXX lamp", ["Zorblaxx"]),
        ("étoile-zorb, in oak", ["Zorblaxx"]),
        ("Etoile of a Zorb", []),
        ("the zorb and Moomoo", ["Zorblaxx", "Moomoo"]),
        ("Zorblaxxes are many", []),
        ("moomoo's lamp", ["Moomoo"]),
        ("", []),
    ],
)
def test_a_name_is_found_word_for_word(session: Session, text: str, names: list[str]) -> None:
    kept("Moomoo", LICENSED)
    kept("Zorblaxx", aliases="the zorb\nÉtoile Zorb\n\n")
    assert [each.name for each in named_in(text)] == names


@pytest.mark.parametrize(
    ("name", "aliases", "code"),
    [
        ("A!", "", "short"),
        ("", "", "short"),
        ("Zorb", "x", "short"),
        ("zörblaxx", "", "known"),
        ("Zorb", "\n".join(f"zorb {number}" for number in range(21)), "aliases"),
    ],
)
def test_what_cannot_be_kept(session: Session, name: str, aliases: str, code: str) -> None:
    kept("Zorblaxx")
    with pytest.raises(Refused, check=lambda error: error.refusal.code == f"property.{code}"):
        kept(name, aliases=aliases)


def test_it_changes_its_names_and_goes(session: Session) -> None:
    one, max_ = kept("Zorblaxx", aliases="The Zorb"), a_person("Max", Role.MODERATOR)
    keep_property("Zorblaxx", LICENSED, by=max_, aliases="Zorbi", known=one)
    session.commit()
    assert [len(named_in(text)) for text in ("the zorb", "zorbi", "zorblaxx")] == [0, 1, 1]
    drop_property(one, by=max_)
    session.commit()
    assert (named_in("zorblaxx"), properties_after("", kind=None, text="", limit=9)) == ([], [])


def test_the_staff_keep_the_list(client: FlaskClient, session: Session) -> None:
    sign_in(client, a_person("Max", Role.MODERATOR))
    assert "The list is empty" in client.get("/desk/properties").text
    assert client.post("/desk/properties", data=ROW).status_code == 303
    again = client.post("/desk/properties", data=ROW)
    assert (again.status_code, "is on the list already" in again.text) == (422, True)
    assert "Zorb Inc." in client.get("/desk/properties?q=étoile&kind=blocked").text
    assert "Nothing on the list" in client.get("/desk/properties?q=zorb&kind=licensed").text
    changed = client.post("/desk/properties/1", data=ROW | {"name": "Zorblax"})
    assert changed.status_code == 303
    assert "Zorblax" in client.get("/desk/properties/1").text
    assert client.delete("/desk/properties/1").status_code == 303
    assert client.get("/desk/properties/1").status_code == 404


@pytest.mark.parametrize("who", [(), (Role.FINANCE,)])
def test_others_do_not(client: FlaskClient, session: Session, who: tuple[Role, ...]) -> None:
    sign_in(client, a_person("Eve", *who))
    assert client.get("/desk/properties").status_code == 403
    assert client.post("/desk/properties", data=ROW).status_code == 403


def test_whoever_names_one_reads_so_and_so_do_moderators(
    client: FlaskClient, session: Session
) -> None:
    kept("Lighthouse", LICENSED)
    kept("Two mirrors")
    session.commit()
    ada: Person = a_person("Ada")
    draft = a_draft(by=ada, title="Lighthouse that turns")
    sign_in(client, ada)
    page = client.get(f"/drafts/{draft.slug}/idea").text
    assert "You name “Lighthouse”." in page
    waiting = an_idea("Lighthouse that turns", stage=Stage.SUBMITTED)
    sign_in(client, a_person("Max", Role.MODERATOR))
    assert "Two mirrors" in client.get("/desk/moderation").text
    item = client.get(f"/desk/moderation/{waiting.slug}").text
    assert "It names" in item
    assert item.index("Two mirrors</a>") < item.index("Lighthouse</a>")


def test_the_same_name_added_at_once_is_on_the_list_once(app: Flask, session: Session) -> None:
    max_id = a_person("Max", Role.MODERATOR).id

    def add() -> None:
        keep_property("Zorblaxx", BLOCKED, by=db.session.get_one(Person, max_id))

    assert at_once(app, *[add] * 4) == ["", *["property.known"] * 3]
    assert [each.name for each in named_in("zorblaxx")] == ["Zorblaxx"]


def test_what_is_dropped_while_it_is_changed_is_gone(app: Flask, session: Session) -> None:
    number, max_id = kept("Zorblaxx").id, a_person("Mo", Role.MODERATOR).id

    def change() -> None:
        known, by = db.session.get_one(Property, number), db.session.get_one(Person, max_id)
        keep_property("Zorb", BLOCKED, by=by, known=known)

    def drop() -> None:
        known, by = db.session.get(Property, number), db.session.get_one(Person, max_id)
        if known is not None:
            drop_property(known, by=by)

    told = at_once(app, change, drop, drop)
    assert told in ([""] * 3, ["", "", "property.gone"], ["", "", "NoResultFound"])
    assert session.get(Property, number, populate_existing=True) is None


def test_a_page_left_open_says_that_its_property_is_gone(session: Session, app: Flask) -> None:
    known, by = kept("Zorblaxx"), a_person("Mo", Role.MODERATOR)
    session.commit()
    number, mine = known.id, by.id
    with app.app_context():
        drop_property(db.session.get_one(Property, number), by=db.session.get_one(Person, mine))
        db.session.commit()
    with pytest.raises(Refused, match=r"property\.gone"):
        keep_property("Zorb", BLOCKED, by=by, known=known)
    session.rollback()
    drop_property(known, by=by)
