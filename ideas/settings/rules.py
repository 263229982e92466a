"""How a dial is declared, read from text and kept within its bounds."""

from dataclasses import Field, dataclass, field, fields
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

Value = bool | int | str
T = TypeVar("T")

_declared: dict[str, type[Any]] = {}


@dataclass(frozen=True)
class Dial:
    """What the form needs to know of one dial; ``least`` and ``most`` bound numbers or lengths."""

    name: str
    default: Value
    label: str
    help: str
    least: int | None
    most: int | None

    @property
    def kind(self) -> str:
        """``switch``, ``number`` or ``text``."""
        if isinstance(self.default, bool):
            return "switch"
        return "number" if isinstance(self.default, int) else "text"


def dial(
    default: Value, label: str, *, help: str = "", least: int | None = None, most: int | None = None
) -> Any:
    """A field of a package's dials: its default, its label and help in English, its bounds."""
    return field(
        default=default, metadata={"label": label, "help": help, "least": least, "most": most}
    )


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


def parsed(dial: Dial, text: str) -> Value | None:
    """The value a person typed, or None when it is no such value or out of bounds."""
    if dial.kind == "switch":
        return text in {"1", "on", "true", "True", "y"}
    if dial.kind == "text":
        within = len(text) <= (dial.most or 500) and len(text) >= (dial.least or 0)
        return text if within else None
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    if number != number.to_integral_value() or not _within(int(number), dial):
        return None
    return int(number)


def _within(number: int, dial: Dial) -> bool:
    return (dial.least is None or number >= dial.least) and (
        dial.most is None or number <= dial.most
    )
