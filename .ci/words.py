"""Brings the catalogues up to date with what the sources say (`make words`).

What is new is added untranslated, what nobody says any more is dropped; nothing is guessed, and no
date or line number is kept. With `--check` it writes nothing and fails when a catalogue is out of
date.
"""

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "ideas" / "translations"
KEYWORDS = DEFAULT_KEYWORDS | {
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
TEMPLATES = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
HEADER = """\
# The words of the site. Translate what is empty, then run `make words`.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


def python(file: IO[bytes], *known: Any, **options: Any) -> Iterator[tuple[Any, ...]]:
    """What is marked, and the label, help and alarm in `dial(default, "Label", help="...")`."""
    yield from extract_python(file, *known, **options)
    file.seek(0)
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "dial":
            more = [each.value for each in node.keywords if each.arg in {"help", "alarm"}]
            for text in [node.args[1], *more]:
                yield text.lineno, "gettext", ast.literal_eval(text), []


def said(folder: str, ways: list[tuple[str, Any]]) -> Iterator[tuple[Any, Any, tuple[str, int]]]:
    """Every message in a folder with its context and where it is said."""
    found = extract_from_dir(ROOT / folder, ways, {"**": TEMPLATES}, KEYWORDS)
    for name, line, message, _, context in found:
        yield message, context, (f"{folder}/{name}", line)


def current(language: str) -> tuple[str, str]:
    """A catalogue as it is kept and as it ought to be."""
    path = catalogue(language)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    kept, made = read_po(io.StringIO(before), locale=language), Catalog(locale=language)
    everything = [
        *said("ideas", [("**.py", python)]),
        *said("templates", [("**", "jinja2")]),
    ]
    for message, context, place in sorted(everything, key=lambda each: each[2]):
        entry = kept.get(message, context)
        same = entry is not None and entry.pluralizable == isinstance(message, tuple)
        string = entry.string if entry and same else None
        made.add(message, string, [place], context=context)
    text = io.BytesIO()
    write_po(text, made, width=100, omit_header=True, sort_by_file=True, include_lineno=False)
    header = HEADER.format(language=language, plurals=made.plural_forms)
    return before, header + text.getvalue().decode()


def catalogue(language: str) -> Path:
    """Where a language's words are kept."""
    return CATALOGUES / language / "LC_MESSAGES" / "messages.po"


def main(*arguments: str) -> int:
    """Write each catalogue anew, or only look."""
    stale = 0
    for language in sorted(path.name for path in CATALOGUES.iterdir()):
        before, after = current(language)
        if "--check" not in arguments:
            catalogue(language).parent.mkdir(exist_ok=True)
            catalogue(language).write_text(after, encoding="utf-8")
        elif before != after:
            print(f"The catalogue {language} is out of date: run 'make words'.", file=sys.stderr)
            stale += 1
    return stale


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
