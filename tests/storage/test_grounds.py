"""The colours that wait below a picture, and the squares they are drawn as."""

import io

import pytest
from PIL import Image

from ideas.storage.grounds import COLUMNS, LENGTH, ROWS, cells_of, ground_of
from ideas.storage.pictures import prepared
from tests.storage.files import a_photo_that_tells_its_place, a_picture

RED, BLUE, GREEN = (200, 30, 30), (30, 30, 200), (30, 160, 60)


def rows_of(cells: str) -> list[str]:
    """Each row of cells."""
    row = LENGTH // ROWS
    return [cells[at : at + row] for at in range(0, LENGTH, row)]


def test_a_cell_is_the_mean_of_what_it_covers() -> None:
    image = Image.new("RGB", (COLUMNS * 100, ROWS * 100), "black")
    image.paste("white", (0, 0, 50, 100))
    image.paste(GREEN, (700, 500, 800, 600))
    cells = cells_of(image)
    assert len(cells) == LENGTH
    assert cells[:6] in ("7f7f7f", "808080")
    assert cells[6:-6] == "00" * (COLUMNS * ROWS - 2) * 3
    assert cells[-6:] == bytes(GREEN).hex()


@pytest.mark.parametrize("size", [(2400, 600), (600, 1800)])
def test_cells_show_the_middle_as_a_card_does(size: tuple[int, int]) -> None:
    image, (width, height) = Image.new("RGB", size, RED), size
    edge = (width // 3, 0, 2 * width // 3, height) if width > height else (0, 600, width, 1200)
    image.paste(BLUE, edge)
    assert cells_of(image) == bytes(BLUE).hex() * COLUMNS * ROWS


def test_a_taken_picture_has_its_cells() -> None:
    left, right = bytes(RED).hex() * (COLUMNS // 2), bytes(BLUE).hex() * (COLUMNS // 2)
    assert rows_of(prepared(a_picture("PNG")).cells) == [left + right] * ROWS


def test_cells_stand_upright() -> None:
    rows = rows_of(prepared(a_photo_that_tells_its_place()).cells)
    assert bytes.fromhex(rows[0][:6])[0] > 150 > bytes.fromhex(rows[-1][:6])[0]


def test_what_one_could_see_through_is_white() -> None:
    image = Image.new("RGBA", (1200, 900), (*RED, 0))
    image.paste((*RED, 255), (0, 450, 1200, 900))
    file = io.BytesIO()
    image.save(file, "PNG")
    rows = rows_of(prepared(file.getvalue()).cells)
    assert rows == ["ffffff" * COLUMNS] * (ROWS // 2) + [bytes(RED).hex() * COLUMNS] * (ROWS // 2)


def test_the_ground_is_twelve_squares_of_four_cells_each() -> None:
    image = Image.new("RGB", (COLUMNS, ROWS), "#ffffff")
    image.paste("#dd4411", (2, 2, 4, 4))
    image.putpixel((7, 5), (0, 0, 0))
    drawn = ground_of(cells_of(image), "#000000")
    assert [d for d, _ in drawn] == [f"M{x} {y}h1v1h-1z" for y in range(3) for x in range(4)]
    colours = ["#fff"] * 12
    colours[5], colours[11] = "#d41", "#bbb"
    assert [colour for _, colour in drawn] == colours


def test_without_cells_the_ground_is_the_colour() -> None:
    assert ground_of("", "#d9481c") == (("M0 0h4v3H0z", "#d9481c"),)
