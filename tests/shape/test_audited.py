"""Every form that only staff may send leaves an entry in the audit log, or says here why not."""

import inspect
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

from flask import Flask

from ideas.audit.actions import note
from tests.audited import NOT_AUDITED, is_for_staff
from tests.shape.test_matrix import visits


def reaches(view: Callable[..., Any]) -> bool:
    """Does what this calls, or what that calls, write an entry?"""
    seen: set[Callable[..., Any]] = set()
    ahead = [inspect.unwrap(view)]
    while ahead:
        function = ahead.pop()
        if function is inspect.unwrap(note):
            return True
        if function not in seen:
            seen.add(function)
            ahead += _called_by(function)
    return False


def _called_by(function: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """Our own functions that a function names, by themselves or as ``module.function``."""
    names = set(_names(function.__code__))
    known = {name: function.__globals__.get(name) for name in names}
    modules = [each for each in known.values() if isinstance(each, ModuleType)]
    things = [*known.values(), *(vars(each).get(name) for each in modules for name in names)]
    for thing in things:
        if isinstance(thing, FunctionType) and thing.__module__.startswith("ideas."):
            yield inspect.unwrap(thing)


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def test_every_staff_form_reaches_the_audit_log(app: Flask) -> None:
    staff = {
        rule.endpoint
        for method, rule in visits(app)
        if method != "GET" and is_for_staff(app.view_functions[rule.endpoint])
    }
    silent = {each for each in staff if not reaches(app.view_functions[each])}
    assert len(staff) > 50
    assert silent - set(NOT_AUDITED) == set(), "an entry is missing, or a reason in NOT_AUDITED"
    assert set(NOT_AUDITED) - staff == set(), "a reason for what is not there"
