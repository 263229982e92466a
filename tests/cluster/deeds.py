"""What people send in the drill: requests as their browsers would write them."""

import secrets
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from flask import Flask

from ideas.accounts.models import Person
from ideas.db import db
from tests.bench.votes.people import LADDER, browsers, sign_in_many
from tests.cluster.people import Deed, a_picture
from tests.factories import a_live_idea
from tests.submission.making import a_draft

HOST = "127.0.0.1:8080"
HEAD = (
    "POST {address} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nContent-Type: {type}\r\n"
    "Content-Length: {length}\r\n\r\n"
)
FORM = "application/x-www-form-urlencoded"


def votes(app: Flask, number: int) -> tuple[str, list[Deed]]:
    """An idea's slug, and the votes of so many people for it, by the number of the person."""
    slug = a_live_idea("Lighthouse in the storm", ladder=LADDER).slug
    db.session.commit()
    people = sign_in_many(number)
    sent = browsers(app, people)
    return slug, [
        Deed(str(person), _form(f"/ideas/{slug}/vote", cookie, csrf_token=token))
        for person, (cookie, token) in zip(people.values(), sent, strict=True)
    ]


def comments(app: Flask, slug: str, number: int) -> list[Deed]:
    """So many comments on an idea, each with words of its own."""
    said = [f"Words {secrets.token_hex(8)}" for _ in range(number)]
    return [
        Deed(words, _form(f"/ideas/{slug}/comments", cookie, csrf_token=token, body=words))
        for words, (cookie, token) in zip(said, _signed_in(app, number), strict=True)
    ]


def letters(app: Flask, number: int) -> list[Deed]:
    """So many people who lost their password, by their address."""
    people = sign_in_many(number)
    sent, deeds = browsers(app, people), []
    for person, (cookie, token) in zip(people.values(), sent, strict=True):
        email = str(db.session.get_one(Person, person).email)
        request = _form("/account/password/lost", cookie, csrf_token=token, email=email)
        deeds.append(Deed(email, request))
    return deeds


def pictures(app: Flask, number: int) -> list[Deed]:
    """So many pictures, each for a draft of its own, by its slug."""
    people = sign_in_many(number)
    drafts = [a_draft(db.session.get_one(Person, each)).slug for each in people.values()]
    return [
        Deed(slug, _file(f"/drafts/{slug}/pictures", cookie, token))
        for slug, (cookie, token) in zip(drafts, browsers(app, people), strict=True)
    ]


def _signed_in(app: Flask, number: int) -> Iterator[tuple[str, str]]:
    return browsers(app, sign_in_many(number))


def _form(address: str, cookie: str, **fields: str) -> bytes:
    return _request(address, cookie, FORM, urlencode(fields).encode())


def _file(address: str, cookie: str, token: str) -> bytes:
    line = secrets.token_hex(16)
    part = f'--{line}\r\nContent-Disposition: form-data; name="'
    body = f'{part}csrf_token"\r\n\r\n{token}\r\n{part}file"; filename="a.jpg"\r\n'.encode()
    body += b"Content-Type: image/jpeg\r\n\r\n" + a_picture() + f"\r\n--{line}--\r\n".encode()
    return _request(address, cookie, f"multipart/form-data; boundary={line}", body)


def _request(address: str, cookie: str, kind: str, body: bytes) -> bytes:
    words: Mapping[str, object] = {
        "address": address, "host": HOST, "cookie": cookie, "type": kind, "length": len(body)
    }  # fmt: skip
    return HEAD.format(**words).encode() + body
