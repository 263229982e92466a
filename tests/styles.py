"""Which classes a page can show: those of the stylesheets it links."""

import functools
import re

from ideas.web.assets import texts

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
NAMED = re.compile(r"\.([a-z][a-z0-9-]*)(?=[^{}]*\{)")
WORN = re.compile(r'\bclass="([^"]*)"')


def classes_in(css: str) -> set[str]:
    """Every class a style knows."""
    return set(NAMED.findall(COMMENT.sub("", css)))


@functools.cache
def only_inside() -> set[str]:
    """The classes that only the stylesheet of the signed in knows."""
    styles = {name: classes_in(texts()[f"css/{name}.css"][0]) for name in ("all", "inside")}
    return styles["inside"] - styles["all"]


def unstyled(page: str) -> set[str]:
    """The classes of a whole page, without the style of the signed in, that only this one knows."""
    if not page.lstrip().startswith("<!DOCTYPE html") or "css/inside.css" in page:
        return set()
    return {name for worn in WORN.findall(page) for name in worn.split()} & only_inside()
