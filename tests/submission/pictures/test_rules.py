"""How many pictures there are, and their order."""

import pytest

from ideas.submission.pictures.rules import Finding, Look, findings_in, moved, refusal_to_add


@pytest.mark.parametrize(("pictures", "refused"), [(0, False), (7, False), (8, True)])
def test_pictures_are_counted(pictures: int, refused: bool) -> None:
    assert (refusal_to_add(pictures) is not None) is refused


@pytest.mark.parametrize(
    ("one", "steps", "row"),
    [
        ("b", -1, "bac"),
        ("b", 1, "acb"),
        ("a", -1, "abc"),
        ("c", 1, "abc"),
        ("a", 9, "bca"),
        ("c", -9, "cab"),
    ],
)
def test_one_is_moved_and_the_others_keep_their_order(one: str, steps: int, row: str) -> None:
    assert "".join(moved("abc", one, steps)) == row


@pytest.mark.parametrize(
    ("width", "height", "is_cover", "found"),
    [
        (1200, 900, True, []),
        (1199, 900, True, [Finding.SMALL]),
        (900, 1200, False, []),
        (900, 1200, True, [Finding.TALL]),
        (1200, 1200, True, []),
        (1920, 1080, True, []),
        (2400, 1000, True, [Finding.WIDE]),
        (2400, 1000, False, []),
        (640, 1100, True, [Finding.SMALL, Finding.TALL]),
    ],
)
def test_a_size_and_a_shape_are_advised_on(
    width: int, height: int, is_cover: bool, found: list[Finding]
) -> None:
    assert findings_in(Look(width, height, 80, 10, 200), is_cover=is_cover) == found


@pytest.mark.parametrize(
    ("sharpness", "darkest", "light", "found"),
    [
        (25, 10, 200, []),
        (24, 10, 200, [Finding.BLURRED]),
        (None, 10, 200, []),
        (80, 10, 79, [Finding.DARK]),
        (80, 10, 80, []),
        (80, 150, 250, [Finding.PALE]),
        (80, 149, 250, []),
        (10, 5, 40, [Finding.BLURRED, Finding.DARK]),
    ],
)
def test_how_it_looks_is_advised_on(
    sharpness: int | None, darkest: int, light: int, found: list[Finding]
) -> None:
    assert findings_in(Look(1600, 1200, sharpness, darkest, light), is_cover=True) == found
