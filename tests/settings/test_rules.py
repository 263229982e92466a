"""How dials are declared, read and kept within their bounds."""

from dataclasses import dataclass

import pytest

from ideas.app import create_app  # noqa: F401 every package's dials are declared
from ideas.settings.rules import (
    Value,
    declared,
    dial,
    dial_named,
    dials_of,
    parsed,
    refusal_to_turn,
)
from ideas.web.speak import label_of


@dataclass(frozen=True)
class Lamp:
    """Dials for these tests, declared nowhere."""

    is_on: bool = dial(True, "On")
    turns: int = dial(5, "Turns", least=1, most=9)
    name: str = dial("Lamp", "Name", least=1, most=6)
    colour: str = dial("#ffffff", "Colour", pattern="#[0-9a-f]{6}")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("is_on", "1", True),
        ("is_on", "", False),
        ("turns", " 7 ", 7),
        ("turns", "7.0", 7),
        ("turns", "7.5", None),
        ("turns", "0", None),
        ("turns", "10", None),
        ("turns", "many", None),
        ("turns", "NaN", None),
        ("turns", "Infinity", None),
        ("name", "Torch", "Torch"),
        ("name", "", None),
        ("name", "Lantern", None),
        ("colour", "#d9481c", "#d9481c"),
        ("colour", "#d9481c ", None),
        ("colour", "red", None),
    ],
)
def test_what_was_typed_is_read(name: str, text: str, value: Value | None) -> None:
    found = dial_named(Lamp, name)
    assert found is not None
    assert parsed(found, text) == value


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("turns", 9, None),
        ("turns", 10, "dial.too_large"),
        ("turns", 0, "dial.too_small"),
        ("turns", True, "dial.wrong_kind"),
        ("turns", "5", "dial.wrong_kind"),
        ("is_on", 1, "dial.wrong_kind"),
        ("name", "Lantern", "dial.wrong_text"),
        ("colour", "#FFFFFF", "dial.wrong_text"),
    ],
)
def test_a_dial_keeps_its_bounds(name: str, value: Value, code: str | None) -> None:
    found = dial_named(Lamp, name)
    assert found is not None
    assert getattr(refusal_to_turn(found, value), "code", None) == code


@pytest.mark.parametrize("package", declared())
def test_every_default_is_allowed_and_every_package_has_a_name(package: str) -> None:
    assert label_of("dials", package) != package
    for each in dials_of(declared()[package]):
        assert refusal_to_turn(each, each.default) is None
        assert each.label


def test_what_is_not_declared_is_no_dial() -> None:
    assert dial_named(Lamp, "weight") is None
