"""Saying codes in the reader's language: refusals and the words of closed lists.

Each package's sentences lie in ``web/words/<package>.py`` as ``REFUSALS`` and ``LABELS``.
"""

import functools
import importlib
import pkgutil
from typing import Any

from flask_babel import gettext

from ideas.refusals import Refusal
from ideas.web import words
from ideas.web.format import number


@functools.cache
def _tables() -> tuple[dict[str, Any], dict[str, Any]]:
    refusals: dict[str, Any] = {}
    labels: dict[str, Any] = {}
    for module in pkgutil.iter_modules(words.__path__, f"{words.__name__}."):
        loaded = importlib.import_module(module.name)
        refusals |= getattr(loaded, "REFUSALS", {})
        labels |= getattr(loaded, "LABELS", {})
    return refusals, labels


def sentence_of(refusal: Refusal) -> str:
    """The refusal's sentence with its values, in the reader's language.

    A value ``stage`` that has a label is spoken by its label, each of a tuple, too; a ``dial`` by
    its own.
    """
    template = str(_tables()[0][refusal.code])
    values = {name: _said(name, value) for name, value in refusal.values.items()}
    return template % values if values else template


def _said(name: str, value: Any) -> str:
    if isinstance(value, int):
        return number(value)
    if isinstance(value, tuple):
        return ", ".join(label_of(name, each) for each in value)
    return str(gettext(value)) if name == "dial" else label_of(name, value)


def label_of(kind: str, word: Any) -> str:
    """The label of a closed list's word, as in ``label_of("stage", Stage.LIVE)``."""
    text = str(getattr(word, "value", word))
    return str(_tables()[1].get(f"{kind}.{text}", text))


def known_refusals() -> frozenset[str]:
    """Every code that has a sentence."""
    return frozenset(_tables()[0])
