"""What the Python files of the package must look like."""

import ast

from tests.shape.source import ROOT, called, constant, modules

MOST_LINES = 300
MOST_FUNCTION_LINES = 30
VAGUE = {"base", "common", "helper", "helpers", "manager", "misc", "service", "util", "utils"}
DOMAIN_PARTS = {"actions", "events", "forms", "models", "queries", "rules", "settings"}


def test_modules_are_short() -> None:
    lengths = {module.name: len(module.text.splitlines()) for module in modules()}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_functions_are_short() -> None:
    too_long = [
        f"{module.at(function)} {function.name}: {length} lines"
        for module in modules()
        for function in module.functions()
        if (length := _lines_of_work(function)) > MOST_FUNCTION_LINES
    ]
    assert too_long == []


def _lines_of_work(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Its length without the signature and the docstring."""
    work = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - work[0].lineno + 1 if work else 0


def test_no_module_has_a_vague_name() -> None:
    parts = {part for module in modules() for part in module.path.with_suffix("").parts}
    assert parts & VAGUE == set()


def test_every_module_says_what_it_is() -> None:
    assert [module.name for module in modules() if not ast.get_docstring(module.tree)] == []


def test_packages_hold_a_paragraph_and_no_imports() -> None:
    inits = [module for module in modules() if module.path.name == "__init__.py"]
    assert [module.name for module in inits if len(module.tree.body) != 1] == []


def test_only_advance_sets_a_stage() -> None:
    found = [
        module.at(node)
        for module in modules()
        if module.name != "ideas/journey/actions.py"
        for node in ast.walk(module.tree)
        if _sets_a_stage(node)
    ]
    assert found == []


def _sets_a_stage(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr == "stage" and isinstance(node.ctx, ast.Store)
    if isinstance(node, ast.Call) and called(node) in {"Idea", "values", "setattr"}:
        named = any(keyword.arg == "stage" for keyword in node.keywords)
        return named or "stage" in map(constant, node.args)
    return False


def test_only_the_owners_of_a_transaction_commit() -> None:
    found = [
        module.at(call)
        for module in modules()
        if module.path.stem in DOMAIN_PARTS | {"views", "policy"}
        for call in module.calls("commit")
    ]
    assert found == []


def test_nothing_is_imported_for_types_alone() -> None:
    assert [module.name for module in modules() if "TYPE_CHECKING" in module.text] == []


def test_events_are_frozen() -> None:
    thawed = [
        module.at(node)
        for module in modules()
        if module.path.stem == "events"
        for node in module.tree.body
        if isinstance(node, ast.ClassDef)
        and [ast.unparse(each) for each in node.decorator_list] != ["dataclass(frozen=True)"]
    ]
    assert thawed == []


def test_actions_that_change_things_say_who_asks_by_keyword() -> None:
    positional = [
        f"{module.at(function)} {function.name}"
        for module in modules()
        if module.path.stem == "actions"
        for function in module.functions()
        if not function.name.startswith("_")
        and "by" in [argument.arg for argument in function.args.args]
    ]
    assert positional == []


def test_every_folder_of_templates_belongs_to_a_package() -> None:
    packages = {path.name for path in (ROOT / "ideas").iterdir() if path.is_dir()}
    shared = {"errors", "parts"}
    folders = {path.name for path in (ROOT / "templates").iterdir() if path.is_dir()}
    assert folders - packages - shared == set()
