"""A page cut at its holes."""

import re
from collections.abc import Mapping

END = "end"


class Pieces:
    """A page cut at its holes, ready to be filled."""

    def __init__(self, text: bytes, token: str) -> None:
        cut = re.split(rb"%s\[([a-z0-9-]+)\]" % token.encode(), text)
        self.texts, self.names = cut[::2], [name.decode() for name in cut[1::2]]
        self.ideas = [int(name[1:]) for name in self.names if name[0] == "v"]
        self.size = len(text)

    def filled(self, own: Mapping[str, bytes]) -> bytes:
        """The page of one reader: ``own`` has what is theirs, the rest is left out."""
        out, skips = [self.texts[0]], False
        for name, text in zip(self.names, self.texts[1:], strict=True):
            if name == END:
                skips = False
            else:
                skips = name not in own
                if not skips:
                    out.append(own[name])
            if not skips:
                out.append(text)
        return b"".join(out)
