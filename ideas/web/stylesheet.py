"""The one stylesheet of a page: many small files put together, and the brand's own colour.

Nothing is built: ``site.css`` imports the files and works by itself; ``all.css`` is the same text
with the imports put in their places, so that a first visit asks once.
"""

import re
from pathlib import Path

from ideas.web.colours import DARK, LIGHT, Ground, darker_until, lighter_until, readable_on

IMPORT = re.compile(r'@import url\("([a-z-]+\.css)"\);\n')


def together(folder: Path) -> str:
    """``site.css`` with every import replaced by the file it names."""
    whole = (folder / "site.css").read_text(encoding="utf-8")
    return IMPORT.sub(lambda found: (folder / found[1]).read_text(encoding="utf-8"), whole)


def brand_colours(accent: str) -> str:
    """The tokens marked ``(brand)`` for an accent like ``#D9481C``, readable in both themes."""
    light, dark = tones(accent)
    lines = (f"--{name}:light-dark({light[name]},{dark[name]});" for name in light)
    return ":root{" + "".join(lines) + "}\n"


def tones(accent: str) -> tuple[dict[str, str], dict[str, str]]:
    """The same tokens by name, for the light and the dark theme."""
    return _tokens(accent, LIGHT), _tokens(accent, DARK)


def _tokens(accent: str, ground: Ground) -> dict[str, str]:
    moved = darker_until if ground is LIGHT else lighter_until
    fill, words = readable_on(accent)
    return {
        "accent": moved(accent, ground.card, 3),
        "accent-text": moved(accent, ground.hardest, 4.5),
        "accent-fill": fill,
        "on-accent": words,
    }
