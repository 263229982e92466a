"""Every store keeps the same promises: the folder, and the bucket (a real one: ``TEST_S3_URL``)."""

import os
import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ideas.config import BadConfig, Config
from ideas.operations.doctor.findings import Mark
from ideas.operations.doctor.outside import about_files
from ideas.storage import keeping, waiting
from ideas.storage.buckets import Bucket, address_in
from ideas.storage.private import KEY as PRIVATE
from ideas.storage.private import BucketVault, Vault
from ideas.storage.stores import KEY, Folder, Store
from tests.storage.shelf import Shelf, a_shelf

pytestmark = pytest.mark.once


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with a_shelf() as server:
        yield server


@pytest.fixture(params=["folder", "bucket"])
def kept_in(request: pytest.FixtureRequest, tmp_path: Path, shelf: Shelf) -> Store:
    if request.param == "folder":
        return Folder(tmp_path)
    return Bucket(address_in(os.environ.get("TEST_S3_URL", shelf.url)), "tests")


def test_a_file_is_put_read_and_forgotten(kept_in: Store) -> None:
    name, content = f"{secrets.token_hex(16)}-320.webp", secrets.token_bytes(70_000)
    assert kept_in.open(name) is None
    kept_in.put(name, content)
    with kept_in.open(name) or pytest.fail("lost") as file:
        assert file.read() == content
    assert kept_in.url(name) == f"/media/{name}"
    for _ in range(2):
        kept_in.delete(name)
    assert kept_in.open(name) is None


@pytest.mark.parametrize("name", ["../secret", "abcdefgh.webp/../../x", "ABCDEFGH.webp", ""])
def test_no_other_names_leave_the_place(kept_in: Store, name: str) -> None:
    assert kept_in.open(name) is None
    for change in (kept_in.delete, lambda each: kept_in.put(each, b"x")):
        with pytest.raises(ValueError, match="no name for a kept file"):
            change(name)


def test_what_is_private_has_no_address(shelf: Shelf, tmp_path: Path) -> None:
    for place in (Vault(tmp_path), BucketVault(address_in(shelf.url), "private")):
        with pytest.raises(LookupError):
            place.url("abcdefgh.webp")


def test_a_setting_keeps_files_in_a_bucket(
    app: Flask, client: FlaskClient, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in (KEY, PRIVATE, waiting.KEY):
        monkeypatch.setitem(app.extensions, key, None)
    keeping.install(app, replace(app.extensions["ideas.config"], storage_url=shelf.url))
    app.extensions[KEY].put("abcdefgh.webp", b"seen")
    app.extensions[PRIVATE].put("abcdefgh.pdf", b"unseen")
    assert client.get("/media/abcdefgh.webp").data == b"seen"
    assert client.get("/media/abcdefgh.pdf").status_code == 404
    assert set(shelf.kept) == {"/brand/pictures/ab/abcdefgh.webp", "/brand/private/ab/abcdefgh.pdf"}
    assert set(shelf.signed) == {"AWS4-HMAC-SHA256 Credential=own-key"}


def test_a_bucket_that_stumbles_is_asked_again(shelf: Shelf) -> None:
    bucket, shelf.fails = Bucket(address_in(shelf.url), "pictures"), 1
    bucket.put("abcdefgh.webp", b"seen")
    assert len(shelf.signed) == 2
    assert list(shelf.kept) == ["/brand/pictures/ab/abcdefgh.webp"]


@pytest.mark.parametrize(
    ("url", "endpoint", "bucket", "key"),
    [
        ("s3://k:s@files.example/brand", "https://files.example", "brand", "k"),
        ("s3://k:s@127.0.0.1:8333/brand?tls=0", "http://127.0.0.1:8333", "brand", "k"),
        ("s3://k%2Fk:s@/brand?region=eu-west-3", None, "brand", "k/k"),
    ],
)
def test_an_address_says_where(url: str, endpoint: str | None, bucket: str, key: str) -> None:
    said = address_in(url)
    assert (said.endpoint, said.bucket, said.key, said.secret) == (endpoint, bucket, key, "s")


@pytest.mark.parametrize(
    "url",
    [
        "folder",
        "s3://k:s@host",
        "s3://k:s@host/a/b",
        "http://h/b",
        "s3://h/b?tls=no",
        "s3://h/b?x=1",
    ],
)
def test_what_names_no_bucket_is_no_setting(url: str) -> None:
    with pytest.raises(BadConfig, match="IDEAS_STORAGE_URL"):
        address_in(url)


def test_the_doctor_asks_the_bucket(config: Config, shelf: Shelf) -> None:
    assert not list(about_files(config))
    found = list(about_files(replace(config, storage_url=shelf.url)))
    assert [each.mark for each in found] == [Mark.OK, Mark.OK, Mark.NOTE]
    assert shelf.kept == {}
    elsewhere = shelf.url.replace("/brand", "/other")
    (missing,) = about_files(replace(config, storage_url=elsewhere))
    assert missing.mark == Mark.BAD
    assert "no such bucket" in missing.advice
    assert "own-secret" not in missing.advice
