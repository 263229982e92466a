import colorsys
import re
from typing import Any

import pytest
from sqlalchemy.orm import Session

from ideas.settings.actions import turn
from ideas.web.assets import asset, path_of
from ideas.web.colours import THEMES, contrast, corrections, tokens_of
from ideas.web.compression import _once
from ideas.web.settings import FONTS as BRAND_FONTS
from ideas.web.settings import Brand
from ideas.web.stylesheet import FONTS, IMPORT, Look, look_named, together, tokens
from tests.conftest import Client
from tests.factories import a_person, sign_in, the_campaign
from tests.styles import unstyled

CSS = path_of("css")
WHOLE = ("site.css", "inside.css")
BROWSER = {"Accept-Encoding": "br"}
ACCENTS = [
    *("#D9481C", "#FFD400", "#0B5FFF", "#00C2A8", "#000000", "#FFFFFF", "#808080", "#E91E63"),
    *("#39FF14", "#CCFF00", "#00FFFF", "#FF00FF", "#1D6FB8"),
]


def test_every_file_is_imported_once_and_nothing_is_left_to_fetch() -> None:
    imported = [name for file in WHOLE for name in IMPORT.findall((CSS / file).read_text())]
    files = {file.name for file in CSS.glob("*.css")} - set(WHOLE)
    assert sorted(imported) == sorted(files)
    for file in WHOLE:
        assert "@import" not in together(CSS, file)


def test_every_name_a_stylesheet_uses_is_defined() -> None:
    whole = "".join(together(CSS, file) for file in WHOLE)
    used = set(re.findall(r"var\(--([a-z0-9-]+)", whole))
    defined = set(re.findall(r"--([a-z0-9-]+):", whole))
    assert used <= defined


def test_braces_balance_in_every_file() -> None:
    for file in CSS.glob("*.css"):
        text = file.read_text()
        assert text.count("{") == text.count("}"), file.name


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("accent", ACCENTS)
def test_any_accent_is_readable_in_both_themes(accent: str, theme: str) -> None:
    ground, colour = THEMES[theme], tokens_of(accent, THEMES[theme])
    assert contrast(colour["accent"], ground.card) >= 3
    for behind in (ground.hardest, ground.soft, ground.card):
        assert contrast(colour["accent-text"], behind) >= 4.5
    assert contrast(colour["accent-fill"], colour["on-accent"]) >= 4.5
    assert contrast(colour["accent-edge"], ground.card) >= 3


@pytest.mark.parametrize("accent", ACCENTS)
def test_a_moved_accent_keeps_its_hue(accent: str) -> None:
    for each in corrections(accent):
        hues = [_hue(colour) for colour in (each.wished, each.used)]
        if None not in hues:
            assert abs(hues[0] - hues[1]) % 1 < 0.02 or abs(hues[0] - hues[1]) > 0.98


def _hue(colour: str) -> Any:
    """Where it lies on the wheel; None for a grey."""
    red, green, blue = bytes.fromhex(colour[1:])
    hue, _, strength = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    return hue if strength > 0.05 else None


@pytest.mark.parametrize(
    ("accent", "moved"),
    [
        ("#1D6FB8", {"light.accent-text", "dark.accent-text"}),
        ("#FFD400", {"light.accent", "light.accent-text"}),
        ("#FFFFFF", {"light.accent", "light.accent-text"}),
        ("#000000", {"dark.accent", "dark.accent-text"}),
        ("#39FF14", {"light.accent", "light.accent-text"}),
        (
            "#808080",
            {f"{t}.accent-{u}" for t in THEMES for u in ("text", "fill")},
        ),
    ],
)
def test_what_was_moved_is_told(accent: str, moved: set[str]) -> None:
    told = corrections(accent)
    assert {f"{each.theme}.{each.use}" for each in told} == moved
    for each in told:
        assert each.wished == accent.lower()
        assert each.contrast < each.least


def test_a_readable_accent_stays_as_the_brand_chose_it() -> None:
    assert "--accent-fill:light-dark(#0b5fff,#0b5fff)" in tokens(Look("#0B5FFF", 18, "inter"))


@pytest.mark.parametrize("fonts", FONTS)
def test_every_pair_of_fonts_has_its_look(fonts: str) -> None:
    look = Look("#0b5fff", 0, fonts)
    assert look_named(look.name) == look
    for file in look.files:
        assert path_of(file).is_file()
    assert set(BRAND_FONTS) == set(FONTS)


def test_contrast_of_black_and_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_stylesheets_are_served_to_be_kept(session: Session, client: Client) -> None:
    look = Look("#0b5fff", 4, "book")
    turn(Brand, "accent", look.accent, by=None)
    turn(Brand, "radius", look.radius, by=None)
    turn(Brand, "fonts", look.fonts, by=None)
    for address in (asset("css/all.css"), asset(f"css/all-{look.name}.css")):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.mimetype == "text/css"
        assert "immutable" in answer.headers["Cache-Control"]


def test_a_look_that_is_not_of_now_takes_nobodys_place(client: Client) -> None:
    client.get(asset("css/all.css"), headers=BROWSER)
    before = _once.cache_info()
    for number in range(30):
        name = f"0b5fff-{number}-book"
        for address in (asset(f"css/all-{name}.css"), f"/look/{name}.css"):
            answer = client.get(address, headers=BROWSER)
            assert f"--radius:{number}px" in client.get(address).text
            assert "immutable" not in answer.headers["Cache-Control"]
    assert _once.cache_info() == before
    assert client.get(asset("css/all.css"), headers=BROWSER).status_code == 200
    assert _once.cache_info().hits == before.hits + 1


@pytest.mark.parametrize("name", ["red;}", "0b5fff-99-inter", "0b5fff-4-comic", "0B5FFF-4-inter"])
def test_a_look_that_is_none_has_no_stylesheet(client: Client, name: str) -> None:
    assert client.get(f"/look/{name}.css").status_code == 404
    assert client.get(asset(f"css/all-{name}.css")).status_code == 404


def test_a_page_asks_for_one_stylesheet_in_the_brand_s_look(
    session: Session, client: Client
) -> None:
    the_campaign()
    assert asset("css/all.css") in client.get("/").text
    turn(Brand, "radius", 0, by=None)
    turn(Brand, "fonts", "book", by=None)
    page = client.get("/").text
    (address,) = re.findall(r'<link rel="stylesheet" href="([^"]*)">', page)
    assert address == asset("css/all-d9481c-0-book.css")
    assert ".woff2" not in page
    assert "--radius:0px" in client.get(address).text


def test_a_visitor_asks_for_nothing_of_the_inside(session: Session, client: Client) -> None:
    the_campaign()
    assert asset("css/inside.css") not in client.get("/").text
    sign_in(client, a_person("Vera"))
    assert asset("css/inside.css") in client.get("/").text
    assert unstyled('<!DOCTYPE html><p class="card desk-main">') == {"desk-main"}
