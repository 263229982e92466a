"""Colours as ``#rrggbb``, and how well one is read on another (WCAG 2.2)."""

import colorsys
from collections.abc import Callable
from dataclasses import dataclass

WHITE, INK = "#ffffff", "#1d1206"
STEP = 0.01


@dataclass(frozen=True)
class Ground:
    """What words and shapes stand on in one theme; ``hardest`` leaves the least contrast."""

    card: str
    hardest: str


LIGHT = Ground(card="#fbf8f2", hardest="#f3ede1")
DARK = Ground(card="#211e18", hardest="#2a261e")


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
    if contrast(fill, WHITE) >= 3:
        return darker_until(fill, WHITE, 4.5), WHITE
    return lighter_until(fill, INK, 4.5), INK


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


def _hex(channels: tuple[float, float, float]) -> str:
    return "#" + bytes(round(channel * 255) for channel in channels).hex()
