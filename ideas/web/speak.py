"""Saying codes in the reader's language: refusals and the words of closed lists.

Each package's sentences lie in ``web/words/<package>.py`` as ``REFUSALS`` and ``LABELS``.
"""

import functools
import importlib
import pkgutil
from typing import Any

from ideas.refusals import Refusal
from ideas.web import words


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

    A value ``stage`` that has a label is spoken by its label.
    """
    template = str(_tables()[0][refusal.code])
    values = {name: label_of(name, value) for name, value in refusal.values.items()}
    return template % values if values else template


def label_of(kind: str, word: Any) -> str:
    """The label of a closed list's word, as in ``label_of("stage", Stage.LIVE)``."""
    text = str(getattr(word, "value", word))
    return str(_tables()[1].get(f"{kind}.{text}", text))


def known_refusals() -> frozenset[str]:
    """Every code that has a sentence."""
    return frozenset(_tables()[0])
