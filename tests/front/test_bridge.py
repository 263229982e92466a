"""Who may send long bodies at once."""

import asyncio
from typing import Any

import pytest

from ideas.front.bridge import Bridge
from ideas.front.reading import SHORT
from tests.front.through import said_to, scope_of
from tests.waiting import run

pytestmark = pytest.mark.once
LARGE = b"x" * (SHORT + 1)


def site(environ: Any, start_response: Any) -> list[bytes]:
    """Reads all of it."""
    length = len(environ["wsgi.input"].read())
    start_response("200 OK", [])
    return [str(length).encode()]


def post(address: str) -> Any:
    """A long form from there."""
    return scope_of(method="POST", client=(address, 1), headers=[(b"content-length", b"70000")])


async def heard(bridge: Bridge, *slow: str) -> Any:
    """What an honest sender is told while these addresses begin a body and say no more."""
    over = asyncio.Event()

    async def never() -> Any:
        await over.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        """To nobody."""

    held = [asyncio.create_task(bridge(post(each), never, send)) for each in slow]
    try:
        await asyncio.sleep(0.05)
        async with asyncio.timeout(10):
            return await said_to(bridge, post("203.0.113.9"), LARGE)
    finally:
        over.set()
        await asyncio.gather(*held, return_exceptions=True)


def test_one_network_does_not_hold_up_the_uploads_of_others() -> None:
    (_, body) = run(heard(Bridge(site, 16), *(f"192.0.2.{number}" for number in range(9))))
    assert body["body"] == str(len(LARGE)).encode()
