"""What schemathesis is told: the site has no API and no OpenAPI, so its addresses are the schema.

Every GET address of the route table with its places, and the arguments that its pages and forms
were seen with. What is checked is that nothing ends in an error of ours.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Rule

from tests.attack.crawl import LEFT_OUT, Ask
from tests.attack.tools import MOST, Found, late, run

EXAMPLES = 12
"""Requests of each kind at each address."""
PLACE = re.compile(r"<(?:[^:<>]+:)?([a-z_]+)>")


def schema_of(app: Flask, asks: Sequence[Ask]) -> dict[str, Any]:
    """OpenAPI 3 of what can be read."""
    adapter, arguments = app.url_map.bind(""), dict[str, set[str]]()
    for ask in asks:
        if ask.method == "GET" and ask.sent:
            rule, _ = adapter.match(ask.path, method="GET", return_rule=True)
            arguments.setdefault(rule.rule, set()).update(name for name, _ in ask.sent)
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    paths = {
        PLACE.sub(r"{\1}", rule.rule): {"get": _reading(rule, arguments.get(rule.rule, set()))}
        for rule in rules
        if not LEFT_OUT.search(rule.rule) and "<path:" not in rule.rule
    }
    return {"openapi": "3.0.3", "info": {"title": "Ideas", "version": "1"}, "paths": paths}


def _reading(rule: Rule, arguments: set[str]) -> dict[str, Any]:
    places = [
        {"name": name, "in": "path", "required": True, "schema": _kind(rule, name)}
        for name in PLACE.findall(rule.rule)
    ]
    asked = [{"name": name, "in": "query", "schema": {"type": "string"}} for name in arguments]
    answers = {"default": {"description": "a page"}}
    return {"parameters": places + asked, "responses": answers}


def _kind(rule: Rule, name: str) -> dict[str, str]:
    is_number = isinstance(rule._converters.get(name), IntegerConverter)
    return {"type": "integer"} if is_number else {"type": "string"}


def schemathesis(bins: Path, folder: Path, address: str, told: tuple[dict[str, Any], str]) -> Found:
    """Values of every kind at every address, as one role; ``told`` is schema and cookie."""
    folder.mkdir()
    schema, cookie = told
    (folder / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
    words = [str(bins / "schemathesis"), "run", str(folder / "schema.json"), "-u", address]
    words += ["-c", "not_a_server_error", "-n", str(EXAMPLES), "-w", "2", "--seed", "1"]
    words += ["--continue-on-failure", "--report", "junit", "--report-dir", str(folder)]
    words += ["--warnings", "off", "--no-color"]
    words += ["-H", f"Cookie:{cookie}"] if cookie else []
    code = run(words, folder / "log", MOST)
    log = (folder / "log").read_text(errors="replace")
    lines = [line.strip() for line in log.splitlines()]
    done = [line for line in lines if re.search(r"[0-9,]+ (generated|test cases)", line)]
    found = Found("schemathesis", "; ".join(done[-2:]))
    found.findings = [line for line in lines if re.match(r"(GET|POST) /", line) and code == 1]
    found.findings += late(code)
    if code not in {0, 1, None}:
        found.missing = f"it ended with {code}: {folder / 'log'}"
    return found
