"""Colours as ``#rrggbb``, and how well one is read on another (WCAG 2.2)."""

import colorsys
import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass

WHITE, INK = "#ffffff", "#1d1206"
STEP = 0.01


@dataclass(frozen=True)
class Ground:
    """What words and shapes stand on in one theme.

    Words stand on ``card``, at worst on ``hardest``; ``soft`` is what the accent tints.
    """

    card: str
    hardest: str
    soft: str


LIGHT = Ground(card="#fbf8f2", hardest="#f3ede1", soft="#fffdf9")
DARK = Ground(card="#211e18", hardest="#332c22", soft="#211e18")
THEMES = {"light": LIGHT, "dark": DARK}
SHAPE, WORDS = 3.0, 4.5
TINT = 0.13  # of the accent behind words in it: a little more than in badge.css and tokens.css


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def darker_until(colour: str, on: str, enough: float) -> str:
    """The colour, darkened as little as reaches the contrast."""
    return _moved(colour, -STEP, lambda moved: contrast(moved, on) >= enough)


def lighter_until(colour: str, on: str, enough: float) -> str:
    """The colour, lightened as little as reaches the contrast."""
    return _moved(colour, STEP, lambda moved: contrast(moved, on) >= enough)


def readable_on(fill: str) -> tuple[str, str]:
    """A fill near the wished one, and the colour of the words on it: white where it is close."""
    if contrast(fill, WHITE) >= SHAPE:
        return darker_until(fill, WHITE, WORDS), WHITE
    return lighter_until(fill, INK, WORDS), INK


def mixed(colour: str, other: str, part: float) -> str:
    """Some of the other colour in the first, from 0 to 1."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return _hex(one + (two - one) * part for one, two in pairs)


@dataclass(frozen=True)
class Correction:
    """A brand's colour that could not be used as it is, and what is used in its place."""

    theme: str
    use: str
    wished: str
    used: str
    contrast: float
    least: float


def tokens_of(accent: str, ground: Ground) -> dict[str, str]:
    """The colours an accent gives in one theme, moved as little as they must.

    ``accent`` is for shapes, ``accent-text`` for words, ``accent-fill`` lies behind ``on-accent``;
    where the fill is hard to tell from the ground, ``accent-edge`` is drawn around it.
    """
    step = -STEP if ground is LIGHT else STEP
    fill, words = readable_on(accent.lower())
    shape = _moved(accent, step, lambda moved: contrast(moved, ground.card) >= SHAPE)
    tint = _mixed(shape, ground.soft)

    def is_readable(moved: str) -> bool:
        grounds = (ground.hardest, tint, _mixed(moved, ground.card))
        return all(contrast(moved, behind) >= WORDS for behind in grounds)

    return {
        "accent": shape,
        "accent-text": _moved(accent, step, is_readable),
        "accent-fill": fill,
        "on-accent": words,
        "accent-edge": fill if contrast(fill, ground.card) >= SHAPE else shape,
    }


def tones(accent: str) -> tuple[dict[str, str], dict[str, str]]:
    """The colours of an accent by name, in the light and in the dark theme."""
    return tokens_of(accent, LIGHT), tokens_of(accent, DARK)


def corrections(accent: str) -> list[Correction]:
    """What had to be moved, and from how little contrast."""
    wished = accent.lower()
    found = []
    for theme, ground in THEMES.items():
        used = tokens_of(wished, ground)
        tint = _mixed(used["accent"], ground.soft)
        behinds = (ground.hardest, tint, _mixed(wished, ground.card))
        behind_words = min(behinds, key=functools.partial(contrast, wished))
        on = {
            "accent": (ground.card, SHAPE),
            "accent-text": (behind_words, WORDS),
            "accent-fill": (used["on-accent"], WORDS),
        }
        found += [
            Correction(theme, use, wished, used[use], contrast(wished, behind), least)
            for use, (behind, least) in on.items()
            if used[use] != wished
        ]
    return found


def _mixed(colour: str, ground: str) -> str:
    return mixed(ground, colour, TINT)


def _moved(colour: str, step: float, enough: Callable[[str], bool]) -> str:
    hue, light, strength = colorsys.rgb_to_hls(*_channels(colour))
    moved = colour.lower()
    end = 0.0 if step < 0 else 1.0
    while not enough(moved) and light != end:
        light = min(1.0, max(0.0, light + step))
        moved = _hex(colorsys.hls_to_rgb(hue, light, strength))
    return moved


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red / 255, green / 255, blue / 255


def _hex(channels: Iterable[float]) -> str:
    return "#" + bytes(round(channel * 255) for channel in channels).hex()
