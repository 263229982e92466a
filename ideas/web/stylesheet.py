"""The stylesheet of a page: many small files put together, and the brand's own look.

Nothing is built: ``site.css`` imports the files and works by itself; ``all.css`` is the same text
with the imports put in their places, so that a first visit asks once. A brand that has turned its
dials gets ``all-<look>.css``: the look is in the address, so another look has another address.
Who is signed in gets ``inside.css`` after it, put together in the same way.
"""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

from ideas.web.colours import tones

IMPORT = re.compile(r'@import url\("([a-z-]+\.css)"\);\n')
SHAPE = re.compile("([0-9a-f]{6})-([0-9]|[1-3][0-9])-([a-z]+)")
DESK_RADIUS = 12
PAGE = ":root"
PLAIN = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
BRICOLAGE = f'"Bricolage Grotesque", "Display Fallback", {PLAIN}'
INTER = f'"Inter", "Inter Fallback", {PLAIN}'
SERIF = 'ui-serif, "Iowan Old Style", Charter, "Palatino Linotype", Georgia, serif'
ROUND = f'ui-rounded, "Hiragino Maru Gothic ProN", Quicksand, Comfortaa, Nunito, {PLAIN}'
FONTS = {
    "bricolage": (BRICOLAGE, INTER),
    "inter": (INTER, INTER),
    "serif": (SERIF, INTER),
    "book": (SERIF, SERIF),
    "round": (ROUND, ROUND),
    "system": (PLAIN, PLAIN),
}


@dataclass(frozen=True)
class Look:
    """What a brand chose: its accent like ``#d9481c``, roundness in pixels, a pair of fonts."""

    accent: str
    radius: int
    fonts: str

    @property
    def name(self) -> str:
        """The look as part of an address."""
        return f"{self.accent[1:].lower()}-{self.radius}-{self.fonts}"

    @property
    def files(self) -> list[str]:
        """The font files its first words need."""
        ours = {"Bricolage": "bricolage-grotesque-latin-720", "Inter": "inter-latin"}
        used = "".join(FONTS[self.fonts])
        return [
            f"vendor/fonts/{file}.woff2" for family, file in ours.items() if f'"{family}' in used
        ]


def look_named(name: str) -> Look | None:
    """The look of an address; None when it is none."""
    found = SHAPE.fullmatch(name)
    if found is None or found[3] not in FONTS:
        return None
    return Look(f"#{found[1]}", int(found[2]), found[3])


def together(folder: Path, name: str = "site.css") -> str:
    """A file with every import replaced by the file it names."""
    whole = (folder / name).read_text(encoding="utf-8")
    return IMPORT.sub(lambda found: (folder / found[1]).read_text(encoding="utf-8"), whole)


@functools.lru_cache(maxsize=256)
def tokens(look: Look, inside: str = PAGE) -> str:
    """The tokens marked ``(brand)`` for a look, readable in both themes."""
    light, dark = tones(look.accent)
    values = {name: f"light-dark({light[name]},{dark[name]})" for name in light}
    values["font-display"], values["font-text"] = FONTS[look.fonts]
    values["radius"] = f"{look.radius}px"
    values["radius-small"] = "calc(var(--radius)*.55)"
    values["accent-soft"] = (
        "color-mix(in oklab,var(--accent) 11%,light-dark(#fffdf9,#211e18))"  # as in tokens.css
    )
    lines = "".join(f"--{name}:{value};" for name, value in values.items())
    desk = f'[data-density="desk"]{{--radius:{min(look.radius, DESK_RADIUS)}px}}\n'
    return f"{inside}{{{lines}}}\n" + (desk if inside == PAGE else "")
