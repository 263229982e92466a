"""What no module, template or script does, because nobody could do it safely."""

import ast
import functools
import re
import smtplib
import ssl
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.mail.backends import backend_of
from ideas.policy import Role
from tests.factories import a_person, sign_in, the_campaign
from tests.shape.source import ROOT, called, modules, templates

SCRIPTS = {
    path.name: path.read_text(encoding="utf-8") for path in (ROOT / "static/js").glob("*.js")
}
PROCESSES = {
    "ideas/beside.py",
    "ideas/royalties/sales/imports/receiving.py",
    "ideas/storage/pictures.py",
}
OPERATORS = {"ideas/operations/backups/databases.py"}
"""Commands of the operator, never of a request."""
SOCKETS = {"ideas/serving.py"}
CALLS_OUT = re.compile(
    r"urlopen|http\.client|urllib\.request|urllib3|httpx|requests|aiohttp|ftplib"
)
XML = re.compile(r"xml\.(?:sax|dom|parsers)|lxml|ET\.(?:parse|fromstring|XML|iterparse)\b")
RUNS = ("eval", "exec", "compile", "__import__", "render_template_string", "from_string")
PATTERNS = (
    "compile",
    "search",
    "match",
    "fullmatch",
    "sub",
    "subn",
    "split",
    "findall",
    "finditer",
)
CONSTANT = re.compile(r"(?:.*\.)?_?[A-Z_]+|re\.escape\(.*\)|'\|'\.join\([A-Z_]+\)")
UNPACKS = re.compile(r"^(?:import|from) (?:pickle|marshal|shelve|dill|yaml|jsonpickle)\b", re.M)


@functools.cache
def imported() -> dict[str, set[str]]:
    """What each module imports, by its name."""
    found: dict[str, set[str]] = {}
    for module in modules():
        names = found.setdefault(module.name, set())
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Import):
                names |= {each.name for each in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names |= {node.module} | {f"{node.module}.{each.name}" for each in node.names}
    return found


def users_of(*names: str) -> set[str]:
    """The modules that import one of these."""
    return {module for module, seen in imported().items() if seen & set(names)}


def test_nothing_calls_out_but_mail() -> None:
    assert users_of("smtplib") == {"ideas/mail/backends.py"}
    calling = {name for name, seen in imported().items() if any(map(CALLS_OUT.fullmatch, seen))}
    assert calling == set()
    for module in modules():
        if "create_connection" in module.text or "AF_INET" in module.text:
            assert module.name in SOCKETS


def test_the_only_processes_begun_are_our_own() -> None:
    assert users_of("subprocess") <= PROCESSES | OPERATORS
    for module in modules():
        assert "shell=True" not in module.text, module.name
        assert not re.search(r"os\.(?:system|popen)\(", module.text), module.name


def test_nothing_typed_is_run() -> None:
    for module in modules():
        for call in module.calls(*RUNS):
            assert ast.unparse(call.func) in {"re.compile", "typst.compile"}, module.at(call)
        assert not UNPACKS.search(module.text), module.name


def test_no_pattern_is_made_of_what_is_typed() -> None:
    """While the site runs, patterns are made of constants of ours, and of what was escaped."""
    calls = [
        (module.at(call), call)
        for module in modules()
        for function in module.functions()
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and called(call) in PATTERNS and call.args
        if ast.unparse(call.func).startswith("re.")
    ]
    assert len(calls) > 5
    for place, call in calls:
        unknown = {name for name in _joined(call.args[0]) if not CONSTANT.fullmatch(name)}
        assert unknown <= {"dial.pattern", "token.encode()"}, place  # both written by us


def _joined(pattern: ast.expr) -> Iterator[str]:
    """What a pattern is put together from, beside literals."""
    if isinstance(pattern, ast.JoinedStr):
        for each in pattern.values:
            if isinstance(each, ast.FormattedValue):
                yield ast.unparse(each.value)
    elif isinstance(pattern, ast.BinOp):
        yield from (*_joined(pattern.left), *_joined(pattern.right))
    elif not isinstance(pattern, ast.Constant):
        yield ast.unparse(pattern)


def test_no_xml_of_others_is_parsed() -> None:
    parsing = [module.name for module in modules() if XML.search(module.text)]
    assert parsing == ["ideas/royalties/payments/files.py"]  # reads what it has just written


def test_chance_comes_from_the_system() -> None:
    drawing = users_of("random", "numpy.random")
    secretive = re.compile("accounts|links|sessions|factor|storage|signals|web")
    assert [name for name in drawing if secretive.search(name)] == []


def test_scripts_write_text_and_no_html() -> None:
    danger = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
        r"|postMessage|\"message\""
    )
    assert [name for name, text in SCRIPTS.items() if danger.search(text)] == []


def test_browsers_keep_two_things() -> None:
    kept = {
        name: sorted(set(re.findall(r"(?:local|session)Storage\.setItem\(([^,]+),", text)))
        for name, text in SCRIPTS.items()
        if "Storage" in text and "setItem" in text
    }
    assert kept == {"site.js": ['"single-keys"'], "words.js": ["KEY"]}
    assert not [name for name, text in SCRIPTS.items() if "document.cookie" in text]


def test_scripts_fill_no_object_by_names_of_others() -> None:
    filled = re.compile(r"\w\[[a-z]\w*\] = |__proto__")
    assert [name for name, text in SCRIPTS.items() if filled.search(text)] == []


def test_fields_for_passwords_are_hidden_and_can_be_filled_by_a_manager() -> None:
    fields = re.compile(r"\{\{ field\((?:\w+\.)+(?:password|present)\b.*?\}\}", re.S)
    found = [(name, each) for name, text in templates().items() for each in fields.findall(text)]
    assert len(found) >= 8
    for name, field in found:
        if not name.startswith("desk/"):
            assert re.search('autocomplete="(?:current|new)-password"', field), name
    everything = "".join(templates().values()) + "".join(SCRIPTS.values())
    assert not re.search(r"onpaste|\"paste\"", everything)


def test_nothing_is_debugged_in_production(app: Flask) -> None:
    assert not app.debug
    assert not app.config.get("TEMPLATES_AUTO_RELOAD")
    assert not [
        each.name for each in modules() if re.search(r"debug=True|pdb\.set_trace", each.text)
    ]


def test_mail_goes_to_servers_whose_certificate_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[ssl.SSLContext] = []

    class Server:
        def __init__(self, *address: object, context: ssl.SSLContext, timeout: int) -> None:
            heard.append(context)

        def __enter__(self) -> "Server":
            return self

        def __exit__(self, *error: object) -> None:
            """Nothing to close."""

        def ehlo(self) -> None:
            """Say hello."""

    monkeypatch.setattr(smtplib, "SMTP_SSL", Server)
    with backend_of("smtps://mail.example"):
        assert heard[0].verify_mode is ssl.CERT_REQUIRED
        assert heard[0].check_hostname


@pytest.mark.once
def test_the_way_out_is_on_every_page(session: Session, client: FlaskClient) -> None:
    the_campaign()
    sign_in(client, a_person("Adam", Role.ADMIN))
    for address in ("/", "/account", "/workshop", "/notices", "/desk", "/nowhere"):
        assert 'action="/sign-out"' in client.get(address).text, address


@pytest.mark.once
def test_a_token_stands_in_no_query(app: Flask) -> None:
    in_query = re.compile(r"url_for\([^)]*[?&](?:token|password|code)=")
    assert not [each.name for each in modules() if in_query.search(each.text)]
    said = "".join(templates().values())
    assert not re.search(r"[?&](?:token|password)=", said)
