"""Every argument that a kept page's view reads is known to the door, else it would never arrive."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.gallery.kept import pages
from tests.factories import a_live_idea, a_person
from tests.gallery.listed import bring_up_to_date

READ = re.compile(r'(?:request\.args|arguments)\.get\("([a-z_]+)"')
SOURCES = [*Path("ideas/gallery").rglob("*.py"), Path("ideas/comments/parts.py")]


def test_arguments_that_are_read_are_known(app: Flask) -> None:
    read = {name for path in SOURCES for name in READ.findall(path.read_text(encoding="utf-8"))}
    known = {name for page in pages(app) for name in (*page.arguments, *page.bypass)}
    assert read - {"via"} == known - {"via", "after"} | (read & {"after"})
    assert {"tag", "stage", "sort", "tab", "q"} <= read


@pytest.mark.parametrize(
    ("address", "differs"),
    [
        ("/ideas", "/ideas?stage=all"),
        ("/ideas", "/ideas?sort=new"),
        ("/ideas", "/ideas?tag=music"),
        ("/ideas/{slug}", "/ideas/{slug}?tab=comments"),
        ("/ideas/{slug}?tab=comments", "/ideas/{slug}?tab=comments&sort=new"),
        ("/ideas/{slug}", "/ideas/{slug}?via=qr"),
    ],
)
def test_they_change_the_page(
    client: FlaskClient, session: Session, address: str, differs: str
) -> None:
    idea = a_live_idea()
    bring_up_to_date()
    first, second = (client.get(each.format(slug=idea.slug)) for each in (address, differs))
    assert first.status_code == second.status_code == 200
    assert first.text != second.text


def test_every_page_a_visitor_reads_is_kept(
    client: FlaskClient, app: Flask, session: Session
) -> None:
    idea, ada = a_live_idea(), a_person("Ada")
    store = app.extensions["ideas.keeping"].store
    store.clear()
    places = ("/", "/ideas", "/rounds", "/products", "/how-it-works", "/guidelines", "/privacy")
    more = ("/accessibility", "/integrity", "/votes-log")
    own = (f"/ideas/{idea.slug}", f"/people/{ada.handle}", *more)
    for address in (*places, *own):
        assert client.get(address).status_code == 200
    assert {key[0] for key in store.copies} == {*places, *own}
    store.clear()
