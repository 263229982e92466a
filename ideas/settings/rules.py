"""How a dial is declared, read from text and kept within its bounds."""

import re
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, TypeVar

from ideas.refusals import Refusal

LONGEST_TEXT = 500
Value = bool | int | str
T = TypeVar("T")

_declared: dict[str, type[Any]] = {}


@dataclass(frozen=True)
class Dial:
    """What the form needs to know of one dial; ``least`` and ``most`` bound numbers or lengths.

    A text fits the regular expression ``pattern`` as a whole, or is one of ``choices`` (each with
    its label). What ``is_uploaded`` is text that no person types. ``alarm`` is what the staff read
    on every page of the desk while the dial is turned away from its default.
    """

    name: str
    default: Value
    label: str
    help: str
    least: int | None
    most: int | None
    pattern: str | None
    choices: Mapping[str, Any]
    is_uploaded: bool
    alarm: str

    @property
    def kind(self) -> str:
        """``switch``, ``number``, ``choice``, ``upload`` or ``text``."""
        if self.choices or self.is_uploaded:
            return "choice" if self.choices else "upload"
        if isinstance(self.default, bool):
            return "switch"
        return "number" if isinstance(self.default, int) else "text"

    @property
    def longest(self) -> int:
        """How many characters a text may have."""
        return LONGEST_TEXT if self.most is None else self.most


def dial(
    default: Value,
    label: str,
    *,
    help: str = "",
    least: int | None = None,
    most: int | None = None,
    pattern: str | None = None,
    choices: Mapping[str, Any] = MappingProxyType({}),
    is_uploaded: bool = False,
    alarm: str = "",
) -> Any:
    """A field of a package's dials: its default, its label and help in English, its bounds."""
    told = {"label": label, "help": help, "least": least, "most": most, "pattern": pattern}
    kinds = {"choices": choices, "is_uploaded": is_uploaded, "alarm": alarm}
    return field(default=default, metadata=told | kinds)


def declare(cls: type[T]) -> type[T]:
    """Class decorator: these are the dials of the package the class lives in."""
    _declared[cls.__module__.split(".")[1]] = cls
    return cls


def declared() -> dict[str, type[Any]]:
    """Every package's dials by package name."""
    return dict(sorted(_declared.items()))


def package_of(cls: type[Any]) -> str:
    """The package a class of dials belongs to."""
    return str(cls.__module__.split(".")[1])


def dials_of(cls: type[Any]) -> list[Dial]:
    """The declared dials of a class, in order."""
    return [_dial_of(each) for each in fields(cls)]


def _dial_of(each: Field[Any]) -> Dial:
    default: Any = each.default
    return Dial(name=each.name, default=default, **each.metadata)


def dial_named(cls: type[Any], name: str) -> Dial | None:
    """One dial of a class; None when there is none of this name."""
    return next((each for each in dials_of(cls) if each.name == name), None)


def switches() -> list[tuple[type[Any], Dial]]:
    """The dials that the staff must not forget: whichever has an alarm, with its class."""
    return [(cls, each) for cls in declared().values() for each in dials_of(cls) if each.alarm]


def refusal_while_read_only(*, is_read_only: bool) -> Refusal | None:
    """Refuse every change while nothing may be changed."""
    return Refusal("site.read_only") if is_read_only else None


def parsed(dial: Dial, text: str) -> Value | None:
    """The value a person typed, or None when it is no such value or out of bounds."""
    value: Value | None = text
    if dial.kind == "switch":
        value = text in {"1", "on", "true", "True", "y"}
    elif dial.kind == "number":
        value = _whole(text)
    return value if value is not None and refusal_to_turn(dial, value) is None else None


def _whole(text: str) -> int | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    is_whole = number.is_finite() and number == number.to_integral_value()
    return int(number) if is_whole else None


def refusal_to_turn(dial: Dial, value: Value) -> Refusal | None:
    """Refuse a value of another kind, out of bounds, or that does not fit the pattern."""
    if type(value) is not type(dial.default):
        return Refusal("dial.wrong_kind", dial=dial.label)
    if dial.choices:
        return None if value in dial.choices else Refusal("dial.wrong_text", dial=dial.label)
    if isinstance(value, str):
        fits = (dial.least or 0) <= len(value) <= dial.longest
        is_formed = dial.pattern is None or re.fullmatch(dial.pattern, value) is not None
        return None if fits and is_formed else Refusal("dial.wrong_text", dial=dial.label)
    if dial.least is not None and value < dial.least:
        return Refusal("dial.too_small", dial=dial.label, least=dial.least)
    if dial.most is not None and value > dial.most:
        return Refusal("dial.too_large", dial=dial.label, most=dial.most)
    return None
