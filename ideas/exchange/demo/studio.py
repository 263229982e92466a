"""Pictures are drawn while the story goes on, in the sizes that pages want."""

import io
from concurrent.futures import Future, ThreadPoolExecutor

from PIL import Image

from ideas.exchange.demo.drawing import Wish, picture_of
from ideas.storage.grounds import cells_of
from ideas.storage.pictures import Copy, Kept, Prepared, keep
from ideas.storage.rules import WIDTHS

HANDS, QUALITY, EFFORT = 2, 82, 2


class Studio:
    """Draws what is wished for, each wish once and by two hands."""

    def __init__(self, *, every_picture: bool) -> None:
        self.every_picture = every_picture
        self.hands = ThreadPoolExecutor(HANDS)
        self.begun: dict[Wish, Future[Prepared]] = {}

    def begin(self, wish: Wish) -> Future[Prepared]:
        """Start drawing; in a hurry everything looks like a lighthouse."""
        if not self.every_picture:
            wish = Wish("lighthouse", "close", "sea")
        if wish not in self.begun:
            self.begun[wish] = self.hands.submit(prepared, wish)
        return self.begun[wish]

    def kept(self, wish: Wish) -> Kept:
        """The finished picture, in the store."""
        return keep(self.begin(wish).result())

    def close(self) -> None:
        """Nobody draws any more."""
        self.hands.shutdown(cancel_futures=True)


def prepared(wish: Wish) -> Prepared:
    """A drawing in its copies. Our own hand needs no decoding apart."""
    image = picture_of(wish)
    copies = [_copy(image, width) for width in WIDTHS]
    red, green, blue = image.resize((1, 1), Image.Resampling.BOX).tobytes()
    return Prepared(tuple(copies), f"#{red:02x}{green:02x}{blue:02x}", cells_of(image))


def _copy(image: Image.Image, width: int) -> Copy:
    height = round(image.height * width / image.width)
    size = (width, height)
    small = image if size == image.size else image.resize(size, Image.Resampling.HAMMING)
    content = io.BytesIO()
    small.save(content, "WEBP", quality=QUALITY, method=EFFORT)
    return Copy(width, height, content.getvalue())
