"""The text of a PDF that typst made, for tests: what each font's table says its glyphs mean."""

import re
import zlib
from collections.abc import Iterator

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.DOTALL)
_MEANS = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
_SHOWN = re.compile(rb"/(f\d+) [\d.]+ Tf|(\[\(.*?\)\])TJ|(BDC)", re.DOTALL)
_TOKEN = re.compile(rb"\\[0-7]{1,3}|\\.|.", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of(pdf: bytes) -> str:
    """What the pages say, in the order in which it was drawn; each tagged piece on its line."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    pages = [body for body in objects.values() if b"/Type/Page/" in body]
    return "".join(_page(body, objects) for body in pages)


def _page(page: bytes, objects: dict[int, bytes]) -> str:
    resources = objects[_reference(page, b"Resources")]
    fonts = {
        name: _letters(objects[int(number)], objects)
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", resources)
    }
    said, font = [], dict[int, str]()
    for name, glyphs, piece in _SHOWN.findall(_stream(objects[_reference(page, b"Contents")])):
        if name:
            font = fonts[name]
        elif piece:
            said.append("\n")
        else:
            codes = b"".join(_strings(glyphs))
            pairs = (codes[at : at + 2] for at in range(0, len(codes), 2))
            said += [font[int.from_bytes(pair)] for pair in pairs]
    return "".join(said)


def _strings(shown: bytes) -> Iterator[bytes]:
    """The strings between the gaps of a line; brackets stand in pairs or behind a backslash."""
    depth = 0
    for found in _TOKEN.finditer(shown):
        token = found[0]
        depth += {b"(": 1, b")": -1}.get(token, 0)
        if depth > 1 or (depth == 1 and token != b"("):
            yield _ESCAPE.sub(_unescaped, token)
        elif token == b")" and depth:
            yield token


def _letters(font: bytes, objects: dict[int, bytes]) -> dict[int, str]:
    table = _stream(objects[_reference(font, b"ToUnicode")])
    return {
        int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in _MEANS.findall(table)
    }


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    assert found is not None, name
    return int(found[1])


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found is not None
    return zlib.decompress(found[1])


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    return bytes([int(code, 8)]) if code.isdigit() else _LETTERS.get(code, code)
