"""The log's page and files, and receipts, through HTTP."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.voting.actions import cast_vote
from ideas.voting.imports.actions import import_votes
from ideas.voting.log.listeners import publish_votes
from ideas.voting.log.published import Tile, tile_at, tiles_of
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, sign_in, votes_for
from tests.voting.log.script import PATH, script

LADDER = ((50_000, 30), (90_000, 60))


def test_before_the_first_vote_there_is_nothing(session: Session, client: FlaskClient) -> None:
    page = client.get("/votes-log")
    assert "Nothing here yet" in page.text
    for name in ("checkpoint", "key", "counts", "tile/0/000.p/1"):
        assert client.get(f"/votes-log/{name}").status_code == 404


def test_the_page_says_how_the_log_stands(session: Session, client: FlaskClient) -> None:
    idea = a_live_idea("Crane", ladder=LADDER, votes=3)
    publish_votes()
    page = client.get("/votes-log")
    checkpoint = client.get("/votes-log/checkpoint")
    assert checkpoint.text.strip() in page.text
    assert client.get("/votes-log/key").text.splitlines()[1] in page.text
    assert page.text.count(idea.slug) == 3
    assert "Set-Cookie" not in page.headers
    assert checkpoint.headers["Cache-Control"] == "public, max-age=0, no-cache"


def test_every_published_file_is_where_the_standard_says(
    session: Session, client: FlaskClient, tmp_path: Path
) -> None:
    """A stranger copies the site's files into a folder, and finds everything right there."""
    votes_for(a_live_idea(ladder=LADDER), 3)
    publish_votes()
    names = [tile.address for tile in tiles_of(3)] + ["checkpoint", "counts", "key"]
    assert names[:2] == ["tile/0/000.p/3", "tile/entries/000.p/3"]
    for name in names:
        answer = client.get(f"/votes-log/{name}")
        assert answer.status_code == 200
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(answer.data)
    assert script.main([str(tmp_path)]) == 0
    tile = client.get("/votes-log/tile/entries/000.p/2")
    assert len(list(script.entries_in(tile.data, 0, 2))) == 2
    assert "immutable" in tile.headers["Cache-Control"]


def test_counts_are_drawn_up_once_for_a_checkpoint_and_each_minute(
    session: Session, client: FlaskClient, clock: Clock
) -> None:
    idea = a_live_idea(ladder=LADDER, votes=3)
    publish_votes()
    first = client.get("/votes-log/counts").text
    clock.go(seconds=30)
    assert client.get("/votes-log/counts").text == first
    clock.go(seconds=31)
    again = client.get("/votes-log/counts").text
    assert again != first
    assert f"\n{idea.id} 3 0 0 /ideas/{idea.slug}\n" in again
    votes_for(idea, 1)
    publish_votes()
    assert f"\n{idea.id} 4 0 0 /ideas/{idea.slug}\n" in client.get("/votes-log/counts").text


@pytest.mark.parametrize(
    "place",
    [
        *("0/000", "0/000.p/4", "0/000.p/0", "0/000.p/256", "0/001", "0/0", "0/x000/000.p/1"),
        *("1/000.p/1", "64/000.p/1", "00/000.p/1", "words/000.p/1", "entries/x001/000", "0/000.p"),
    ],
)
def test_what_is_no_tile_is_not_found(session: Session, client: FlaskClient, place: str) -> None:
    votes_for(a_live_idea(ladder=LADDER), 3)
    publish_votes()
    assert client.get(f"/votes-log/tile/{place}").status_code == 404


def test_a_tile_that_is_not_full_is_less_than_a_whole_one(
    session: Session, client: FlaskClient
) -> None:
    idea = a_live_idea(ladder=LADDER)
    import_votes([(idea.id, a_person().id) for _ in range(300)])
    session.commit()
    publish_votes()
    found = [
        client.get(f"/votes-log/tile/entries/000{part}").status_code
        for part in ("", ".p/255", ".p/256", ".p/257", ".p/300")
    ]
    assert found == [200, 200, 404, 404, 404]


def test_long_logs_have_long_addresses() -> None:
    assert Tile(0, 1_234_567, 256, is_entries=True).address == "tile/entries/x001/x234/567"
    assert Tile(1, 4_822, 135).address == "tile/1/x004/822.p/135"
    for tile in (Tile(0, 1_234_567, 256, is_entries=True), Tile(1, 4_822, 135)):
        assert tile_at(*tile.address.removeprefix("tile/").split("/", 1)) == tile
    assert [tile.address for tile in tiles_of(256 * 256 + 3)][-4:] == [
        "tile/0/256.p/3",
        "tile/entries/256.p/3",
        "tile/1/000",
        "tile/2/000.p/1",
    ]


def test_the_script_is_offered_as_it_is(client: FlaskClient) -> None:
    answer = client.get("/votes-log/verify_votes.py")
    assert answer.data == PATH.read_bytes()
    assert answer.mimetype == "text/plain"


def receipt(client: FlaskClient, slug: str) -> dict[str, Any]:
    """A receipt as it is downloaded."""
    answer = client.get(f"/ideas/{slug}/vote/receipt")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    content: dict[str, Any] = json.loads(answer.text)
    return content


def test_a_voter_takes_a_receipt_home(
    session: Session, client: FlaskClient, tmp_path: Path
) -> None:
    idea, vera = a_live_idea(ladder=LADDER, votes=2), a_person("Vera")
    publish_votes()
    cast_vote(idea, by=vera)
    session.commit()
    sign_in(client, vera)
    early = receipt(client, idea.slug)
    assert [each["action"] for each in early["waiting"]] == ["counted"]
    assert early["leaves"] == []
    publish_votes()
    path = tmp_path / "receipt.json"
    path.write_text(json.dumps(receipt(client, idea.slug)))
    assert script.main(["--receipt", str(path)]) == 0


def test_nobody_gets_the_receipt_of_somebody_else(
    session: Session, client: FlaskClient, app: Flask
) -> None:
    idea = a_live_idea(ladder=LADDER, votes=2)
    publish_votes()
    address = f"/ideas/{idea.slug}/vote/receipt"
    assert client.get(address).status_code == 303
    sign_in(client, a_person("Nora"))
    assert client.get(address).status_code == 404
    assert client.get("/ideas/nothing/vote/receipt").status_code == 404
