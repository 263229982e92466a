import re

import pytest
from flask import Flask

from ideas.web.assets import asset, path_of
from ideas.web.colours import DARK, LIGHT, contrast
from ideas.web.stylesheet import IMPORT, brand_colours, together
from tests.conftest import Client

CSS = path_of("css")
ACCENTS = ("#D9481C", "#FFD400", "#0B5FFF", "#00C2A8", "#000000", "#FFFFFF", "#7A7A7A", "#E91E63")


def test_every_file_is_imported_once_and_nothing_is_left_to_fetch() -> None:
    imported = IMPORT.findall((CSS / "site.css").read_text())
    files = {file.name for file in CSS.glob("*.css")} - {"site.css", "print.css"}
    assert sorted(imported) == sorted(files)
    assert "@import" not in together(CSS)


def test_every_name_a_stylesheet_uses_is_defined() -> None:
    whole = together(CSS)
    used = set(re.findall(r"var\(--([a-z0-9-]+)", whole))
    defined = set(re.findall(r"--([a-z0-9-]+):", whole))
    assert used <= defined


def test_braces_balance_in_every_file() -> None:
    for file in CSS.glob("*.css"):
        text = file.read_text()
        assert text.count("{") == text.count("}"), file.name


@pytest.mark.parametrize("accent", ACCENTS)
def test_any_accent_is_readable_in_both_themes(accent: str) -> None:
    tokens = dict(re.findall(r"--([a-z-]+):light-dark\(([^)]+)\)", brand_colours(accent)))
    for theme, ground in enumerate((LIGHT, DARK)):
        colour = {name: pair.split(",")[theme] for name, pair in tokens.items()}
        assert contrast(colour["accent"], ground.card) >= 3
        assert contrast(colour["accent-text"], ground.hardest) >= 4.5
        assert contrast(colour["accent-fill"], colour["on-accent"]) >= 4.5


def test_a_readable_accent_stays_as_the_brand_chose_it() -> None:
    assert "--accent-fill:light-dark(#0b5fff,#0b5fff)" in brand_colours("#0B5FFF")


def test_contrast_of_black_and_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_stylesheets_are_served_to_be_kept(app: Flask, client: Client) -> None:
    for address in (asset("css/all.css"), "/brand/0B5FFF.css"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.mimetype == "text/css"
        assert "immutable" in answer.headers["Cache-Control"]


def test_a_colour_that_is_none_has_no_stylesheet(client: Client) -> None:
    assert client.get("/brand/red;}.css").status_code == 404
