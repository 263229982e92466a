"""Every code has its sentence, and every sentence its code."""

import ast
import functools
import re

from ideas.web.speak import _tables, known_refusals
from tests.shape.source import Module, called, constant, modules

CODE = re.compile(r"[a-z_]+\.[a-z_]+")


@functools.cache
def refusals() -> list[tuple[Module, ast.Call, str]]:
    """Every refusal with its code; read when asked, for every process imports this module."""
    return [
        (module, call, code)
        for module in modules()
        for call in module.calls("Refusal")
        if (code := constant(call.args[0])) is not None
    ]


def test_every_code_names_its_package_and_reason() -> None:
    odd = [module.at(call) for module, call, code in refusals() if not CODE.fullmatch(code)]
    assert odd == []


def test_every_refusal_has_a_sentence() -> None:
    assert {code for _, _, code in refusals()} - known_refusals() == set()


def test_every_sentence_is_used() -> None:
    said = {
        node.value
        for module in modules()
        if "/words/" not in module.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert known_refusals() - said == set()


def test_every_sentence_gets_its_values() -> None:
    sentences = _tables()[0]
    lacking = {}
    for module, call, code in refusals():
        given = {keyword.arg for keyword in call.keywords}
        wanted = set(re.findall(r"%\((\w+)\)", str(sentences.get(code, ""))))
        if None not in given and wanted - given:
            lacking[module.at(call)] = wanted - given
    assert lacking == {}


def test_every_word_of_the_tables_can_be_translated() -> None:
    said = [pair for table in _tables() for pair in table.items()]
    plain = [code for code, words in said if isinstance(words, str) and words]
    assert plain == []


def test_what_forms_say_can_be_translated() -> None:
    unmarked = [
        f"{module.at(text)} {constant(text)!r}"
        for module in modules()
        if module.path.stem in {"forms", "views"}
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        for text in _spoken(node)
        if re.search(r"[^\W\d_]{2,}", constant(text) or "")
    ]
    assert unmarked == []


def _spoken(call: ast.Call) -> list[ast.expr]:
    """The arguments of a field, a validator or a flash that a reader sees."""
    name = called(call)
    spoken = [each.value for each in call.keywords if each.arg in {"label", "message"}]
    if name.endswith("Field") or name in {"flash", "ValidationError"}:
        spoken += call.args[:1]
    return spoken
