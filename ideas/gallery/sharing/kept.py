"""The share images drawn of late, kept in memory.

They are drawn when asked for and not by a job: few ideas of many are ever shared, an image in
memory needs no row, no file to erase with its creator's name and no work when the brand changes
its colour, and since its address says what it shows, a proxy or a network that has it never asks
twice. One is drawn at a time in each process, so that votes do not wait for pictures.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable

from flask import abort

from ideas.gallery.sharing.calling import BrandCard
from ideas.gallery.sharing.card import ShareCard
from ideas.gallery.sharing.image import drawn
from ideas.gallery.sharing.poster import poster
from ideas.storage.stores import store
from ideas.web.pace import spend_by_network

MOST = 64
LONGEST_SECONDS = 10
_kept: OrderedDict[str, bytes] = OrderedDict()
_turn, _look = threading.BoundedSemaphore(1), threading.Lock()


def image_of(card: ShareCard) -> bytes:
    """An idea's image, drawn unless it is kept; 503 when too many others are drawn first."""
    return _image(card.digest, lambda: drawn(card, _file(card.picture), _file(card.logo)))


def poster_of(card: BrandCard) -> bytes:
    """The image of a page of the brand's own, likewise."""
    return _image(card.digest, lambda: poster(card, _file(card.logo)))


def _image(digest: str, draw: Callable[[], bytes]) -> bytes:
    image = _found(digest)
    if image is not None:
        return image
    spend_by_network("share_image")
    if not _turn.acquire(timeout=LONGEST_SECONDS):
        abort(503)
    try:
        return _found(digest) or _keep(digest, draw())
    finally:
        _turn.release()


def _found(digest: str) -> bytes | None:
    with _look:
        if digest in _kept:
            _kept.move_to_end(digest)
        return _kept.get(digest)


def _keep(digest: str, image: bytes) -> bytes:
    with _look:
        _kept[digest] = image
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return image


def _file(name: str) -> bytes | None:
    file = store().open(name) if name else None
    if file is None:
        return None
    with file:
        return file.read()
